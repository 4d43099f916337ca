"""What a grid of ticks reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import grid_multiple, read
from app.surveys.validation import sendable, usable_only
from tests.surveys.making import form, problems_of, question_of, with_questions

LINE = (
    "{id: help, type: grid_multiple, text: Which help?, %s "
    "options: [{id: kin, text: Family}, {id: paid, text: Paid}, {id: none, text: None, exclusive: true}], "
    "rows: [{id: day, text: By day}, {id: night, text: By night}]}"
)


@pytest.mark.parametrize(
    ("typed", "values", "codes"),
    [
        ({}, {}, []),
        ({"help__day": ["paid", "kin"]}, {"help": {"day": ["kin", "paid"]}}, []),
        ({"help__day": "kin", "help__night": "none"}, {"help": {"day": ["kin"], "night": ["none"]}}, []),
        ({"help__day": ["kin", "none"]}, {"help": {"day": ["kin", "none"]}}, ["exclusive"]),
        ({"help__day": ["kin", "?"]}, {"help": {"day": ["kin"]}}, ["unknown_option"]),
        ({"help__nothing": "kin"}, {}, []),
    ],
)
def test_read(tmp_path: Path, typed: dict[str, Any], values: dict[str, Any], codes: list[str]) -> None:
    found = read(question_of(tmp_path, LINE % ""), form(**typed))
    assert (found.values, [slip.code for slip in found.slips]) == (values, codes)
    assert all(slip.question == "help" for slip in found.slips)


def test_every_row_of_a_required_grid_is_asked_for(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % "required: true,")
    slips = read(question, form(help__day="kin")).slips
    assert [(slip.code, slip.control) for slip in slips] == [("required", "help.night")]
    assert grid_multiple.check(question, {"day": ["kin"]}) is not None
    assert grid_multiple.check(question, {"day": ["kin"], "night": ["none"]}) is None


@pytest.mark.parametrize(
    "value", ["kin", ["kin"], {"day": "kin"}, {"noon": ["kin"]}, {"day": ["?"]}, {"day": ["kin", "none"]}]
)
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert grid_multiple.check(question_of(tmp_path, LINE % ""), value) is not None


def test_of_what_is_sent_too_early_the_good_rows_are_kept(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, LINE % "required: true,")
    answers = {"help": {"day": ["kin"], "night": ["kin", "none"]}}
    assert [slip.code for slip in sendable(survey, answers, partial=True)] == ["not_usable"]
    assert usable_only(survey, answers)["help"] == {"day": ["kin"]}
    assert not sendable(survey, {"help": {"day": ["kin"]}}, partial=True)


def test_say_names_the_row(tmp_path: Path) -> None:
    said = grid_multiple.say(question_of(tmp_path, LINE % ""), {"help": {"night": ["kin", "paid"]}}, "en")
    assert list(said) == ["By night: Family; Paid"]


def test_an_option_cannot_ask_for_words_of_ones_own(tmp_path: Path) -> None:
    source = "survey: made\ntitle: A\npages:\n  - page: one\n    title: One\n    questions:\n      - "
    line = (LINE % "").replace("text: Paid", "text: Paid, other: true")
    [problem] = problems_of(tmp_path, source + line)
    assert "'paid' has 'other'" in problem.what
