"""Opening, pausing, extending and closing from the officer's pages, and what respondents see of it."""

import pytest
from flask import Flask

from app.consultations import drafting, store
from app.responses import live
from tests.browser import Client
from tests.owed import Page
from tests.people import signed_in_as
from tests.workspaces.officer.made import HUB, ONE, complete, in_days, make, officer, opened

PUBLIC = "/boards/fife/carers/"


def seen(app: Flask) -> str:
    """What somebody sees, a second later."""
    with app.app_context():
        live.forget()
    return app.test_client().get(PUBLIC).text


def test_it_opens_once_nothing_is_missing(app: Flask) -> None:
    by = officer(app)
    make(app, by)
    shown = by.get(f"{ONE}open")
    assert shown.status_code == 200
    links = Page(shown).links()
    for words, where in {
        "Say what answers can change": f"{HUB}words#promise",
        "Name a person whom people can ask": f"{HUB}contact#contact_person",
        "Say who holds the answers": f"{HUB}privacy#controller",
        "Say when the answers are deleted": f"{HUB}privacy#delete_on",
    }.items():
        assert links[words] == where
    assert not Page(shown).html.xpath("//main//form")
    complete(app)
    assert by.submit(f"{ONE}open").location == f"{ONE}?saved=1"
    assert 'name="go" value="next"' in seen(app)


def test_a_forged_opening_is_refused_with_the_list(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    token = Page(by.get(f"{ONE}discard")).html.xpath("string(//input[@name='csrf_token']/@value)")
    refused = by.post(f"{ONE}open", data={"csrf_token": token})
    assert refused.status_code == 422
    assert Page(refused).html.xpath("//ul[@data-missing]/li")
    with sqlite_app.app_context():
        assert store.load("fife", "carers").status == "draft"


def test_the_whole_way(app: Flask) -> None:
    by = officer(app)
    make(app, by)
    opened(app, by)
    assert by.submit(f"{ONE}pause", {"reason": "A slip in a question"}).status_code == 303
    paused = seen(app)
    assert "This consultation is paused." in paused
    assert 'name="go" value="next"' not in paused
    assert by.submit(f"{ONE}reopen").status_code == 303
    assert "paused" not in seen(app)
    assert by.submit(f"{ONE}close").status_code == 303
    assert "has closed" in seen(app)
    assert by.submit(f"{ONE}extend", {"closes_on": in_days(200)}).status_code == 303
    assert 'name="go" value="next"' in seen(app)
    trail = signed_in_as(app, "auditor", None).get("/audit/").text
    assert "A slip in a question" in trail


@pytest.mark.parametrize(
    ("day", "says"), [("", "new closing date"), (in_days(3), "later day"), (in_days(5_000), "deleted before")]
)
def test_an_extension_that_cannot_be(sqlite_app: Flask, day: str, says: str) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    opened(sqlite_app, by)
    shown = by.submit(f"{ONE}extend", {"closes_on": day, "reason": "kept"})
    assert shown.status_code == 422
    assert says in Page(shown).html.xpath("string(//*[@id='closes_on-error'])")
    assert "kept" in shown.text


def test_one_with_a_day_to_open_waits_and_can_be_taken_back(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by, opens_on=in_days(3), opens_at="09:00")
    opened(sqlite_app, by)
    shown = seen(sqlite_app)
    assert "It opens on" in shown
    assert 'name="go" value="next"' not in shown
    board = sqlite_app.test_client().get("/boards/fife/").text
    assert "They will ask soon" in board
    assert "opens later" in by.get(HUB).text
    assert by.submit(f"{ONE}draft").status_code == 303
    assert sqlite_app.test_client().get(PUBLIC).status_code in (200, 404)
    with sqlite_app.app_context():
        drafting.require_draft(store.load("fife", "carers"))


def test_what_is_not_possible_is_not_offered(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    assert by.get(f"{ONE}pause").location.startswith(ONE)
    token = Page(by.get(f"{ONE}discard")).html.xpath("string(//input[@name='csrf_token']/@value)")
    assert by.post(f"{ONE}pause", data={"csrf_token": token}).status_code == 409
    with sqlite_app.app_context():
        assert store.load("fife", "carers").status == "draft"


def test_somebody_who_was_answering_keeps_what_they_wrote_through_a_pause(app: Flask) -> None:
    by = officer(app)
    make(app, by)
    opened(app, by)
    person = app.test_client()
    assert isinstance(person, Client)
    first = person.submit(PUBLIC, form="/start").location
    by.submit(f"{ONE}pause")
    with app.app_context():
        live.forget()
    shown = person.get(first)
    assert "data-paused" in shown.text
    assert person.send(shown, {"answering": "self"}, button="next").status_code == 303
    check = person.get(f"{PUBLIC}check")
    refused = person.send(check, button="submit")
    assert refused.status_code == 409
    assert "What you wrote is kept" in refused.text
    by.submit(f"{ONE}reopen")
    with app.app_context():
        live.forget()
    assert person.submit(f"{PUBLIC}check", button="submit").location == f"{PUBLIC}sent"
