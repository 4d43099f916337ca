"""What a grid single question reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import grid_single
from tests.surveys.making import form, question_of

LINE = (
    "{id: agree, type: grid_single, text: Agree?, %s "
    "options: [{id: 'y', text: Agree}, {id: 'n', text: Disagree}], "
    "rows: [{id: say, text: I have a say}, {id: heard, text: I am heard}]}"
)


@pytest.mark.parametrize(
    ("typed", "values", "codes"),
    [
        ({}, {}, []),
        ({"agree__say": "y"}, {"agree": {"say": "y"}}, []),
        ({"agree__say": "y", "agree__heard": "?"}, {"agree": {"say": "y"}}, ["unknown_option"]),
        ({"agree__nothing": "y"}, {}, []),
    ],
)
def test_read(tmp_path: Path, typed: dict[str, str], values: dict[str, Any], codes: list[str]) -> None:
    read = grid_single.read(question_of(tmp_path, LINE % ""), form(**typed))
    assert (read.values, [slip.code for slip in read.slips]) == (values, codes)


def test_every_row_of_a_required_grid_is_asked_for(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % "required: true,")
    read = grid_single.read(question, form(agree__say="y"))
    assert [(slip.code, slip.control) for slip in read.slips] == [("required_row", "agree.heard")]
    assert grid_single.check(question, {"say": "y"}) is not None
    assert grid_single.check(question, {"say": "y", "heard": "n"}) is None


@pytest.mark.parametrize("value", ["y", {"nothing": "y"}, {"say": "?"}, {"say": 1}])
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert grid_single.check(question_of(tmp_path, LINE % ""), value) is not None


def test_say_names_the_row(tmp_path: Path) -> None:
    said = grid_single.say(question_of(tmp_path, LINE % ""), {"agree": {"heard": "n"}}, "en")
    assert list(said) == ["I am heard: Disagree"]
