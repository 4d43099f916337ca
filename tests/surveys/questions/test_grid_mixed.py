"""What a mixed grid reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import grid_mixed, read, typed
from app.surveys.snapshot import from_json, to_json
from tests.surveys.making import form, question_of, with_questions

LINE = (
    "{id: used, type: grid_mixed, text: Used, %s rows: [{id: day, text: Day}, {id: home, text: Home%s}], "
    "parts: ["
    "{id: rating, type: single_choice, text: Good, options: [{id: y, text: Very}, {id: n, text: Not}]}, "
    "{id: hours, type: number, text: Hours, max: 168}, {id: who, type: short_text, text: Who}]}"
)


def test_read(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % ("", ""))
    found = read(question, form(used__day__rating="y", used__day__hours="3", used__home__who="Ann"))
    assert found.values == {"used": {"day": {"rating": "y", "hours": 3}, "home": {"who": "Ann"}}}
    assert not found.slips
    assert typed(question, found.values["used"]) == {
        "used.day.rating": "y",
        "used.day.hours": "3",
        "used.home.who": "Ann",
    }
    assert not read(question, form()).values


def test_what_is_wrong_is_kept_and_said_of_its_own_field(tmp_path: Path) -> None:
    found = read(
        question_of(tmp_path, LINE % ("", "")), form(used__home__hours="much", used__day__rating="?")
    )
    assert found.values == {"used": {"home": {"hours": "much"}}}
    assert [(slip.question, slip.control, slip.code) for slip in found.slips] == [
        ("used", "used.day.rating", "unknown_option"),
        ("used", "used.home.hours", "not_a_number"),
    ]


def test_every_field_of_a_required_grid_is_asked_for(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % ("required: true,", ""))
    whole = {"rating": "y", "hours": 1, "who": "Ann"}
    slips = read(question, form(used__day__rating="y", used__day__hours="1", used__day__who="Ann")).slips
    assert [slip.control for slip in slips] == ["used.home.rating", "used.home.hours", "used.home.who"]
    assert grid_mixed.check(question, {"day": whole}) is not None
    assert grid_mixed.check(question, {"day": whole, "home": whole}) is None


def test_a_row_that_is_not_for_everybody_need_not_be_answered(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % ("required: true,", ", relevant: 'false'"))
    assert grid_mixed.check(question, {"day": {"rating": "y", "hours": 1, "who": "Ann"}}) is None


@pytest.mark.parametrize(
    "value",
    ["y", {"day": "y"}, {"noon": {"rating": "y"}}, {"day": {"rating": "?"}}, {"day": {"hours": "3"}},
     {"day": {"hours": 169}}, {"day": {"what": 1}}],
)  # fmt: skip
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert grid_mixed.check(question_of(tmp_path, LINE % ("", "")), value) is not None


def test_say_names_the_row_and_the_column(tmp_path: Path) -> None:
    said = grid_mixed.say(
        question_of(tmp_path, LINE % ("", "")), {"used": {"day": {"rating": "y", "hours": 3}}}, "en"
    )
    assert list(said) == ["Day – Good: Very", "Day – Hours: 3"]


def test_it_is_the_same_after_being_kept(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, LINE % ("", ""))
    assert to_json(from_json(to_json(survey))) == to_json(survey)
