"""Finishing later: a code of words opens an unfinished form on any device, and nothing else."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.consultations import library
from app.consultations import store as consultations
from app.consultations.service import today
from app.db import db
from app.jobs.models import Job
from app.responses import guessing, resuming, service
from app.responses.models import Draft, LinkMessage, ResumeCode
from app.upkeep import retention
from tests.browser import Client
from tests.builders import make_consultation
from tests.feedback.test_alerts import letters
from tests.owed import Page, what_is_owed
from tests.people import FIFE, signed_in_as
from tests.reports.test_editions import work
from tests.responses.test_answering import BASE, CARING, finish, stored


@pytest.fixture
def person(app: Flask) -> Client:
    make_consultation(app)
    client = browser(app)
    client.submit(BASE, button="next")
    return client


def browser(app: Flask) -> Client:
    client = app.test_client()
    assert isinstance(client, Client)
    return client


def put_off(person: Client, page: str = "p/caring", **answers: object) -> str:
    """Choose "Finish later" on a page; the words."""
    to = person.submit(BASE + page, answers or None, button="later")
    assert to.location == BASE + "later", to.text
    shown = person.get(to.location)
    assert not what_is_owed(shown)
    code = re.search(r"<code data-resume>([a-z ]+)</code>", shown.text)
    assert code is not None
    return code[1]


def carry_on(app: Flask, words: str) -> tuple[Client, str]:
    """The same form on another device: the browser, and the page it is led to."""
    other = browser(app)
    return other, other.submit("/resume/", {"words": words}).location


def test_the_word_list_can_be_read_over_a_telephone() -> None:
    words = resuming.word_list()
    assert len({word[: resuming.BEGINNING] for word in words}) == len(words) >= 512
    assert all(re.fullmatch(r"[a-z]{4,9}", word) for word in words)
    assert list(words) == sorted(words)


@given(
    st.lists(st.sampled_from(resuming.word_list()), min_size=6, max_size=6), st.sampled_from([" ", ", ", "-"])
)
def test_a_code_is_known_however_it_is_typed(words: list[str], between: str) -> None:
    code = " ".join(words)
    assert resuming.normal(between.join(words).upper()) == code
    assert resuming.normal(between.join(word[: resuming.BEGINNING] for word in words)) == code


def test_what_was_typed_is_there_on_another_device_at_the_page_that_was_left_open(
    app: Flask, person: Client
) -> None:
    words = put_off(person, **CARING)
    other, where = carry_on(app, words)
    assert where == BASE + "p/caring"
    page = Page(other.get(where))
    assert page.html.xpath("//input[@name='role'][@checked]/@value") == ["parent"]
    finish(other)
    assert other.send(other.get(BASE + "check"), button="submit").status_code == 303
    assert stored(app) == 1
    _, again = carry_on(app, words)
    assert again is None  # what was sent is not opened again


def test_a_required_answer_never_stops_it_and_the_code_stays_the_same(app: Flask, person: Client) -> None:
    words = put_off(person)
    assert put_off(person, helped=["money"]) == words
    with app.app_context():
        assert db.session.query(ResumeCode).count() == 1
    person.submit(BASE + "p/caring", CARING, button="next")
    assert put_off(person, "check") == words
    assert carry_on(app, words)[1] == BASE + "p/views"


def test_both_devices_save_into_one_draft(app: Flask, person: Client) -> None:
    other, _ = carry_on(app, put_off(person, **CARING))
    other.submit(BASE + "p/views", {"comment": "From the library"}, button="next")
    assert "From the library" in person.get(BASE + "check").text


def test_a_device_can_forget_what_its_code_still_opens(app: Flask, person: Client) -> None:
    words = put_off(person, **CARING)
    left = person.submit(BASE + "later", button="leave")
    assert "Your code still opens them" in person.get(left.location).text
    assert person.get(BASE + "p/caring").status_code == 303
    assert carry_on(app, words)[1] == BASE + "p/caring"


def test_wrong_words_are_told_apart_and_kept_in_the_field(app: Flask, person: Client) -> None:
    words = put_off(person)
    other = browser(app)
    for typed, said in [
        ("", "Type the six words"),
        (words.rpartition(" ")[0], "this one has 5"),
        (words.rpartition(" ")[0] + " qqqq", "“qqqq” is no word of a code"),
        ("acorn acorn acorn acorn acorn acorn", "These words open nothing"),
    ]:
        answer = other.submit("/resume/", {"words": typed})
        assert answer.status_code == 422
        assert not what_is_owed(answer)
        assert said in answer.text
        assert Page(answer).html.xpath("//input[@name='words']/@value") == [typed]


def test_who_guesses_must_wait_for_words_and_receipts_alike(app: Flask, person: Client) -> None:
    words = put_off(person)
    other = browser(app)
    for _ in range(guessing.MOST):
        other.submit("/resume/", {"words": "acorn"})
    assert other.submit("/resume/", {"words": words}).status_code == 429
    refused = other.submit("/receipts/", {"code": "AAAAA"})
    assert refused.status_code == 429
    assert "Wait ten minutes" in refused.text


def test_nothing_stored_tells_the_words_or_the_token(app: Flask, person: Client) -> None:
    words = put_off(person)
    with app.app_context():
        row = db.session.query(ResumeCode).one()
        token = person.get_cookie("speir_draft", path=BASE)
        assert token is not None
        for value in (row.digest, row.sealed, row.token_hash):
            assert words.split()[0].encode() not in value
            assert token.value.encode() not in value


def test_retention_takes_codes_whose_draft_is_gone_and_leaves_the_others(app: Flask, person: Client) -> None:
    words = put_off(person, **CARING)
    with app.app_context():
        retention.carry_out(today())
        assert db.session.query(ResumeCode).count() == 1
    assert carry_on(app, words)[1] == BASE + "p/caring"
    finish(person)
    person.send(person.get(BASE + "check"), button="submit")
    with app.app_context():
        assert retention.carry_out(today())["codes to finish later"] == 1
        assert db.session.query(ResumeCode).count() == 0


def test_after_thirty_days_neither_draft_nor_code_is_left(app: Flask, person: Client) -> None:
    put_off(person, **CARING)
    with app.app_context():
        retention.carry_out(today() + timedelta(days=service.DRAFT_DAYS + 1))
        assert (db.session.query(Draft).count(), db.session.query(ResumeCode).count()) == (0, 0)


def test_a_preview_shows_the_page_and_keeps_no_code(app: Flask) -> None:
    make_consultation(app, opened=False)
    officer = signed_in_as(app, "officer", FIFE)
    base = "/workspace/fife/small/small/preview/"
    officer.submit(base, button="next", form="start")
    to = officer.submit(base + "p/caring", button="later", form="p/caring")
    assert "here the code opens nothing" in officer.get(to.location).text
    with app.app_context():
        assert db.session.query(ResumeCode).count() == 0


def test_a_gaelic_form_is_carried_on_in_gaelic(app: Flask) -> None:
    make_consultation(app, slug="two", survey=library.by_key("carers"))
    person = browser(app)
    person.get("/boards/fife/two/?lang=gd")
    person.submit("/boards/fife/two/", button="next")
    to = person.submit("/boards/fife/two/p/who", button="later")
    code = re.search(r"<code data-resume>([a-z ]+)</code>", person.get(to.location).text)
    assert code is not None
    other, where = carry_on(app, code[1])
    assert Page(other.get(where)).html.get("lang") == "gd"


def test_codes_of_two_drafts_differ(app: Flask) -> None:
    make_consultation(app)
    with app.app_context():
        from app.responses import live

        one = live.load("fife", "small")
        assert consultations.load("fife", "small").id == one.id
        made = {resuming.code("secret", one, uuid.uuid4().bytes) for _ in range(200)}
    assert len(made) == 200


def link_sent(person: Client, app: Flask, tmp_path: Path, to: str) -> str:
    """Ask on the page of the code for its link; where the letter leads."""
    answer = person.submit(BASE + "later", {"email": to}, button="mail")
    assert answer.location == BASE + "later?mailed=1", answer.text
    assert "on its way" in person.get(answer.location).text
    work(app)
    [letter] = letters(tmp_path)
    found = re.search(r"http://localhost(/resume/[a-z-]+)", letter)
    assert found is not None, letter
    return found[1]


def test_a_link_by_e_mail_carries_on_elsewhere_and_its_address_is_gone(
    app: Flask, person: Client, tmp_path: Path
) -> None:
    words = put_off(person, **CARING)
    link = link_sent(person, app, tmp_path, "carer@people.example")
    assert link == "/resume/" + words.replace(" ", "-")
    other = browser(app)
    led = other.get(link)
    assert not what_is_owed(led)
    assert other.get_cookie("speir_draft", path=BASE) is None  # who only looks at links opens nothing
    assert other.send(led).location == BASE + "p/caring"
    with app.app_context():
        assert db.session.query(LinkMessage).count() == 0
        [job] = db.session.query(Job).filter_by(kind="tell_respondent")
        assert job.result == {"sent": True}
        assert "carer" not in f"{job.args}{job.dedupe}{job.error}"


def test_a_link_that_never_left_is_forgotten_the_day_after(app: Flask, person: Client) -> None:
    put_off(person)
    person.submit(BASE + "later", {"email": "carer@people.example"}, button="mail")
    with app.app_context():
        assert db.session.query(LinkMessage).count() == 1
        retention.carry_out(today() + timedelta(days=2))
        assert db.session.query(LinkMessage).count() == 0


@pytest.mark.parametrize("typed", ["", "carer", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example"])
def test_what_is_no_address_is_said_and_kept(sqlite_app: Flask, typed: str) -> None:
    make_consultation(sqlite_app)
    person = browser(sqlite_app)
    person.submit(BASE, button="next")
    put_off(person)
    answer = person.submit(BASE + "later", {"email": typed}, button="mail")
    assert answer.status_code == 422
    assert not what_is_owed(answer)
    assert "Write it like name@example.org" in answer.text


def test_nobody_is_sent_many_letters(sqlite_app: Flask) -> None:
    make_consultation(sqlite_app)
    person = browser(sqlite_app)
    person.submit(BASE, button="next")
    put_off(person)
    asked = [
        person.submit(BASE + "later", {"email": "carer@people.example"}, button="mail").status_code
        for _ in range(guessing.MOST + 1)
    ]
    assert asked == [303] * guessing.MOST + [429]
