"""The desk: who sees which counts, and who may change what people are told."""

from collections.abc import Callable

import pytest
from flask import Flask

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


def test_a_draft_has_no_public_page_to_go_to(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    make_consultation(sqlite_app, slug="later", opened=False)
    shown = page("/workspace/", by=signed_in_as(sqlite_app, "officer", FIFE))
    assert "Draft" in shown.response.text
    assert "/boards/fife/later/" not in shown.links().values()


def test_a_new_board_can_begin(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    links = page("/workspace/", by=signed_in_as(sqlite_app, "officer", FIFE)).links()
    assert "/workspace/fife/new" in links.values()
    planner = page("/workspace/", by=signed_in_as(sqlite_app, "planner", FIFE)).links()
    assert "/workspace/fife/new" not in planner.values()
