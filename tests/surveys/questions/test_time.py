"""A time of day, as people write it."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import time
from tests.surveys.making import form, question_of

LINE = "{id: at, type: time, text: When?}"


@pytest.mark.parametrize(
    ("typed", "value", "slip"),
    [
        ("", None, False),
        ("14:30", "14:30", False),
        ("9.05", "09:05", False),
        ("2.30pm", "14:30", False),
        ("2 p.m.", "14:00", False),
        ("12am", "00:00", False),
        ("12 PM", "12:00", False),
        ("3", "3", True),
        ("25:00", "25:00", True),
        ("13pm", "13pm", True),
        ("9:75", "9:75", True),
        ("noon or so, if that is fine", "noon or so, if that ", True),
    ],
)
def test_read(tmp_path: Path, typed: str, value: str | None, slip: bool) -> None:
    read = time.read(question_of(tmp_path, LINE), form(at=typed))
    assert read.values.get("at") == value
    assert [one.code for one in read.slips] == (["not_a_time"] if slip else [])


@pytest.mark.parametrize(("value", "fits"), [("14:30", True), ("2pm", False), ("24:00", False), (14, False)])
def test_a_value_from_elsewhere(tmp_path: Path, value: Any, fits: bool) -> None:
    assert (time.check(question_of(tmp_path, LINE), value) is None) is fits
