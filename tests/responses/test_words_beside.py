"""Words beside options on their way through the house: from a page, paper or a file to who reads them."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app.consultations import library
from app.consultations import store as consultations
from app.responses import live, loading
from app.responses.export import export
from app.surveys.parser import read_survey
from app.themes.arriving import take_in
from app.themes.texts import comments_in, keys, says
from tests.browser import Client
from tests.builders import make_consultation
from tests.conftest import SECRET
from tests.owed import Page, what_is_owed
from tests.people import FIFE, signed_in_as
from tests.responses.test_keying import documents
from tests.themes.making import queue

BASE = "/boards/fife/small/"
KEYS = (
    "answering.other.comment", "helped.other", "helped.breaks.comment", "helped.money.comment",
    "helped.school.comment", "helped.none.comment",
)  # fmt: skip
SAID = {
    "answering": "other", "answering.other.comment": "I am her son",
    "helped": ["breaks", "school"], "helped.breaks.comment": "A week in May",
    "helped.school.comment": "A nurse, each Monday",
}  # fmt: skip


@pytest.fixture
def asked(app: Flask) -> Flask:
    """An open consultation that asks the example."""
    make_consultation(app, survey=read_survey(library.LIBRARY / "examples" / "comments-beside.yaml"))
    return app


@pytest.fixture
def person(asked: Flask) -> Client:
    client = asked.test_client()
    assert isinstance(client, Client)
    client.submit(BASE, button="next")
    return client


def load(app: Flask, folder: Path, name: str, source: str) -> loading.Loaded:
    file = folder / name
    file.write_text(source, encoding="utf-8")
    with app.app_context():
        return loading.load(live.load("fife", "small"), file, SECRET)


def test_what_is_written_beside_an_option_is_kept_shown_and_corrected(asked: Flask, person: Client) -> None:
    first = person.submit(
        f"{BASE}p/one", {"answering": "other", "answering.other.comment": "I am her son"}, button="next"
    )
    assert first.location.endswith("p/one?added=1"), "the help at school is offered now"
    page = Page(person.get(first.location))
    assert not what_is_owed(page.response)
    assert "Anything to add about: Help at school" in page.text
    more = {key: value for key, value in SAID.items() if key.startswith("helped")}
    wrong = person.submit(first.location, more | {"helped": ["breaks", "none"]}, button="next")
    assert wrong.status_code == 422
    assert "A nurse, each Monday</textarea>" in wrong.text, "nothing that was typed is lost"
    person.send(wrong, {"helped": ["breaks", "school"]}, button="next")
    check = Page(person.get(f"{BASE}check"))
    assert "For somebody else: I am her son" in check.text
    assert "A break from caring: A week in May" in check.text
    person.send(person.get(f"{BASE}check"), button="submit")
    assert [one["answers"] for one in documents(asked)] == [SAID]


def test_an_option_that_goes_takes_its_field_and_its_words_along(asked: Flask, person: Client) -> None:
    person.submit(f"{BASE}p/one", {"answering": "other"}, button="next")
    person.submit(f"{BASE}p/one", {"helped.school.comment": "A nurse"}, button="next")
    person.submit(f"{BASE}p/one", {"answering": "self"}, button="next")
    assert 'name="helped.school.comment"' not in person.get(f"{BASE}p/one").text
    person.send(person.get(f"{BASE}check"), button="submit")
    assert [one["answers"] for one in documents(asked)] == [{"answering": "self"}]


def test_words_that_are_too_many_or_beside_nothing_lead_to_their_field(person: Client) -> None:
    wrong = person.submit(
        f"{BASE}p/one",
        {"answering": "self", "answering.other.comment": "left over", "helped.money.comment": "x" * 501},
        button="next",
    )
    assert wrong.status_code == 422
    assert 'href="#answering--other--comment"' in wrong.text
    assert "Choose “For somebody else”, or take away the words beside it" in wrong.text
    assert 'href="#helped--money--comment"' in wrong.text
    assert 'aria-describedby="helped--money--comment-error" aria-invalid="true"' in wrong.text


def test_staff_key_it_in(asked: Flask) -> None:
    analyst = signed_in_as(asked, "analyst", FIFE)
    key = {"_route": "paper", "answering": "other", "answering.other.comment": "I am her son"}
    assert analyst.submit("/workspace/fife/small/small/key-in/", key).status_code == 303
    assert documents(asked)[0]["answers"] == {"answering": "other", "answering.other.comment": "I am her son"}


def test_paper_has_a_line_for_it(person: Client) -> None:
    words = Page(person.get(f"{BASE}paper/form/en")).text
    for called in ("What are you to each other?", "Anything to add about: Advice about money"):
        assert called in words


def test_a_file_brings_it_and_takes_it_away(asked: Flask, tmp_path: Path) -> None:
    brought = load(asked, tmp_path, "in.jsonl", json.dumps(SAID))
    assert (brought.accepted, brought.rejected) == (1, [])
    with asked.app_context():
        consultation = consultations.load("fife", "small")
        lines = export(consultation, "jsonl", "to read what was written", SECRET, "somebody").splitlines()
        assert {key: value for key, value in json.loads(lines[0]).items() if key[0] != "_"} == SAID
        header, row = export(consultation, "csv", "to read what was written", SECRET, "somebody").splitlines()
    assert set(KEYS) <= set(header.decode("utf-8-sig").split(","))
    again = load(
        asked, tmp_path, "again.csv", b"\n".join((header[3:], row)).decode().replace("_complete", "_key")
    )
    assert (again.accepted, again.irrelevant_values, again.rejected) == (1, 0, [])
    first, second = documents(asked)
    assert first["answers"] == second["answers"] == SAID


def test_a_file_with_words_beside_nothing_is_refused(asked: Flask, tmp_path: Path) -> None:
    refused = load(asked, tmp_path, "in.csv", "answering,helped.money.comment\nself,words\n")
    assert refused.rejected == [{"row": 1, "question": "helped", "problem": "other_not_chosen"}]


def test_it_waits_in_the_queue_as_a_comment_under_its_own_key(asked: Flask, tmp_path: Path) -> None:
    load(asked, tmp_path, "in.jsonl", json.dumps(SAID))
    with asked.app_context():
        consultation = consultations.load("fife", "small")
        survey = consultations.survey_of(consultation)
        take_in(consultation.id)
        assert keys(survey) == [*KEYS]
        assert comments_in(survey, SAID) == {key: SAID[key] for key in KEYS if key in SAID}
        assert says(survey, "helped.breaks.comment").endswith("– “A break from caring”, in their own words")
        assert {text for _, text in queue()} == {
            "I am her son", "A week in May", "A nurse, each Monday",
        }  # fmt: skip


def test_its_words_are_in_no_codes_and_sealed_at_rest(asked: Flask, tmp_path: Path) -> None:
    from app.db import db
    from app.responses.models import Response

    load(asked, tmp_path, "with.jsonl", json.dumps(SAID))
    load(asked, tmp_path, "without.jsonl", json.dumps({k: v for k, v in SAID.items() if "comment" not in k}))
    with asked.app_context():
        first, second = db.session.query(Response).all()
        assert first.codes == second.codes
        assert b"A week in May" not in first.sealed + second.sealed
