"""News by email: only who asked twice gets it, each piece once, and an end is an end."""

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app.consultations import service as running
from app.consultations import store as consultations
from app.db import db
from app.feedback import service
from app.feedback.models import Subscription
from app.jobs.service import enqueue
from tests.browser import Client
from tests.builders import make_consultation
from tests.owed import Page
from tests.reports.test_editions import work

ASK = "/boards/fife/alerts/"
READER = "reader@people.example"


def letters(folder: Path) -> list[str]:
    """All messages so far, as they left, the oldest first."""
    files = sorted((folder / "mail").glob("*"), key=lambda one: one.stat().st_mtime_ns)
    return [message_from_bytes(one.read_bytes(), policy=SMTP).get_content() for one in files]


def link_in(letter: str) -> str:
    found = re.search(r"http://localhost(/boards/fife/alerts/[^/]+/\?t=[0-9a-f]+)", letter)
    assert found, letter
    return found[1]


def people(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Subscription)) or 0


def news(app: Flask) -> None:
    """What the worker does each day."""
    with app.app_context():
        enqueue("tell_of_news", {}, "test")
        db.session.commit()
    work(app)


def joined(app: Flask, folder: Path) -> tuple[Client, str]:
    """A reader who asked and said yes; returns their browser and their link."""
    reader = app.test_client()
    assert isinstance(reader, Client)
    assert reader.submit(ASK, {"email": READER}).status_code == 200
    work(app)
    link = link_in(letters(folder)[-1])
    assert reader.submit(link, button="yes").status_code == 200
    return reader, link


def test_a_link_alone_changes_nothing_and_news_is_told_once(app: Flask, tmp_path: Path) -> None:
    reader = app.test_client()
    assert isinstance(reader, Client)
    assert reader.submit(ASK, {"email": READER}).status_code == 200
    work(app)
    [question] = letters(tmp_path)
    link = link_in(question)
    assert reader.get(link).status_code == 200
    make_consultation(app)
    news(app)
    assert len(letters(tmp_path)) == 1  # a program that opens links has not said yes
    assert reader.submit(link, button="yes").status_code == 200
    with app.app_context():
        running.end(consultations.by_path("fife/small"))
        engagement = consultations.engagement("fife", "small")
        service.decide(engagement, "Breaks", "adopted", "")
        service.publish(engagement)
    work(app)
    news(app)
    news(app)
    assert len(letters(tmp_path)) == 2
    assert "/boards/fife/engagements/small/" in letters(tmp_path)[-1]


def test_what_opens_is_told_and_an_end_is_an_end(app: Flask, tmp_path: Path) -> None:
    reader, link = joined(app, tmp_path)
    make_consultation(app)
    news(app)
    assert "/boards/fife/small/" in letters(tmp_path)[-1]
    assert link_in(letters(tmp_path)[-1]) == link
    assert reader.submit(link, button="end").status_code == 200
    assert people(app) == 0
    assert reader.get(link).status_code == 404
    make_consultation(app, slug="second")
    news(app)
    assert len(letters(tmp_path)) == 2


def test_the_page_does_not_tell_whether_an_address_is_known(sqlite_app: Flask, tmp_path: Path) -> None:
    reader, _ = joined(sqlite_app, tmp_path)
    known = reader.submit(ASK, {"email": READER.upper()})
    unknown = reader.submit(ASK, {"email": "other@people.example"})
    assert known.text == unknown.text
    work(sqlite_app)
    assert len(letters(tmp_path)) == 2


def test_who_never_confirms_is_forgotten(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    assert isinstance(client, Client)
    client.submit(ASK, {"email": READER})
    with sqlite_app.app_context():
        [one] = db.session.scalars(select(Subscription)).all()
        one.asked_on = running.today().replace(year=2020)
        db.session.commit()
    news(sqlite_app)
    assert people(sqlite_app) == 0


def test_no_address_stands_readable_in_the_database(sqlite_app: Flask, tmp_path: Path) -> None:
    joined(sqlite_app, tmp_path)
    kept = b"".join(one.read_bytes() for one in tmp_path.glob("speir.sqlite3*"))
    assert READER.encode() not in kept


def test_a_wrong_address_says_how_to_mend_it_and_stays(client: Client, page: Callable[..., Page]) -> None:
    page(ASK)
    wrong = client.submit(ASK, {"email": "reader at people"})
    assert wrong.status_code == 422
    assert 'value="reader at people"' in wrong.text
    assert "ds_error-summary" in wrong.text


def test_a_forged_link_is_not_there(sqlite_app: Flask, tmp_path: Path) -> None:
    reader, link = joined(sqlite_app, tmp_path)
    assert reader.get(link[:-1] + ("0" if link[-1] != "0" else "1")).status_code == 404
