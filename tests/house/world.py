"""A small world for the access table: a board with one of everything, its people, and people of another."""

import io
import shutil
import threading
import uuid
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

from app.boards import store as boards
from app.consultations import drafting
from app.consultations import service as service_of_consultations
from app.consultations import store as consultations
from app.db import db
from app.feedback import alerts
from app.feedback import service as feedback
from app.feedback.models import Subscription
from app.files import service as files
from app.jobs.worker import Worker
from app.questionnaires import media
from app.reports import service, store
from app.responses.attaching import SCAN, Brought, owner_of
from app.responses.models import Upload
from app.surveys.own_questions import OwnQuestion
from app.surveys.tailoring import Choices
from app.themes import service as themes
from app.themes.arriving import take_in
from app.themes.store import next_waiting
from tests.browser import Client
from tests.builders import make_consultation, small_survey
from tests.files import making
from tests.house.access import BOARD_ROLES, Row
from tests.owed import Page
from tests.people import FIFE, HIGHLAND, signed_in_as
from tests.reports.stored import asked
from tests.surveys.drawn import png


@dataclass
class World:
    """An application whose database goes back to its beginning after each act."""

    app: Flask
    file: Path
    things: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[Any, Any]] = field(default_factory=dict)
    changed: bool = False

    @property
    def kept(self) -> Path:
        return self.file.with_suffix(".kept")

    def keep(self) -> None:
        """Remember the database as it is now."""
        self._let_go()
        shutil.copyfile(self.file, self.kept)

    def restore(self) -> None:
        """Put it back."""
        self._let_go()
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.file)
        self.changed = False

    def _let_go(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def client(self, role: str) -> Client:
        """A new browser with the cookies of that role."""
        made = self.app.test_client()
        assert isinstance(made, Client)
        made._cookies = dict(self.cookies[role])
        return made

    def do(self, key: str, row: Row, role: str) -> TestResponse:
        """The act of a row, done by a role on a fresh world."""
        if self.changed:
            self.restore()
        method, endpoint = key.split()
        self.changed = method != "GET"
        with self.app.test_request_context():
            arguments = {name: self.named(value) for name, value in row.arguments.items()}
            path = self.app.url_for(endpoint, **arguments)
        client, sends = self.client(role), {name: self.named(value) for name, value in row.sends.items()}
        if method != "GET":
            sends["csrf_token"] = self._token(client)
        answer = client.open(path, method=method, query_string=dict(row.query) or None, data=sends or None)
        answer.get_data()
        answer.close()  # a static file would stay open otherwise
        return answer

    def _token(self, client: Client) -> str:
        """The token that a page would have given this browser: the table asks who may, not who forges."""
        with client.session_transaction() as session:
            kept = session.setdefault("csrf_token", "0" * 40)
        return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(kept))

    def named(self, value: str) -> str:
        """A value with the names of things in it replaced."""
        return value.format(**self.things)


def build(app: Flask, file: Path, folder: Path) -> World:
    """The world, with everybody in it who has a column in the access table."""
    world = World(app, file)
    asked(app, folder, board="fife", slug="small")
    make_consultation(app, "highland", "small")
    _draft(app)
    with app.app_context():
        world.things["media"] = f"{sha256(png()).hexdigest()}.png"
        files.keep(media.FOLDER, world.things["media"], png())
    world.cookies["anonymous"] = {}
    for role in BOARD_ROLES:
        world.cookies[role] = dict(signed_in_as(app, role, FIFE)._cookies or {})
    for role in ("officer", "planner"):
        world.cookies[f"{role}2"] = dict(signed_in_as(app, role, HIGHLAND)._cookies or {})
    _publish(world)
    _print(world)
    _read_comments(world)
    _attach(world)
    _decide(world)
    _begin_to_answer(world)
    world.keep()
    return world


def _draft(app: Flask) -> None:
    """A draft beside what is open, with a question of the board's own."""
    with app.app_context():
        made = service_of_consultations.create(
            boards.by_slug("fife"), small_survey(), "later", "Later",
            engagement=consultations.engagement("fife", "small"),
        )  # fmt: skip
        db.session.flush()
        assert not drafting.choose(made, Choices(own=(OwnQuestion("own_1", "long_text", "Why?"),)))


def _publish(world: World) -> None:
    """An edition, published and made."""
    with world.app.app_context():
        engagement = consultations.engagement("fife", "small")
        service.publish_edition(engagement, None)
        world.things["short"] = store.by_no(engagement.id, 1).short
    worker = Worker(world.app, threading.Event())
    while worker.one():
        continue


def _print(world: World) -> None:
    """The short address that stands on paper."""
    with world.app.app_context():
        world.things["prefix"] = consultations.by_path("fife/small").receipt_prefix


def _read_comments(world: World) -> None:
    """A comment that waits, and a theme that nobody has ticked."""
    with world.app.app_context():
        consultation = consultations.by_path("fife/small")
        take_in(consultation.id)
        waiting = next_waiting(consultation.id, "comment")
        assert waiting is not None
        world.things["comment"] = str(waiting)
        world.things["seen"] = themes.open_comment(consultation, waiting).seen
        world.things["theme"] = str(themes.add_theme(consultation, "comment", "Breaks").id)


def _attach(world: World) -> None:
    """A scan that somebody put beside an answer."""
    secret = world.app.extensions["speir_config"].secret_key
    with world.app.app_context():
        consultation, key = consultations.by_path("fife/small"), uuid.uuid4()
        files = MultiDict({SCAN.id: FileStorage(io.BytesIO(making.pdf()), "a form.pdf")})
        brought = Brought((SCAN,), files)
        laid = brought.over(MultiDict(), {}, owner_of(consultation.id, key), secret)
        [row] = brought.rows(laid, consultation.id, key, None, secret)
        db.session.add(Upload(**row))
        db.session.commit()
        world.things["file"] = str(row["id"])


def _decide(world: World) -> None:
    """A decision, an entry of the register, and somebody who has not confirmed that they want news."""
    with world.app.app_context():
        fife = boards.by_slug("fife")
        made = feedback.decide(consultations.engagement("fife", "small"), "Breaks", "adopted", "")
        entry = feedback.enter(
            fife, title="A walk", about="", opened=None, closed=None, web_address="", outcome=""
        )
        alerts.subscribe(fife, "reader@people.example")
        [waiting] = db.session.scalars(select(Subscription)).all()
        world.things |= {"decision": str(made.id), "entry": str(entry.id), "subscription": str(waiting.id)}


def _begin_to_answer(world: World) -> None:
    """A respondent who has filled in the first page."""
    client = world.app.test_client()
    assert isinstance(client, Client)
    started = client.submit("/boards/fife/small/", form="/start")
    assert started.status_code == 303, started.text
    saved = client.submit(started.location, {"role": "partner"}, button="next")
    assert saved.status_code == 303, saved.text
    check = client.get("/boards/fife/small/check")
    world.things["submit_key"] = Page(check).html.xpath("string(//input[@name='submit_key']/@value)")
    world.cookies["respondent"] = dict(client._cookies or {})
