"""Watching: numbers that are exact, fresh, for those who may see them, and never crossed."""

from flask import Flask

from app.consultations import store
from app.responses import watching
from tests.browser import Client
from tests.owed import Page, what_is_owed
from tests.workspaces.officer.made import HUB, make, officer, opened

PUBLIC = "/boards/fife/carers/"
WATCH = f"{HUB}watch"


def answer(app: Flask, **words: str) -> None:
    person = app.test_client()
    assert isinstance(person, Client)
    first = person.submit(PUBLIC, form="/start").location
    person.submit(first, {"answering": "self", **words}, button="next")
    person.submit(f"{PUBLIC}p/where", {"lives": "same_area"}, button="next")
    assert person.submit(f"{PUBLIC}check", button="submit").status_code == 303


def test_each_answer_is_there_at_once(app: Flask) -> None:
    by = officer(app)
    make(app, by)
    opened(app, by)
    assert "0 answers" in Page(by.get(WATCH)).text
    answer(app, age="25_34")
    answer(app)
    with app.app_context():
        found = watching.watch(store.load("fife", "carers"))
    assert found.responses == 2
    assert [(one.label, one.responses) for one in found.by_audience] == [("Carers", 2)]
    assert [(one.label, one.responses) for one in found.by_route] == [("Web", 2)]
    assert {one.label: one.responses for one in found.by_locality}["Left this question out"] == 2
    assert sum(count for _, count in found.days) + found.before == 2
    left = {one.label: (one.asked, one.left_out, one.share) for one in found.left_out}
    assert left["How old are you?"] == (2, 1, 50)
    assert left["Where do you live?"] == (2, 0, 0)
    assert left["Are you answering for yourself, with help, or for someone?"] == (2, 0, 0)
    shown = by.get(WATCH)
    assert not what_is_owed(shown)
    assert "2 answers" in Page(shown).text


def test_htmx_gets_the_same_as_a_fragment(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    opened(sqlite_app, by)
    fragment = by.get(f"{WATCH}/numbers", headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert 'id="watched"' in fragment.text
    assert "every 10s" in fragment.text
    assert by.get(f"{WATCH}/numbers").location == WATCH


def test_a_planner_sees_editions_and_no_numbers(sqlite_app: Flask) -> None:
    make(sqlite_app, officer(sqlite_app))
    assert officer(sqlite_app, "planner").get(WATCH).status_code == 403
    assert officer(sqlite_app, "analyst").get(WATCH).status_code == 200


def test_a_draft_is_not_watched(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    assert "Nothing has opened yet" in Page(by.get(WATCH)).text
