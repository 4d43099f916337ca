"""What a multiple choice question reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import multiple_choice
from tests.surveys.making import form, question_of

LINE = (
    "{id: help, type: multiple_choice, text: Help?, "
    "options: [{id: a, text: A}, {id: b, text: B, other: true}, "
    "{id: none, text: None, exclusive: true}]}"
)


@pytest.mark.parametrize(
    ("typed", "values", "codes"),
    [
        ({}, {}, []),
        ({"help": ["b", "a"]}, {"help": ["a", "b"]}, []),
        ({"help": ["b"], "help__other": "words"}, {"help": ["b"], "help.other": "words"}, []),
        ({"help": ["a"], "help__other": "words"}, {"help": ["a", "b"], "help.other": "words"}, []),
        (
            {"help": ["none"], "help__other": "words"},
            {"help": ["none"], "help.other": "words"},
            ["other_not_chosen"],
        ),
        ({"help": ["none"]}, {"help": ["none"]}, []),
        ({"help": ["none", "a"]}, {"help": ["a", "none"]}, ["exclusive"]),
        ({"help": ["a", "zzz"]}, {"help": ["a"]}, ["unknown_option"]),
    ],
)
def test_read(tmp_path: Path, typed: dict[str, Any], values: dict[str, Any], codes: list[str]) -> None:
    read = multiple_choice.read(question_of(tmp_path, LINE), form(**typed))
    assert (read.values, [slip.code for slip in read.slips]) == (values, codes)


@pytest.mark.parametrize("value", ["a", ["zzz"], ["a", "a"], ["a", "none"], [1]])
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert multiple_choice.check(question_of(tmp_path, LINE), value) is not None


def test_say_gives_a_line_for_each(tmp_path: Path) -> None:
    said = multiple_choice.say(question_of(tmp_path, LINE), {"help": ["a", "b"], "help.other": "words"}, "en")
    assert list(said) == ["A", "B: words"]


@pytest.mark.parametrize(
    ("ticked", "codes"),
    [([], []), (["a"], ["too_few"]), (["a", "b"], []), (["a", "b", "c"], ["too_many"]), (["none"], [])],
)
def test_so_many_may_be_ticked(tmp_path: Path, ticked: list[str], codes: list[str]) -> None:
    options = "{id: a, text: A}, {id: b, text: B}, {id: c, text: C}, {id: none, text: None, exclusive: true}"
    line = f"{{id: many, type: multiple_choice, text: Many, min: 2, max: 2, options: [{options}]}}"
    question = question_of(tmp_path, line)
    read = multiple_choice.read(question, form(many=ticked))
    assert [slip.code for slip in read.slips] == codes
    assert read.values.get("many", []) == ticked
    assert (multiple_choice.check(question, ticked) is None) is (not codes)
