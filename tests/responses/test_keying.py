"""Answers on paper or by telephone, keyed in by staff: stored as all others, once, with their route."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.consultations import library
from app.consultations import store as consultations
from app.responses import service, store
from app.responses.models import Response
from tests.browser import Client
from tests.builders import make_consultation
from tests.owed import Page, what_is_owed
from tests.people import FIFE, signed_in_as

HERE = "/workspace/fife/small/small/key-in/"


@pytest.fixture
def analyst(app: Flask) -> Client:
    make_consultation(app)
    return signed_in_as(app, "analyst", FIFE)


def key(client: Client, **values: object) -> TestResponse:
    """One form keyed in."""
    return client.submit(HERE, {"_route": "paper"} | values)


def documents(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        consultation = consultations.load("fife", "small").id
        rows = store.documents(consultation, store.ids_of(consultation))
        return [service.open_document(app.config["SECRET_KEY"], one, sealed) for one, sealed, *_ in rows]


def test_the_page_shows_every_question_and_is_whole(analyst: Client) -> None:
    page = analyst.get(HERE)
    assert not what_is_owed(page)
    for words in ("Who do you care for?", "How many breaks did you have last month?", "What one thing"):
        assert words in page.text


def test_a_form_is_kept_with_its_route_and_who_keyed_it_in(app: Flask, analyst: Client) -> None:
    kept = key(
        analyst, role="parent", helped=["breaks"], breaks="2", **{"agree.say": "agree"}, comment="Rest"
    )
    assert kept.status_code == 303, kept.text
    [document] = documents(app)
    assert document["answers"] == {
        "role": "parent", "helped": ["breaks"], "breaks": 2, "agree": {"say": "agree"}, "comment": "Rest",
    }  # fmt: skip
    assert document["attributes"]["route"] == "paper"  # type: ignore[index]
    with app.app_context():
        from app.db import db

        row = db.session.query(Response).one()
        assert row.keyed_by is not None
        assert row.duration_band == "unknown"
    assert "analyst" in Page(analyst.get(HERE)).text.lower()


def test_the_receipt_opens_the_answers(analyst: Client) -> None:
    kept = key(analyst, _route="telephone", role="parent", comment="By telephone")
    done = analyst.get(kept.location)
    assert not what_is_owed(done)
    code = re.search(r"<code data-receipt>([A-Z0-9-]+)</code>", done.text)
    assert code is not None
    assert "By telephone" in analyst.submit("/receipts/", {"code": code[1]}).text
    following = Page(done).links()["Key in the next one"]
    chosen = Page(analyst.get(following)).html.xpath("//input[@name='_route'][@checked]/@value")
    assert chosen == ["telephone"]


def test_what_a_person_left_out_stays_left_out(app: Flask, analyst: Client) -> None:
    assert key(analyst, comment="No more").status_code == 303
    [document] = documents(app)
    assert document["answers"] == {"comment": "No more"}


def test_a_slip_is_shown_with_all_that_was_typed_and_nothing_is_stored(app: Flask, analyst: Client) -> None:
    again = key(analyst, role="parent", helped=["breaks"], breaks="99", comment="Kept words")
    assert again.status_code == 422
    assert not what_is_owed(again)
    assert "Enter a number that is 31 or less" in again.text
    assert "Kept words" in again.text
    assert "<title>Error: Key in answers" in again.text
    assert documents(app) == []


def test_no_route_and_nothing_typed_are_refused(app: Flask, analyst: Client) -> None:
    without = key(analyst, _route="", role="parent", comment="Kept words")
    assert without.status_code == 422
    assert "Choose how it reached you" in without.text
    assert "Kept words" in without.text
    assert "Nothing is keyed in yet" in key(analyst).text
    nothing_asked = analyst.send(key(analyst, breaks="3"), button="without")
    assert "Nothing is keyed in yet" in nothing_asked.text
    assert documents(app) == []


def test_the_same_form_sent_twice_is_one_response(app: Flask, analyst: Client) -> None:
    page = analyst.get(HERE)
    first = analyst.send(page, {"_route": "paper", "role": "parent"})
    second = analyst.send(page, {"_route": "paper", "role": "parent"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(documents(app)) == 1


def test_what_the_survey_does_not_ask_is_named_before_it_is_left_out(app: Flask, analyst: Client) -> None:
    asked = key(analyst, role="parent", helped=["money"], breaks="3")
    assert asked.status_code == 422
    assert not what_is_owed(asked)
    assert "How many breaks did you have last month?" in asked.text
    assert documents(app) == []
    kept = analyst.send(asked, button="without")
    assert kept.status_code == 303
    [document] = documents(app)
    assert "breaks" not in document["answers"]  # type: ignore[operator]


def test_closed_still_takes_what_came_by_post_and_a_draft_does_not(app: Flask, analyst: Client) -> None:
    from app.consultations.service import close
    from app.responses.live import forget

    with app.app_context():
        close("fife/small")
        forget()
    page = analyst.get(HERE)
    assert "while it was open" in page.text
    assert key(analyst, role="parent").status_code == 303
    make_consultation(app, slug="later", opened=False)
    assert analyst.get("/workspace/fife/later/later/key-in/").status_code == 409


def test_no_line_of_the_trail_and_no_time_is_kept_of_one_answer(app: Flask, analyst: Client) -> None:
    from app.audit.models import AuditLine
    from app.db import db

    def lines() -> int:
        with app.app_context():
            return db.session.query(AuditLine).count()

    before = lines()
    key(analyst, role="parent")
    assert lines() == before


def test_in_gaelic_the_questions_are_in_gaelic_and_the_page_is_not(app: Flask, analyst: Client) -> None:
    make_consultation(app, slug="two", survey=library.by_key("carers"))
    page = analyst.get("/workspace/fife/two/two/key-in/?language=gd")
    assert not what_is_owed(page)
    assert "a h-uile gin a tha iomchaidh" in page.text
    assert "How did it reach you?" in page.text
    kept = analyst.submit(
        "/workspace/fife/two/two/key-in/?language=gd", {"_route": "assisted", "answering": "self"}
    )
    assert "language=gd" in kept.location
