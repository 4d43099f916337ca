"""The page of the trail: whose lines who sees, and page by page."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select, text

from app.audit.models import AuditLine
from app.audit.service import record
from app.db import db
from tests.browser import Client
from tests.owed import Page
from tests.people import FIFE, HIGHLAND, make_person, signed_in_as


def write(
    app: Flask, count: int, board: str | None, subject: str = "thing", actor: str | None = None
) -> None:
    with app.app_context():
        for number in range(1, count + 1):
            record(
                "thing_done", board=board, subject=f"{subject} {number}.", actor=actor, detail={"<b>": "<i>"}
            )
        db.session.commit()


def test_lines_of_ones_own_boards_only(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    write(sqlite_app, 1, FIFE, "in Fife")
    write(sqlite_app, 1, HIGHLAND, "in Highland")
    write(sqlite_app, 1, None, "nowhere")
    seen = {
        board: page("/audit/", by=signed_in_as(sqlite_app, "auditor", board)).text
        for board in (FIFE, HIGHLAND, None)
    }
    assert "in Fife 1." in seen[FIFE]
    assert "in Highland 1." not in seen[FIFE]
    assert "nowhere 1." not in seen[FIFE]
    assert "in Fife 1." not in seen[HIGHLAND]
    assert all(f"{subject} 1." in seen[None] for subject in ("in Fife", "in Highland", "nowhere"))


def test_who_may_not(sqlite_app: Flask, page: Callable[..., Page], client: Client) -> None:
    assert client.get("/audit/").status_code == 303
    for role in ("officer", "analyst", "planner"):
        page("/audit/", 403, by=signed_in_as(sqlite_app, role, FIFE))


def test_page_by_page(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    write(sqlite_app, 120, FIFE)
    by = signed_in_as(sqlite_app, "administrator", FIFE)
    first = page("/audit/", by=by)
    second = page(first.links()["Older lines"], by=by)
    third = page(second.links()["Older lines"], by=by)
    numbers = [
        int(cell.text_content())
        for shown in (first, second, third)
        for cell in shown.html.xpath("//tr/td[1]")
    ]
    assert numbers == list(range(120, 0, -1))
    assert "Older lines" not in third.links()
    assert third.links()["Newest lines"] == "/audit/"
    assert "no line older" in page("/audit/?before=1", by=by).text
    for odd in ("x", "-1", "٣", "9" * 30, ""):
        page(f"/audit/?before={odd}", by=by)


def test_people_are_named(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    email = make_person(sqlite_app, "officer", FIFE)
    with sqlite_app.app_context():
        from app.accounts import store

        account = store.by_email(email)
        assert account is not None
        actor = str(account.id)
    write(sqlite_app, 1, FIFE, actor=actor)
    shown = page("/audit/", by=signed_in_as(sqlite_app, "auditor", FIFE))
    assert "A officer" in shown.text
    assert "<b>" not in shown.html.find("body").text_content() or "&lt;b&gt;" in shown.source


def test_lines_are_chosen_by_act_and_day(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    write(sqlite_app, 2, FIFE)
    with sqlite_app.app_context():
        record("other_thing_done", board=FIFE, subject="the other one")
        db.session.commit()
    by = signed_in_as(sqlite_app, "auditor", FIFE)
    assert "thing 1." not in page("/audit/?act=other_thing_done", by=by).text
    assert "the other one" in page("/audit/?act=other_thing_done", by=by).text
    assert "There is no line" in page("/audit/?until=2020-01-01", by=by).text
    assert "thing 1." in page("/audit/?since=2020-01-01", by=by).text
    for wrong in ("since=yesterday", "act=nonsense", f"board={HIGHLAND}"):
        assert "There is a problem" in page(f"/audit/?{wrong}", 422, by=by).text


def test_the_check_finds_a_line_that_was_changed(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    write(sqlite_app, 3, FIFE)
    by = signed_in_as(sqlite_app, "auditor", FIFE)
    assert "All 3 lines are as they were written" in page("/audit/check", by=by).text
    with sqlite_app.app_context():
        for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
        db.session.execute(text("UPDATE audit_line SET subject = 'nothing' WHERE no = 2"))
        db.session.commit()
    assert "not sound from line 2 on" in page("/audit/check", by=by).text


def test_lines_leave_with_a_reason_and_no_formula(sqlite_app: Flask) -> None:
    write(sqlite_app, 1, FIFE, "=cmd")
    write(sqlite_app, 1, HIGHLAND, "elsewhere")
    by = signed_in_as(sqlite_app, "auditor", FIFE)
    assert isinstance(by, Client)
    refused = by.submit("/audit/", form="export")
    assert refused.status_code == 422
    assert "Say why you need these lines" in refused.text
    taken = by.submit("/audit/?act=thing_done", {"reason": "For the yearly audit"}, form="export")
    assert taken.mimetype == "text/csv"
    assert ",'=cmd 1." in taken.text
    assert "elsewhere" not in taken.text
    with sqlite_app.app_context():
        newest = db.session.scalars(select(AuditLine).order_by(AuditLine.no.desc()).limit(1)).one()
        assert (newest.act, newest.reason, newest.detail) == (
            "audit_exported", "For the yearly audit", {"lines": 1},
        )  # fmt: skip
