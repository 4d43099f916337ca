"""Dates in words, in the page's language and in Scotland's time."""

from datetime import date, datetime, time, timedelta

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, to_user_timezone
from flask_babel import gettext as _


def register(app: Flask) -> None:
    """The filters `longdate`, `longtime`, `lastday` and `grouped`."""
    app.jinja_env.filters["grouped"] = lambda number: str(format_decimal(number))
    app.jinja_env.filters["longdate"] = longdate
    app.jinja_env.filters["longtime"] = longtime
    app.jinja_env.filters["lastday"] = lastday


def longdate(day: date) -> str:
    """1 March 2027."""
    return str(format_date(day, "d MMMM yyyy"))


def longtime(moment: datetime) -> str:
    """1 March 2027, 17:00, in Scotland's time; midnight is the end of the day before."""
    if to_user_timezone(moment).time() == time():
        return str(_("the end of %(day)s", day=lastday(moment)))
    return str(format_datetime(moment, "d MMMM yyyy, HH:mm"))


def lastday(moment: datetime) -> str:
    """The day on which something ended at this moment: at midnight, the day before."""
    return longdate(to_user_timezone(moment - timedelta(minutes=1)).date())
