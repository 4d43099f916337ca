"""Decisions and the public's view of them: a promise is kept in the open, or shown as overdue."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.boards import store as boards
from app.consultations import service as running
from app.consultations import store as consultations
from app.db import db
from app.errors import Conflict, Invalid
from app.feedback import service, store
from tests.browser import Client
from tests.builders import make_consultation
from tests.owed import Page
from tests.people import FIFE, signed_in_as
from tests.reports.stored import asked
from tests.reports.test_editions import publish as publish_edition

HERE = "/workspace/fife/small/decisions/"
TOLD = "/boards/fife/engagements/small/"
Fetch = Callable[..., Page]


def status() -> str:
    return consultations.by_path("fife/small").status


def close() -> None:
    running.end(consultations.by_path("fife/small"))
    db.session.commit()


def test_a_consultation_is_answered_once_it_is_closed_and_all_is_decided(app: Flask) -> None:
    make_consultation(app)
    with app.app_context():
        engagement = consultations.engagement("fife", "small")
        with pytest.raises(Conflict, match="at least one decision"):
            service.publish(engagement)
        close()
        open_one = service.decide(engagement, "Breaks", "not_yet", "")
        service.publish(engagement)
        assert status() == "closed"
        service.decide(engagement, "Breaks", "adopted", "From April.", open_one)
        assert status() == "answered"


def test_one_that_is_open_goes_on_when_decisions_are_published(app: Flask) -> None:
    make_consultation(app)
    with app.app_context():
        engagement = consultations.engagement("fife", "small")
        service.decide(engagement, "Breaks", "adopted", "")
        service.publish(engagement)
        assert status() == "open"


def test_a_rejection_needs_its_reason_and_the_last_decision_stays(app: Flask) -> None:
    make_consultation(app)
    with app.app_context():
        engagement = consultations.engagement("fife", "small")
        with pytest.raises(Invalid, match="Give the reason"):
            service.decide(engagement, "Money", "rejected", "")
        only = service.decide(engagement, "Money", "rejected", "It is decided nationally.")
        service.publish(engagement)
        with pytest.raises(Conflict, match="only decision"):
            service.drop(engagement, only)
        assert [one.theme for one in store.decisions(engagement.id)] == ["Money"]


@pytest.mark.parametrize(("outcome", "overdue"), [(None, True), ("not_yet", True), ("rejected", False)])
def test_a_promise_is_overdue_until_all_is_decided(
    sqlite_app: Flask, page: Fetch, outcome: str | None, overdue: bool
) -> None:
    make_consultation(sqlite_app)
    with sqlite_app.app_context():
        engagement = consultations.engagement("fife", "small")
        engagement.respond_by, engagement.demonstration = date(2026, 3, 31), True
        db.session.commit()
        close()
        if outcome:
            service.decide(engagement, "Money", outcome, "Because.")
            service.publish(engagement)
    assert ("Overdue:" in page(TOLD).text) == overdue
    assert ("the answer is overdue" in page("/boards/fife/register/").text) == overdue


def test_an_officer_decides_publishes_and_everybody_reads_it(
    sqlite_app: Flask, page: Fetch, tmp_path: Path
) -> None:
    asked(sqlite_app, tmp_path)
    publish_edition(sqlite_app)
    officer = signed_in_as(sqlite_app, "officer", FIFE)
    assert isinstance(officer, Client)
    refused = officer.submit(HERE, form="publish")
    assert refused.status_code == 409
    assert "at least one decision" in refused.text
    again = officer.submit(HERE, {"theme": "Breaks", "outcome": "rejected"}, form="new")
    assert again.status_code == 422
    assert "people who asked for this should hear why not" in again.text
    done = officer.send(again, {"reason": "No money.\n\nAsk in April."}, form="new")
    assert done.status_code == 303
    assert "60 answers" not in page(TOLD).text
    assert officer.submit(HERE, {"said": "More breaks."}, form=HERE).status_code == 303
    assert officer.submit(HERE, form="publish").status_code == 303
    shown = page(TOLD).text
    assert "60 answers" in shown
    assert "from edition 1 of the report" in shown
    assert "Rejected" in shown
    assert "No money." in shown
    assert "More breaks." in shown
    assert "Dh'fhaighnich sinn" in page(TOLD + "?lang=gd").text
    for linking in ("/boards/fife/", "/boards/fife/small/"):
        assert TOLD in page(linking).links().values()
    assert "Public since" in page(HERE, by=officer).text


def test_a_draft_is_nobodys_business(sqlite_app: Flask, page: Fetch) -> None:
    make_consultation(sqlite_app, opened=False)
    page(TOLD, status=404)
    assert "small" not in page("/boards/fife/register/").text


def test_the_register_holds_what_was_run_elsewhere_and_is_a_feed(
    sqlite_app: Flask, client: Client, page: Fetch
) -> None:
    make_consultation(sqlite_app)
    officer = signed_in_as(sqlite_app, "officer", FIFE)
    assert isinstance(officer, Client)
    entries = "/workspace/fife/register/entries/"
    walk = {"title": "A walk & a talk", "opened": "2026-05-02", "closed": "2026-05-01"}
    wrong = officer.submit(entries, walk)
    assert wrong.status_code == 422
    assert "It closed before it opened" in wrong.text
    assert officer.send(wrong, {"closed": "2026-05-03", "outcome": "A new path."}).status_code == 303
    shown = page("/boards/fife/register/").text
    assert "A walk & a talk" in shown
    assert "A new path." in shown
    feed = client.get("/boards/fife/feed/")
    assert feed.mimetype == "application/atom+xml"
    first = ids(feed.text)
    assert len(first) == 2
    with sqlite_app.app_context():
        [listing] = store.listings(boards.by_slug("fife").code)
        entry = f"{entries}{listing.id}/"
    assert officer.submit(entry, {"title": "A talk"}, form=entry).status_code == 303
    assert ids(client.get("/boards/fife/feed/").text) == first
    assert officer.submit(entry, form="strike").status_code == 303
    assert "A talk" not in page("/boards/fife/register/").text


def ids(feed: str) -> set[str]:
    """The ids of a feed's entries; it must be well-formed, with what RFC 4287 wants of feed and entry."""
    from lxml import etree

    atom = {"a": "http://www.w3.org/2005/Atom"}
    root = etree.fromstring(feed.encode())
    for one in (root, *root.findall("a:entry", atom)):
        for name in ("id", "title", "updated", "link"):
            assert one.find(f"a:{name}", atom) is not None, name
        assert str(one.findtext("a:updated", namespaces=atom)).endswith("T00:00:00Z")
    return {str(one.findtext("a:id", namespaces=atom)) for one in root.findall("a:entry", atom)}
