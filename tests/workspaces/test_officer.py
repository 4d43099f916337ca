"""The desk: who sees which counts, and who may change what people are told."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditLine
from app.db import db
from tests.browser import Client
from tests.builders import make_consultation
from tests.owed import Page
from tests.people import FIFE, HIGHLAND, signed_in_as


@pytest.fixture
def desk(sqlite_app: Flask) -> Flask:
    make_consultation(sqlite_app)
    return sqlite_app


@pytest.mark.parametrize(
    ("role", "counts", "edits"),
    [
        ("officer", True, True),
        ("administrator", True, True),
        ("analyst", True, False),
        ("planner", False, False),
        ("auditor", False, False),
    ],
)
def test_a_role_sees_what_is_its_own(
    desk: Flask, page: Callable[..., Page], role: str, counts: bool, edits: bool
) -> None:
    shown = page("/workspace/", by=signed_in_as(desk, role, FIFE)).response.text
    assert "A consultation on small" in shown
    assert ("0 answers so far" in shown) is counts
    assert ("What people are told" in shown) is edits


def test_another_boards_things_are_not_there(desk: Flask) -> None:
    other = signed_in_as(desk, "officer", HIGHLAND)
    assert "A consultation on small" not in other.get("/workspace/").text
    assert other.get("/workspace/fife/small/").status_code == 404


def test_a_planner_may_not_change_the_words(desk: Flask) -> None:
    assert signed_in_as(desk, "planner", FIFE).get("/workspace/fife/small/").status_code == 403


def test_the_words_are_kept_and_shown_to_respondents(desk: Flask) -> None:
    officer = signed_in_as(desk, "officer", FIFE)
    assert isinstance(officer, Client)
    done = officer.submit(
        "/workspace/fife/small/", {"purpose": "To learn what helps.\x00", "respond_by": "2027-03-01"}
    )
    assert done.status_code == 303
    shown = desk.test_client().get("/boards/fife/small/").text
    assert "To learn what helps." in shown
    with desk.app_context():
        line = db.session.scalars(select(AuditLine).where(AuditLine.act == "engagement_described")).one()
        assert line.subject == "fife/small"
        assert line.detail == {"changed": ["purpose", "respond_by"]}


def test_what_only_the_report_says_stands_apart(desk: Flask, page: Callable[..., Page]) -> None:
    shown = page("/workspace/fife/small/", by=signed_in_as(desk, "officer", FIFE)).response.text
    told, report = shown.split("<h2>In the report only</h2>")
    for name in ("officer_words", "ask_of_group"):
        assert f'name="{name}"' in report
        assert f'name="{name}"' not in told
    assert 'name="purpose"' in told


def test_a_slip_loses_nothing(desk: Flask) -> None:
    officer = signed_in_as(desk, "officer", FIFE)
    assert isinstance(officer, Client)
    shown = officer.submit("/workspace/fife/small/", {"purpose": "x" * 4_001, "contact": "Room 1"})
    assert shown.status_code == 422
    assert "Room 1" in shown.text
    assert 'href="#purpose"' in shown.text


def test_a_draft_has_no_public_page_to_go_to(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    make_consultation(sqlite_app, slug="later", opened=False)
    shown = page("/workspace/", by=signed_in_as(sqlite_app, "officer", FIFE))
    assert "Draft" in shown.response.text
    assert "A consultation on later" not in shown.links()
