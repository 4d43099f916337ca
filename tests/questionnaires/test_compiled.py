"""Compiled pages: what a person typed comes back escaped, and what is not asked is not there."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask import Flask

from app.questionnaires.compiled import Setting, State, render_page
from app.questionnaires.slots import compile_, fill, slot
from app.surveys.definition import Text
from app.surveys.parser import read_survey
from app.surveys.problems import Slip
from tests.builders import small_survey
from tests.surveys.making import EXAMPLES, with_questions

SETTING = Setting("key", "A board", "A title", "/p/", "/", False, (("en", "English"),))


def test_places_are_as_usual_unless_there_are_words_for_them() -> None:
    compiled = compile_(
        f"a{slot('value', 'x')}b{slot('question', 'q')}c{slot('value', 'y')}{slot('question_end', 'q')}d",
        usual=lambda place: "-" if place[0] == "value" else "",
    )
    words = {("value", "x"): "[x]", ("value", "on no page"): "?"}
    assert fill(compiled, words) == b"a[x]bc-d"
    assert fill(compiled, {("value", "y"): "[y]"}) == b"a-bc[y]d"
    assert fill(compiled, words, frozenset({"q"})) == b"a[x]bd"


def render(
    app: Flask, page: int, answers: dict[str, Any], *slips: Slip, asked: frozenset[str] | None = None
) -> str:
    survey = small_survey()
    everything = frozenset(question.id for question in survey.questions)
    with app.test_request_context("/"):
        state = State(answers, everything if asked is None else asked, slips)
        return render_page(survey, survey.pages[page], "en", SETTING, state).decode()


@pytest.mark.parametrize(
    "typed", ['"><script>alert(1)</script>', "</textarea><b>", "\x02value\x1fcomment\x03", "{{ 7*7 }}"]
)
def test_what_was_typed_is_escaped(sqlite_app: Flask, typed: str) -> None:
    html = render(sqlite_app, 1, {"comment": typed})
    assert "<script>" not in html
    assert "<b>" not in html
    assert html.count("</textarea>") == 1
    assert "49" not in html.partition("<textarea")[2].partition("</textarea>")[0]


def test_what_is_english_and_what_was_typed_keep_their_direction_on_an_arabic_page(sqlite_app: Flask) -> None:
    survey = read_survey(EXAMPLES / "piping.yaml")
    english = replace(survey, pages=tuple(replace(one, title=Text({"en": "Help?"})) for one in survey.pages))
    with sqlite_app.test_request_context("/"):
        state = State({"helper": "Ann (my aunt)"}, frozenset(survey.by_id))
        setting = replace(SETTING, key="in Arabic")
        html = render_page(english, english.pages[1], "ar", setting, state).decode()
    assert '<h1><span lang="en" dir="ltr">Help?</span></h1>' in html
    assert "<strong><bdi>Ann (my aunt)</bdi></strong>" in html


def test_chosen_options_are_checked(sqlite_app: Flask) -> None:
    html = render(sqlite_app, 1, {"agree": {"say": "agree"}})
    assert 'id="agree--say-agree" checked' in html
    assert html.count(" checked") == 1


def test_what_is_not_asked_is_not_there(sqlite_app: Flask) -> None:
    assert 'name="breaks"' in render(sqlite_app, 0, {})
    assert 'name="breaks"' not in render(sqlite_app, 0, {}, asked=frozenset({"role"}))


def test_a_slip_is_said_twice_and_tied_to_its_control(sqlite_app: Flask) -> None:
    html = render(sqlite_app, 0, {"breaks": 99}, Slip("breaks", "breaks", "too_large", (("max", "31"),)))
    assert html.count("Enter a number that is 31 or less") == 2
    summary = html.partition('id="error-summary"')[2].partition("</ul>")[0]
    question = small_survey().by_id["breaks"].text
    assert f"Enter a number that is 31 or less: “{question}”" in summary, "the summary names the question"
    assert 'aria-invalid="true"' in html
    assert 'href="#breaks"' in html
    assert 'id="breaks-error"' in html
    assert "<title>Error: " in html


def test_what_must_be_answered_is_marked_and_what_may_be_left_out_is_said_once(sqlite_app: Flask) -> None:
    html = render(sqlite_app, 0, {})
    required = [question for question in small_survey().pages[0].questions if question.required]
    assert html.count("(needs an answer)") == len(required) > 0
    assert html.count("You can leave out any question") == 1
    assert "You can leave out any question on this page." in render(sqlite_app, 1, {})


def test_the_words_of_an_other_name_their_option(sqlite_app: Flask) -> None:
    other = next(one for one in small_survey().by_id["role"].options if one.other)
    assert f"Your own words for “{other.text}”" in render(sqlite_app, 0, {})


def test_what_was_typed_to_search_a_list_stands_beside_it(sqlite_app: Flask, tmp_path: Path) -> None:
    options = "[{id: a, text: A}, {id: b, text: B}]"
    part = f"type: single_choice, appearance: autocomplete, text: Where?, options: {options}"
    lines = (
        f"{{id: where, {part}}}\n{{id: places, type: repeat, text: P, item: I, parts: [{{id: at, {part}}}]}}"
    )
    survey = with_questions(tmp_path, lines)
    state = {"where": "Narnia & more", "places": [{"at": "Oz"}, {"at": "b"}]}
    with sqlite_app.test_request_context("/"):
        page = render_page(
            survey,
            survey.pages[0],
            "en",
            replace(SETTING, key="lists"),
            State(state, frozenset({"where", "places"})),
        ).decode()
    lists = lxml.html.fromstring(page).xpath("//div[@data-typed]")
    typed = {one.xpath(".//select/@name")[0]: one.get("data-typed") for one in lists}
    assert typed == {f"places.{place}.at": {1: "Oz"}.get(place, "") for place in range(1, 11)} | {
        "where": "Narnia & more"
    }
    assert page.count('src="/static/autocomplete') == 1


def test_room_for_a_comment_comes_after_its_option_and_goes_with_it(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    survey = with_questions(
        tmp_path,
        "{id: ok, type: yes_no, text: Ok?}\n{id: what, type: multiple_choice, text: What?, options: "
        "[{id: a, text: A, comment: true}, {id: b, text: B, comment: true, relevant: ok == 'yes'}]}",
    )
    everything = frozenset({"ok", "what"})
    answers = {"what": ["a"], "what.a.comment": "</textarea><b>"}
    with sqlite_app.test_request_context("/"):
        page = render_page(
            survey,
            survey.pages[0],
            "en",
            replace(SETTING, key="comments"),
            State(answers, everything, hidden=frozenset({"what=b"})),
        ).decode()
    root = lxml.html.fromstring(page)
    [field] = root.xpath("//textarea")
    assert (field.get("name"), field.text.strip()) == ("what.a.comment", "</textarea><b>")
    [label] = root.xpath(f"//label[@for='{field.get('id')}']")
    assert label.text_content() == "Anything to add about: A"
    before = field.getparent().getprevious()
    assert before.xpath(".//input/@value") == ["a"], "the style sheet goes by what stands before the field"
