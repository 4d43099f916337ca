"""The page of the trail: whose lines who sees, and page by page."""

from collections.abc import Callable

from flask import Flask

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
