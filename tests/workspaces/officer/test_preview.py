"""Trying a consultation out: the same pages as the real thing, for staff of the board, keeping nothing."""

import lxml.html
from flask import Flask

from app.consultations import store
from app.responses import lookup, watching
from app.responses import store as responses
from tests.browser import Client
from tests.owed import Page, what_is_owed
from tests.people import HIGHLAND
from tests.workspaces.officer.made import ONE, make, officer, opened

PREVIEW = f"{ONE}preview/"
PUBLIC = "/boards/fife/carers/"


def test_a_draft_is_tried_out_to_the_end_and_nothing_is_kept(app: Flask) -> None:
    by = officer(app)
    make(app, by)
    start = by.get(PREVIEW)
    assert not what_is_owed(start)
    assert Page(start).html.xpath("//*[@data-preview]")
    address = by.submit(PREVIEW, form="/start").location
    assert address == f"{PREVIEW}p/who"
    refused = by.submit(address, button="next")
    assert refused.status_code == 422
    assert "Choose an answer" in refused.text
    assert by.submit(address, {"answering": "self", "age": "under_16"}, button="next").status_code == 303
    shown = by.get(f"{PREVIEW}check")
    assert "For myself" in shown.text
    assert "Which of the following best describes your sexual orientation" not in Page(shown).text
    sent = by.send(shown, button="submit")
    assert sent.location == f"{PREVIEW}sent"
    receipt = by.get(sent.location)
    code = lxml.html.fromstring(receipt.text).xpath("string(//code[@data-receipt])")
    assert Page(receipt).html.xpath("//*[@data-preview]")
    with app.app_context():
        one = store.load("fife", "carers")
        assert responses.count(one.id) == 0
        assert watching.watch(one).responses == 0
        assert lookup.find(code, "a secret for tests only: 7f3k9q2m5x8w1z") is None
    assert by.get(f"{PREVIEW}check").location == PREVIEW


def test_a_change_of_the_draft_is_seen_at_once(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    address = by.submit(PREVIEW, form="/start").location
    assert "own_1" not in by.get(f"{PREVIEW}p/own").text
    by.submit(f"{ONE}own/new", {"type": "long_text", "text": "What about Made-up Street?"})
    from app.responses import live

    with sqlite_app.app_context():
        live.forget()
    assert by.get(address).status_code == 200
    assert "What about Made-up Street?" in by.get(f"{PREVIEW}p/own").text


def test_an_open_one_is_tried_out_apart_from_real_answers(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    opened(sqlite_app, by)
    by.submit(PREVIEW, form="/start")
    assert by.get(f"{PUBLIC}check").location == PUBLIC, "the preview's draft is no draft of the real thing"
    real = Page(by.get(PUBLIC))
    assert not real.html.xpath("//*[@data-preview]")
    by.submit(f"{PREVIEW}p/who", {"answering": "self"}, button="next")
    by.submit(f"{PREVIEW}check", button="submit")
    with sqlite_app.app_context():
        assert responses.count(store.load("fife", "carers").id) == 0


def test_it_is_for_the_staff_of_the_board(sqlite_app: Flask) -> None:
    make(sqlite_app, officer(sqlite_app))
    assert sqlite_app.test_client().get(PREVIEW).location.startswith("/sign-in")
    assert officer(sqlite_app, board=HIGHLAND).get(PREVIEW).status_code == 404
    for role in ("planner", "analyst"):
        assert officer(sqlite_app, role).get(PREVIEW).status_code == 200


def test_it_speaks_the_language_chosen(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    assert isinstance(by, Client)
    make(sqlite_app, by)
    by.get(f"{PREVIEW}?lang=gd")
    assert Page(by.get(PREVIEW)).html.get("lang") == "gd"
    assert Page(by.get(ONE)).html.get("lang") == "en"


def test_a_question_of_ones_own_says_that_it_is_english(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    own = {"type": "single_choice", "text": "Which day?", "help": "Any week.", "options": "Monday\nTuesday"}
    by.submit(f"{ONE}own/new", own)
    by.get(f"{PREVIEW}?lang=gd")
    by.submit(PREVIEW, form="/start")
    shown = Page(by.get(f"{PREVIEW}p/own")).html
    assert shown.get("lang") == "gd"
    for words in ("Which day?", "Any week.", "Monday"):
        said = shown.xpath(f"//main//*[normalize-space(text())='{words}']")[0]
        assert said.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["en"], words
