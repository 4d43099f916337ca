"""What several short texts read from a form, refuse from elsewhere, and say in plain words."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import complete, parts, read, short_texts, typed
from tests.surveys.making import HEAD, form, problems_of, question_of

LINE = (
    "{id: group, type: short_texts, text: Your group, %s parts: ["
    "{id: called, type: short_text, text: 'What is it called?', max_length: 10%s}, "
    "{id: people, type: number, text: How many come, max: 50, unit: people}]}"
)


@pytest.mark.parametrize(
    ("given", "values", "codes"),
    [
        ({}, {}, []),
        ({"group__called": " Tea  club "}, {"group": {"called": "Tea club"}}, []),
        (
            {"group__called": "Tea", "group__people": "12"},
            {"group": {"called": "Tea", "people": 12}},
            [],
        ),
        ({"group__people": "many"}, {"group": {"people": "many"}}, [("not_a_number", "group.people")]),
        ({"group__people": "51"}, {"group": {"people": 51}}, [("too_large", "group.people")]),
        (
            {"group__called": "Far too long a name"},
            {"group": {"called": "Far too long a name"}},
            [("too_long", "group.called")],
        ),
    ],
)
def test_read(
    tmp_path: Path, given: dict[str, str], values: dict[str, Any], codes: list[tuple[str, str]]
) -> None:
    question = question_of(tmp_path, LINE % ("", ""))
    found = read(question, form(**given))
    assert (found.values, [(slip.code, slip.control) for slip in found.slips]) == (values, codes)
    if values:  # what was typed stands in the form again
        again = typed(question, values["group"])
        assert {key.replace("__", "."): " ".join(one.split()) for key, one in given.items()} == again


def test_every_part_of_a_required_question_is_asked_for(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % ("required: true,", ""))
    slips = read(question, form(group__called="Tea")).slips
    assert [(slip.code, slip.control) for slip in slips] == [("required", "group.people")]
    assert short_texts.check(question, {"called": "Tea"}) is not None
    assert short_texts.check(question, {"called": "Tea", "people": 3}) is None


def test_a_required_part_makes_the_question_required(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % ("", ", required: true"))
    assert question.required
    assert [part.required for part in parts(question)] == [True, False]
    assert short_texts.check(question, {"people": 3}) is not None
    assert short_texts.check(question, {"called": "Tea"}) is None
    assert complete(question) == question


@pytest.mark.parametrize("value", ["Tea", {"what": "Tea"}, {"people": "3"}, {"people": 51}, {"called": 3}])
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert short_texts.check(question_of(tmp_path, LINE % ("", "")), value) is not None


def test_say_names_the_part(tmp_path: Path) -> None:
    said = short_texts.say(
        question_of(tmp_path, LINE % ("", "")), {"group": {"called": "Tea", "people": 3}}, "en"
    )
    assert list(said) == ["What is it called?: Tea", "How many come: 3 people"]


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("{id: called, type: number, text: Again}", "two parts are called 'called'"),
        ("{id: why, type: long_text, text: Why}", "its part 'why' cannot be of that type"),
        ("{id: why, type: short_text, text: Why, sensitive: true}", "its part 'why' has 'sensitive'"),
        ("{id: why, type: short_text, text: Why, relevant: 'true'}", "its part 'why' has 'relevant'"),
    ],
)
def test_what_a_part_cannot_be_is_said(tmp_path: Path, part: str, what: str) -> None:
    head = HEAD.format(name="made") + "  - page: one\n    title: One\n    questions:\n      - "
    [problem] = problems_of(tmp_path, head + (LINE % ("", "")).replace("parts: [", f"parts: [{part}, "))
    assert what in problem.what
