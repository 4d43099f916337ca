"""A draft that nobody sends is gone after thirty days, and not before."""

from datetime import timedelta

from flask import Flask

from app.consultations.service import today
from app.jobs.service import DAILY
from app.responses.retention import carry_out
from tests.browser import Client
from tests.builders import make_consultation


def test_a_draft_has_thirty_days(app: Flask) -> None:
    make_consultation(app)
    client = app.test_client()
    assert isinstance(client, Client)
    client.submit("/boards/fife/small/", button="next")
    with app.app_context():
        assert carry_out(today() + timedelta(days=30))["drafts"] == 0
        assert carry_out(today() + timedelta(days=31))["drafts"] == 1


def test_it_is_done_every_day(app: Flask) -> None:
    import threading

    from app.db import db
    from app.jobs.models import Job
    from app.jobs.worker import work

    assert "retention" in DAILY
    stop = threading.Event()
    threading.Timer(3, stop.set).start()
    work(app, stop, poll=0.1)
    with app.app_context():
        job = db.session.query(Job).filter_by(kind="retention").one()
        assert job.state == "done"
        assert job.result["drafts"] == 0
