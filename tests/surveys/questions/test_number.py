"""What a number question reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import number
from tests.surveys.making import form, question_of

HOURS = "{id: hours, type: number, text: Hours?, min: 0, max: 168, unit: hours}"
SHARE = "{id: share, type: number, text: Share?, decimals: 1}"


@pytest.mark.parametrize(
    ("typed", "values", "codes"),
    [
        ("", {}, []),
        ("35", {"hours": 35}, []),
        (" 35.0 ", {"hours": 35}, []),
        ("0", {"hours": 0}, []),
        ("1,000", {"hours": 1000}, ["too_large"]),
        ("-1", {"hours": -1}, ["too_small"]),
        ("3.5", {"hours": 3.5}, ["not_whole"]),
        ("lots", {"hours": "lots"}, ["not_a_number"]),
        ("٣", {"hours": "٣"}, ["not_a_number"]),
        ("1e3", {"hours": "1e3"}, ["not_a_number"]),
        ("9" * 60, {"hours": "9" * 50}, ["not_a_number"]),
    ],
)
def test_read(tmp_path: Path, typed: str, values: dict[str, Any], codes: list[str]) -> None:
    read = number.read(question_of(tmp_path, HOURS), form(hours=typed))
    assert (read.values, [slip.code for slip in read.slips]) == (values, codes)


def test_decimals_up_to_the_limit(tmp_path: Path) -> None:
    question = question_of(tmp_path, SHARE)
    assert number.read(question, form(share="2.5")).values == {"share": 2.5}
    assert [slip.code for slip in number.read(question, form(share="2.55")).slips] == ["too_many_decimals"]


@pytest.mark.parametrize("value", ["35", True, None, [1], 169])
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert number.check(question_of(tmp_path, HOURS), value) is not None


def test_say_adds_the_unit(tmp_path: Path) -> None:
    assert list(number.say(question_of(tmp_path, HOURS), {"hours": 35}, "en")) == ["35 hours"]
