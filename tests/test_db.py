"""A moment comes back as it went in, with its zone, on either database."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import literal, select
from sqlalchemy.exc import StatementError

from app.db import Moment, db


def test_a_moment_keeps_its_zone(app: Flask) -> None:
    summer = datetime(2026, 7, 1, 17, 0, tzinfo=ZoneInfo("Europe/London"))
    with app.app_context():
        stored = db.session.scalar(select(literal(summer, Moment)))
    assert stored == summer
    assert stored is not None
    assert stored.tzinfo is UTC


def test_a_moment_without_its_zone_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(StatementError, match="needs its time zone"):
        db.session.scalar(select(literal(datetime(2026, 7, 1), Moment)))  # noqa: DTZ001
