"""What a single choice question reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path

import pytest

from app.surveys.questions import single_choice
from tests.surveys.making import form, question_of

LINE = (
    "{id: who, type: single_choice, text: Who?, "
    "options: [{id: me, text: Me}, {id: else, text: Else, other: true}]}"
)


@pytest.mark.parametrize(
    ("typed", "values", "codes"),
    [
        ({}, {}, []),
        ({"who": "me"}, {"who": "me"}, []),
        ({"who__other": "a friend"}, {"who": "else", "who.other": "a friend"}, []),
        (
            {"who": "me", "who__other": "left over"},
            {"who": "me", "who.other": "left over"},
            ["other_not_chosen"],
        ),
        ({"who": "else", "who__other": " a  friend "}, {"who": "else", "who.other": "a  friend"}, []),
        ({"who": "else"}, {"who": "else"}, []),
        ({"who": "nobody"}, {}, ["unknown_option"]),
        ({"who": "else", "who__other": "x" * 501}, {"who": "else", "who.other": "x" * 501}, ["too_long"]),
    ],
)
def test_read(tmp_path: Path, typed: dict[str, str], values: dict[str, str], codes: list[str]) -> None:
    read = single_choice.read(question_of(tmp_path, LINE), form(**typed))
    assert (read.values, [slip.code for slip in read.slips]) == (values, codes)


def test_a_value_from_elsewhere_is_checked(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE)
    assert single_choice.check(question, "me") is None
    assert single_choice.check(question, ["me"]) is not None
    assert single_choice.check(question, "nobody") is not None


def test_say_puts_the_other_words_after_the_option(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE)
    assert list(single_choice.say(question, {"who": "else", "who.other": "a friend"}, "en")) == [
        "Else: a friend"
    ]
    assert single_choice.controls(question) == ("who", "who.other")
