"""Each message's way through a real mail server ends in a state that an operator can read."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from flask import Flask
from sqlalchemy import select, update

from app.config import Config
from app.db import db
from app.jobs.models import Job
from app.jobs.service import HANDLERS, enqueue, handler
from app.jobs.worker import Worker
from app.mail.deliveries import KINDS, deliveries
from app.mail.service import send
from tests.conftest import running


class Moody:
    """A mail server that answers as it is told."""

    answer = "250 taken"

    async def handle_DATA(self, _server: object, _session: object, _envelope: Envelope) -> str:
        return self.answer


@pytest.fixture
def mailing(database_url: str, make_config: Callable[..., Config]) -> Iterator[tuple[Flask, Moody]]:
    """An application, and the mail server that it sends by."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    moody = Moody()
    controller = Controller(moody, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with running(make_config(database_url, mail_url=f"smtp://127.0.0.1:{port}")) as app:
            kept = HANDLERS["tell_planner"]

            @handler("tell_planner")
            def tell(_args: dict[str, Any], _progress: Any) -> dict[str, Any]:
                send("planner@demo.example", "A new edition", "It is there.")
                return {"sent": True}

            yield app, moody
            HANDLERS["tell_planner"] = kept
    finally:
        controller.stop()


def states() -> list[str]:
    found = [one.state for one in deliveries()]
    assert "demo.example" not in str(list(deliveries()))
    db.session.rollback()
    return found


@pytest.mark.parametrize(
    ("answer", "first", "at_last", "attempts"),
    [
        ("250 taken", "sent", "sent", 1),
        ("550 planner@demo.example is not here", "refused", "refused", 1),
        ("451 come back later", "again", "failed", 4),
    ],
)
def test_from_queued_to_its_end(
    mailing: tuple[Flask, Moody], answer: str, first: str, at_last: str, attempts: int
) -> None:
    app, moody = mailing
    moody.answer = answer
    with app.app_context():
        enqueue("tell_planner", {}, "one")
        db.session.commit()
        assert states() == ["queued"]
        worker = Worker(app, threading.Event())
        assert worker.one()
        assert states() == [first]
        if first == "again":
            due = db.session.scalars(select(Job.run_at)).one().replace(tzinfo=UTC)
            assert due > datetime.now(UTC) + timedelta(minutes=4)  # a server that restarts is waited for
            db.session.rollback()
        for _ in range(attempts - 1):
            db.session.execute(update(Job).values(run_at=datetime.now(UTC) - timedelta(seconds=1)))
            db.session.commit()
            assert worker.one()
        assert states() == [at_last]
        assert [one.attempts for one in deliveries()] == [attempts]
        db.session.rollback()


def test_every_kind_is_one_that_somebody_does() -> None:
    from app.feedback import alerts
    from app.reports import service

    assert alerts
    assert service
    assert set(KINDS) <= set(HANDLERS)
