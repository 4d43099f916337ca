"""With a receipt's code, and nothing else: read one's answers, correct, withdraw, erase."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.consultations import store as consultations
from app.responses import store
from app.responses.models import Draft, Withdrawal
from tests.browser import Client
from tests.builders import make_consultation
from tests.responses.test_answering import BASE, finish


@pytest.fixture
def person(app: Flask) -> Client:
    make_consultation(app)
    client = app.test_client()
    assert isinstance(client, Client)
    client.submit(BASE, button="next")
    return client


def send(person: Client) -> str:
    """Everything answered and sent: the receipt's code."""
    finish(person)
    sent = person.send(person.get(BASE + "check"), button="submit")
    code = re.search(r"<code data-receipt>([A-Z0-9-]+)</code>", person.get(sent.location).text)
    assert code is not None
    return code[1]


def look(app: Flask, code: str, go: str = "look") -> TestResponse:
    """What somebody on another device meets with the code."""
    other = app.test_client()
    assert isinstance(other, Client)
    return post(other, code, go)


def post(client: Client, code: str, go: str) -> TestResponse:
    page = client.get("/receipts/").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    return client.post("/receipts/", data={"code": code, "go": go, "csrf_token": token[1]})


def codes(app: Flask) -> list[bytes]:
    with app.app_context():
        return [joined for _, joined in store.codes_of(consultations.load("fife", "small").id)]


def test_the_code_shows_what_was_answered(app: Flask, person: Client) -> None:
    code = send(person)
    shown = look(app, code)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert "A break" in shown.text
    assert "My parent" in shown.text


def test_who_withdraws_is_told_first_and_then_gone_from_every_count(app: Flask, person: Client) -> None:
    code = send(person)
    assert "no longer counted" in look(app, code, "withdraw").text
    assert len(codes(app)) == 1  # asking is not doing
    done = look(app, code, "withdraw-now")
    assert "You withdrew your answers" in done.text
    assert "A break" not in done.text
    assert codes(app) == []
    assert "You withdrew your answers" in look(app, code, "withdraw-now").text
    look(app, code, "erase-now")
    assert look(app, code).status_code == 422


def test_who_erases_leaves_nothing(app: Flask, person: Client) -> None:
    code = send(person)
    assert "Your answers are erased" in look(app, code, "erase-now").text
    assert look(app, code).status_code == 422
    assert codes(app) == []
    with app.app_context():
        from app.db import db

        assert db.session.query(Withdrawal).count() == 0


def test_a_correction_replaces_the_answers_and_stays_one_response(app: Flask, person: Client) -> None:
    code = send(person)
    before = codes(app)
    other = app.test_client()
    assert isinstance(other, Client)
    answer = post(other, code, "correct")
    assert (answer.status_code, answer.location) == (303, BASE + "check?correcting=1")
    shown = other.get(answer.location)
    assert "They stand as they are until you press" in shown.text
    assert "A break" in shown.text
    other.submit(BASE + "p/views", {"agree.say": "disagree", "comment": "Two breaks"}, button="next")
    sent = other.send(other.get(BASE + "check"), button="submit")
    assert code in other.get(sent.location).text  # the same receipt
    after = codes(app)
    assert [len(one) for one in after] == [len(one) for one in before]
    assert after != before
    shown = look(app, code).text
    assert "Two breaks" in shown
    assert "A break<" not in shown


def test_a_correction_under_way_does_not_bring_back_what_was_withdrawn(app: Flask, person: Client) -> None:
    code = send(person)
    other = app.test_client()
    assert isinstance(other, Client)
    post(other, code, "correct")
    checked = other.get(BASE + "check")
    look(app, code, "withdraw-now")
    assert other.send(checked, button="submit").status_code == 409
    assert codes(app) == []
    with app.app_context():
        from app.db import db

        assert db.session.query(Draft).count() == 0


def test_after_closing_nothing_is_corrected_but_still_withdrawn(app: Flask, person: Client) -> None:
    from app.db import db
    from app.responses import live

    code = send(person)
    with app.app_context():
        consultations.load("fife", "small").status = "closed"
        db.session.commit()
        live.forget()
    assert "Correct my answers" not in look(app, code).text
    assert look(app, code, "correct").status_code == 409
    assert "You withdrew your answers" in look(app, code, "withdraw-now").text
