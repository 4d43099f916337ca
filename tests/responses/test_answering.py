"""A respondent's way through a consultation, by GET, POST and cookies alone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.responses import service, store
from tests.browser import Client
from tests.builders import make_consultation
from tests.owed import Page, what_is_owed

BASE = "/boards/fife/small/"
CARING = {"role": "parent", "helped": ["breaks"]}


@pytest.fixture
def person(app: Flask) -> Client:
    """Somebody on the first page of the survey, on each kind of database."""
    make_consultation(app)
    client = app.test_client()
    assert isinstance(client, Client)
    started = client.submit(BASE, button="next")
    assert started.location == BASE + "p/caring"
    return client


def stored(app: Flask) -> int:
    from app.consultations import store as consultations

    with app.app_context():
        return store.count(consultations.load("fife", "small").id)


def finish(person: Client) -> TestResponse:
    """Answer both pages and come to "check your answers"."""
    person.submit(BASE + "p/caring", CARING, button="next")
    return person.submit(BASE + "p/views", {"agree.say": "agree", "comment": "A break"}, button="next")


def test_the_whole_way(app: Flask, person: Client) -> None:
    assert finish(person).location == BASE + "check?saved=1"
    checked = person.get(BASE + "check")
    assert "A break" in checked.text
    sent = person.send(checked, button="submit")
    assert sent.status_code == 303
    receipt = person.get(sent.location)
    code = re.search(r"<code data-receipt>([A-Z0-9-]+)</code>", receipt.text)
    assert code is not None
    assert stored(app) == 1
    looked_up = person.submit("/receipts/", {"code": code[1].lower().replace("-", " ")})
    assert "We received your answers" in looked_up.text


def test_after_sending_the_draft_and_its_cookie_are_gone_and_back_shows_nothing(
    app: Flask, person: Client
) -> None:
    finish(person)
    checked = person.get(BASE + "check")
    assert checked.headers["Cache-Control"] == "no-store"
    person.send(checked, button="submit")
    assert person.get_cookie("speir_draft", path=BASE) is None
    back = person.get(BASE + "check")
    assert back.status_code == 303
    assert back.location == BASE


def test_sending_twice_gives_one_response_and_the_same_receipt(app: Flask, person: Client) -> None:
    finish(person)
    checked = person.get(BASE + "check")
    first, second = (person.send(checked, button="submit") for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    codes = [
        re.search(r"speir_receipt=([^;]+)", str(answer.headers.getlist("Set-Cookie")))[1]  # type: ignore[index]
        for answer in (first, second)
    ]
    assert codes[0] == codes[1]
    assert stored(app) == 1


def test_a_slip_loses_nothing_that_was_typed(person: Client) -> None:
    person.submit(BASE + "p/caring", CARING, button="next")
    person.get(BASE + "p/caring")
    shown = person.submit(BASE + "p/caring", {**CARING, "breaks": "many"}, button="next")
    assert shown.status_code == 422
    assert 'value="many"' in shown.text
    assert 'href="#breaks"' in shown.text
    assert "Enter a number in digits" in shown.text
    assert 'value="many"' in person.get(BASE + "p/caring").text, "it was saved as typed"


def test_a_required_question_is_asked_for_and_the_rest_is_saved(person: Client) -> None:
    shown = person.submit(BASE + "p/caring", {"role": None, "helped": ["money"]}, button="next")
    assert shown.status_code == 422
    assert 'href="#role-partner"' in shown.text
    assert re.search(r'value="money"[^>]* checked', person.get(BASE + "p/caring").text)


def test_an_answer_that_brings_up_a_question_shows_the_page_again(person: Client) -> None:
    answer = person.submit(BASE + "p/caring", CARING, button="next")
    assert answer.location == BASE + "p/caring?added=1"
    assert 'name="breaks"' in person.get(answer.location).text
    assert person.submit(BASE + "p/caring", CARING, button="next").location == BASE + "p/views?saved=1"


def test_answers_that_are_no_longer_relevant_are_not_stored(app: Flask, person: Client) -> None:
    person.submit(BASE + "p/caring", CARING, button="next")
    person.submit(BASE + "p/caring", {**CARING, "breaks": "3"}, button="next")
    person.submit(BASE + "p/caring", {"role": "parent", "helped": ["money"]}, button="next")
    person.submit(BASE + "p/views", {}, button="next")
    person.submit(BASE + "check", button="submit")
    assert "breaks" not in documents(app)[0]["answers"]


def documents(app: Flask) -> list[dict[str, object]]:
    """What is stored, opened."""
    from app.db import db
    from app.responses.models import Response
    from tests.conftest import SECRET

    with app.app_context():
        rows = db.session.query(Response).all()
        return [service.open_document(SECRET, row.id, row.sealed) for row in rows]


def test_a_part_can_be_sent_and_only_what_was_seen_counts_as_asked(app: Flask, person: Client) -> None:
    from app.consultations import store as consultations
    from app.tallies.counting import count

    answer = person.submit(BASE + "p/caring", {"role": None, "helped": ["money"]}, button="partial")
    assert answer.location == BASE + "check?part=1"
    person.submit(answer.location, button="submit")
    with app.app_context():
        items = count(store.codes_of(consultations.load("fife", "small").id)).overall.items
    assert (items["helped"].base, items["role"].not_answered, items["comment"].not_asked) == (1, 1, 1)


def test_clearing_the_device_deletes_the_draft(app: Flask, person: Client) -> None:
    from app.db import db
    from app.responses.models import Draft

    answer = person.submit(BASE + "p/caring", CARING, button="clear")
    assert answer.location == BASE + "?cleared=1"
    assert person.get_cookie("speir_draft", path=BASE) is None
    with app.app_context():
        assert db.session.query(Draft).count() == 0


def test_a_page_without_a_draft_leads_to_the_start(client: Client, sqlite_app: Flask) -> None:
    make_consultation(sqlite_app)
    assert client.get(BASE + "p/caring").location == BASE
    assert client.get(BASE + "sent").location == BASE


def test_a_draft_and_a_response_are_sealed_and_hold_no_address(app: Flask, person: Client) -> None:
    from sqlalchemy import text

    from app.db import db

    person.submit(BASE + "p/caring", {"role": "other", "role.other": "zz-marked-zz"}, button="next")
    finish(person)
    person.submit(BASE + "check", button="submit")
    with app.app_context():
        for table in ("draft", "response"):
            for row in db.session.execute(text(f"SELECT * FROM {table}")):  # two words of ours
                assert b"A break" not in b"".join(
                    bytes(cell) for cell in row if isinstance(cell, bytes | memoryview)
                )
                assert "127.0.0.1" not in str(row)


def test_a_closed_consultation_takes_nothing_and_keeps_the_draft(app: Flask, person: Client) -> None:
    from app.consultations import service as consultations
    from app.db import db
    from app.responses import live
    from app.responses.models import Draft

    finish(person)
    checked = person.get(BASE + "check")
    with app.app_context():
        consultations.close("fife/small")
        db.session.remove()
        live.forget()
    refused = person.send(checked, button="submit")
    assert refused.status_code == 409
    assert "has closed" in refused.text
    with app.app_context():
        assert db.session.query(Draft).count() == 1
    assert stored(app) == 0


def test_a_forged_form_saves_nothing(app: Flask, person: Client) -> None:
    answer = person.post(BASE + "p/caring", data={"role": "parent", "go": "next"})
    assert answer.status_code == 400
    assert "checked" not in person.get(BASE + "p/caring").text


@pytest.mark.parametrize("path", ["", "p/caring", "p/views", "check", "sent"])
def test_pages_owe_what_every_page_owes(
    client: Client, sqlite_app: Flask, page: Callable[..., Page], path: str
) -> None:
    make_consultation(sqlite_app)
    client.submit(BASE, button="next")
    if path == "sent":
        finish(client)
        client.submit(BASE + "check", button="submit")
    page(BASE + path)


def test_a_draft_consultation_is_not_found(client: Client, sqlite_app: Flask) -> None:
    make_consultation(sqlite_app, slug="hidden", opened=False)
    assert client.get("/boards/fife/hidden/").status_code == 404
    assert client.get("/boards/highland/hidden/").status_code == 404


def ended(app: Flask, respond_by: date, status: str = "closed") -> None:
    """The small consultation is over since the end of 24 November 2025."""
    from app.consultations import store as consultations
    from app.db import db
    from app.responses import live

    with app.app_context():
        made = consultations.load("fife", "small")
        made.status, made.respond_by = status, respond_by
        made.closes_at = datetime(2025, 11, 25, tzinfo=UTC)
        db.session.commit()
        live.forget()


def test_a_consultation_that_is_over_speaks_of_what_was(sqlite_app: Flask, page: Callable[..., Page]) -> None:
    make_consultation(sqlite_app)
    ended(sqlite_app, date(2125, 3, 31))
    shown = page(BASE).text
    assert re.search(r"Closed on ?24 November 2025", shown)
    assert "By 31 March 2125." in shown
    assert "Open until" not in shown
    assert "overdue" not in shown


@pytest.mark.parametrize(("status", "said"), [("closed", True), ("reported", True), ("answered", False)])
def test_a_promise_that_was_not_kept_is_called_overdue(
    sqlite_app: Flask, page: Callable[..., Page], status: str, said: bool
) -> None:
    make_consultation(sqlite_app)
    ended(sqlite_app, date(2026, 3, 31), status)
    assert ("This was promised by 31 March 2026; it is overdue." in page(BASE).text) == said
    assert ("The answer is overdue." in page("/boards/fife/").text) == said


def test_the_start_page_names_nobody_who_is_signed_in(sqlite_app: Flask) -> None:
    """One copy of it is kept for everybody."""
    from tests.people import FIFE, signed_in_as

    make_consultation(sqlite_app)
    client = signed_in_as(sqlite_app, "officer", FIFE)
    assert "A officer" in client.get("/boards/fife/").text
    assert "A officer" not in client.get(BASE).text
    assert "Sign out" not in client.get(BASE).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the code of your receipt."),
        ("abcde-23456", "A code has 20 letters and numbers; this one has 10."),
        ("ABCDE-23456-789AB-CDEFG", "We know no such code."),
    ],
)
def test_a_code_that_stands_for_nothing_is_told_why(client: Client, typed: str, said: str) -> None:
    shown = client.submit("/receipts/", {"code": typed})
    assert shown.status_code == 422
    assert not what_is_owed(shown)
    assert said in Page(shown).text


def test_the_look_up_of_a_receipt_can_be_read_in_gaelic(page: Callable[..., Page]) -> None:
    assert page("/receipts/").links()["Gàidhlig"] == "?lang=gd"
    assert page("/receipts/?lang=gd").heading == "Lorg cuidhteas"


def test_words_beside_an_other_are_never_lost(
    sqlite_app: Flask, client: Client, page: Callable[..., Page]
) -> None:
    """Who writes them and chooses nothing has chosen it; beside another answer they have to choose."""
    make_consultation(sqlite_app)
    caring = client.submit(BASE, form="/start").location
    wrong = client.submit(caring, {"role": "partner", "role.other": "my aunt"}, button="next")
    assert wrong.status_code == 422
    assert "Choose “Someone else”, or take away the words beside it" in wrong.text
    assert 'value="my aunt"' in wrong.text
    part = client.send(wrong, button="partial")
    assert "My partner: my aunt" in page(part.location).text
    assert client.submit(f"{BASE}check").status_code == 422
    assert client.submit(caring, {"role": None, "role.other": "my aunt"}, button="next").status_code == 303
    assert "Someone else: my aunt" in page(f"{BASE}check").text


def test_who_changes_an_answer_comes_back_to_the_check(
    sqlite_app: Flask, client: Client, page: Callable[..., Page]
) -> None:
    make_consultation(sqlite_app)
    caring = client.submit(BASE, form="/start").location
    views = client.submit(caring, {"role": "partner"}, button="next").location
    client.submit(views, button="next")
    change = page(f"{BASE}check").links()["Change Who do you care for?"].partition("#")[0]
    wrong = client.submit(change, {"role": "partner", "role.other": "my aunt"}, button="next")
    assert wrong.status_code == 422
    done = client.send(wrong, {"role.other": ""}, button="next")
    assert done.location == f"{BASE}check?saved=1"
    more = client.submit(change, {"helped": ["breaks"]}, button="next")
    assert more.location == f"{caring}?added=1&to=check"
    assert client.submit(more.location, {"breaks": "2"}, button="next").location == f"{BASE}check?saved=1"
