"""Two devices or tabs on one draft: nothing that either of them said is lost, and the person is told."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.responses.merging import marks, merge
from app.responses.reading import Typed
from app.surveys.definition import Page
from app.surveys.questions import typed
from app.surveys.validation import fill
from tests import browser
from tests.browser import Client
from tests.builders import make_consultation
from tests.surveys.making import survey_of
from tests.surveys.random_surveys import random_answers, random_survey

FRAGMENT = {"HX-Request": "true"}
ONE_PAGE = """survey: two
title: Two devices
pages:
  - page: one
    title: One
    questions:
      - {id: hours, type: number, text: Hours?}
      - {id: name, type: short_text, text: Name?}
      - id: helped
        type: multiple_choice
        text: What helped?
        options: [{id: breaks, text: Breaks}, {id: rest, text: Something else, other: true}]
"""
PAGE = "/boards/fife/two/p/one"


@pytest.fixture
def devices(app: Flask, tmp_path: Path) -> tuple[Client, Client]:
    """Two browsers with one draft."""
    make_consultation(app, slug="two", survey=survey_of(tmp_path, ONE_PAGE, "two"))
    one, other = app.test_client(), app.test_client()
    assert isinstance(one, Client)
    assert isinstance(other, Client)
    one.submit("/boards/fife/two/", button="next")
    draft = one.get_cookie("speir_draft", path="/boards/fife/two/")
    assert draft is not None
    other.set_cookie("speir_draft", draft.value, path="/boards/fife/two/")
    return one, other


def saving_itself(device: Client, shown: TestResponse, **values: str) -> TestResponse:
    """What HTMX sends while somebody types."""
    form = browser.the_form(lxml.html.fromstring(shown.text), None)
    return device.post(f"{PAGE}?show=1", data=dict(browser.fill(form, values, "next")), headers=FRAGMENT)


def test_the_later_page_wins_only_where_it_was_edited_later(devices: tuple[Client, Client]) -> None:
    one, other = devices
    early = one.get(PAGE)
    other.submit(PAGE, {"hours": "40", "helped": ["rest"], "helped.other": "A walk"}, button="next")
    late = one.send(early, {"name": "Ada"}, button="next")
    assert late.location == f"{PAGE}?merged=1"
    shown = one.get(late.location).text
    assert "on another device or in another tab" in shown
    for words in ('value="40"', 'value="Ada"', 'value="A walk"'):
        assert words in shown


def test_where_both_were_changed_the_later_stands_and_the_person_is_told(
    devices: tuple[Client, Client],
) -> None:
    one, other = devices
    early = one.get(PAGE)
    other.submit(PAGE, {"hours": "40"}, button="next")
    late = one.send(early, {"hours": "20"}, button="next")
    assert late.location == f"{PAGE}?merged=1"
    assert 'value="20"' in one.get(PAGE).text


def test_a_page_that_saves_itself_is_no_other_device(devices: tuple[Client, Client]) -> None:
    one, _other = devices
    shown = one.get(PAGE)
    saved = saving_itself(one, shown, name="A")
    assert "Saved at" in saved.text
    assert "another device" not in saved.text
    emptied = one.send(shown, {"name": ""}, button="next")
    assert "merged" not in emptied.location
    assert 'value="A"' not in one.get(PAGE).text


def test_what_saves_itself_says_that_another_device_was_there(devices: tuple[Client, Client]) -> None:
    one, other = devices
    shown = one.get(PAGE)
    other.submit(PAGE, {"hours": "40"}, button="next")
    saved = saving_itself(one, shown, name="Ada")
    assert "another device" in saved.text
    now = one.get(PAGE).text
    assert 'value="40"' in now
    assert 'value="Ada"' in now


@pytest.mark.parametrize("shown", ["", "x", "x.1", "x.1.AAAA", "x.1.!!", "x.2.AAAAAAAAAAAA", "é" * 50])
def test_a_form_without_marks_of_this_page_is_taken_as_it_is(
    devices: tuple[Client, Client], shown: str
) -> None:
    one, other = devices
    early = one.get(PAGE)
    other.submit(PAGE, {"hours": "40"}, button="next")
    late = one.send(early, {"name": "Ada", "shown": shown}, button="next")
    assert late.status_code == 303
    assert 'value="Ada"' in one.get(PAGE).text


def test_a_form_whose_session_is_over_is_shown_again_with_what_was_typed(
    app: Flask, devices: tuple[Client, Client]
) -> None:
    one, _other = devices
    shown = one.get(PAGE)
    one.delete_cookie(app.config["SESSION_COOKIE_NAME"])
    again = one.send(shown, {"name": "Ada"}, button="next")
    assert again.status_code == 400
    assert "What you typed is still here" in again.text
    assert 'value="Ada"' in again.text
    assert 'value="Ada"' not in one.get(PAGE).text  # nothing proved that the form was ours
    assert one.send(again, button="next").status_code == 303
    assert 'value="Ada"' in one.get(PAGE).text


def form_of(page: Page, answers: Mapping[str, Any]) -> Typed:
    """The form of a page as somebody sends it who answers so."""
    words: MultiDict[str, str] = MultiDict()
    for question in page.questions:
        said = typed(question, answers[question.id]) if question.id in answers else {}
        for control, each in said.items():
            words.setlist(control, each if isinstance(each, list) else [each])
    return Typed(words)


@pytest.mark.parametrize("seed", range(60))
def test_two_screens_that_answer_different_questions_lose_nothing_of_each_other(seed: int) -> None:
    survey = random_survey(seed)
    for page in survey.pages:
        base, first, second = (
            dict(fill(page.questions, form_of(page, random_answers(survey, seed + more)), {}).answers)
            for more in (0, 1000, 2000)
        )
        theirs, ours, both = dict(base), dict(base), dict(base)
        for number, question in enumerate(page.questions):
            source, changed = (first, theirs) if number % 2 else (second, ours)
            for answers in (changed, both):
                answers.pop(question.id, None)
                if question.id in source:
                    answers[question.id] = source[question.id]
        merged = merge(page, marks(page, base), form_of(page, ours), theirs)
        assert dict(fill(page.questions, merged.form, theirs).answers) == both
        assert not merged.overruled
