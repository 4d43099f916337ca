"""A draft that nobody sends is gone after thirty days, and not before."""

import uuid
from datetime import UTC, datetime, timedelta

from flask import Flask

from app.accounts.models import WrongPassword
from app.consultations.service import today
from app.db import db
from app.jobs.models import Job
from app.jobs.service import DAILY
from app.upkeep.retention import carry_out
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


def test_traces_of_staff_and_of_work_go_as_well(app: Flask) -> None:
    now = datetime.now(UTC)
    with app.app_context():
        for key, at in (("old", now - timedelta(days=3)), ("new", now)):
            db.session.add(WrongPassword(id=uuid.uuid4(), key=key, at=at))
        for state, days in (("done", 92), ("failed", 92), ("queued", 92), ("done", 80)):
            db.session.add(
                Job(
                    kind="x", dedupe=f"{state} {days}", args={}, state=state, max_attempts=1,
                    run_at=now - timedelta(days=days),
                )
            )  # fmt: skip
        db.session.commit()
        gone = carry_out(today())
        assert (gone["wrong passwords"], gone["finished jobs, mail among them"], gone["sign-ins"]) == (
            1,
            2,
            0,
        )
        assert [one.key for one in db.session.query(WrongPassword)] == ["new"]
        assert {one.dedupe for one in db.session.query(Job)} == {"queued 92", "done 80"}


def test_it_is_done_every_day(app: Flask) -> None:
    import threading

    from app.jobs.worker import work

    assert "retention" in DAILY
    stop = threading.Event()
    threading.Timer(3, stop.set).start()
    work(app, stop, poll=0.1)
    with app.app_context():
        job = db.session.query(Job).filter_by(kind="retention").one()
        assert job.state == "done"
        assert job.result["drafts"] == 0
