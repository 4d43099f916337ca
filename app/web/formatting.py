"""Dates in words, in the page's language and in Scotland's time."""

from datetime import UTC, date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime


def register(app: Flask) -> None:
    """The filters `longdate` and `longtime`."""
    app.jinja_env.filters["longdate"] = longdate
    app.jinja_env.filters["longtime"] = longtime


def longdate(day: date) -> str:
    """1 March 2027."""
    return str(format_date(day, "d MMMM yyyy"))


def longtime(moment: datetime) -> str:
    """1 March 2027, 17:00 (Scottish time); a time without a zone is UTC."""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return str(format_datetime(moment, "d MMMM yyyy, HH:mm"))
