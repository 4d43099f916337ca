"""A date: three fields to ISO and back; what is none stays as typed."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.definition import Question, Text
from app.surveys.questions import date, typed
from app.surveys.validation import sendable, usable_only
from tests.surveys.making import form, problems_of, question_of, with_questions

LINE = "{id: on, type: date, text: On?, earliest: 2000-01-01, latest: 2030-12-31}"
MONTH = "{id: on, type: date, text: On?, partial: month}"
YEAR = "{id: on, type: date, text: On?, partial: year}"


@pytest.mark.parametrize(
    ("line", "typed", "value", "slip"),
    [
        (LINE, ("", "", ""), None, None),
        (LINE, ("24", "11", "2026"), "2026-11-24", None),
        (LINE, (" 4 ", "Nov", "2026"), "2026-11-04", None),
        (LINE, ("4", "september", "2026"), "2026-09-04", None),
        (LINE, ("29", "2", "2024"), "2024-02-29", None),
        (LINE, ("29", "2", "2026"), {"day": "29", "month": "2", "year": "2026"}, ("not_a_day", "on.day")),
        (LINE, ("32", "1", "2026"), {"day": "32", "month": "1", "year": "2026"}, ("not_a_day", "on.day")),
        (LINE, ("3", "13", "2026"), {"day": "3", "month": "13", "year": "2026"}, ("not_a_month", "on.month")),
        (LINE, ("3", "x", "2026"), {"day": "3", "month": "x", "year": "2026"}, ("not_a_month", "on.month")),
        (LINE, ("3", "1", "26"), {"day": "3", "month": "1", "year": "26"}, ("not_a_year", "on.year")),
        (LINE, ("", "1", "2026"), {"month": "1", "year": "2026"}, ("date_part", "on.day")),
        (LINE, ("3", "", "2026"), {"day": "3", "year": "2026"}, ("date_part", "on.month")),
        (LINE, ("3", "1", ""), {"day": "3", "month": "1"}, ("date_part", "on.year")),
        (LINE, ("31", "12", "1999"), "1999-12-31", ("too_early", "on.day")),
        (LINE, ("1", "1", "2031"), "2031-01-01", ("too_late", "on.day")),
        (MONTH, ("", "11", "2026"), "2026-11", None),
        (MONTH, ("4", "11", "2026"), "2026-11-04", None),
        (MONTH, ("", "", "2026"), {"year": "2026"}, ("date_part", "on.month")),
        (YEAR, ("", "", "2026"), "2026", None),
        (YEAR, ("3", "", "2026"), {"day": "3", "year": "2026"}, ("date_part", "on.month")),
    ],
)
def test_read(
    tmp_path: Path, line: str, typed: tuple[str, str, str], value: Any, slip: tuple[str, str] | None
) -> None:
    day, month, year = typed
    read = date.read(question_of(tmp_path, line), form(on__day=day, on__month=month, on__year=year))
    assert read.values.get("on") == value
    assert [(one.code, one.control) for one in read.slips] == ([slip] if slip else [])


def test_every_field_that_is_wrong_is_told(tmp_path: Path) -> None:
    read = date.read(question_of(tmp_path, LINE), form(on__day="abc", on__month="13"))
    told = [(one.code, one.control) for one in read.slips]
    assert told == [("not_a_day", "on.day"), ("not_a_month", "on.month"), ("date_part", "on.year")]


@pytest.mark.parametrize("value", ["2026-11-24", "2026-11", "2026"])
def test_what_is_kept_is_shown_in_its_fields_and_read_again(tmp_path: Path, value: str) -> None:
    question = question_of(tmp_path, YEAR)
    words = typed(question, value)
    again = date.read(question, form(**{key.replace(".", "__"): one for key, one in words.items()}))
    assert again.values == {"on": value}


@pytest.mark.parametrize(
    "value", ["2026-2-3", "2026-02-30", "2026-11", "24/11/2026", "1999-01-01", 2026, {"day": "3"}, None, ""]
)
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert date.check(question_of(tmp_path, LINE), value) is not None


@given(st.dates().filter(lambda day: 1850 <= day.year <= 2200))
def test_any_day_is_read_from_its_own_fields(day: Any) -> None:
    question = Question("on", "date", Text({"en": "On?"}))
    fields = {key.replace(".", "__"): one for key, one in typed(question, day.isoformat()).items()}
    assert date.read(question, form(**fields)).values == {"on": day.isoformat()}
    assert date.check(question, day.isoformat()) is None


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_anything_typed_is_read_or_said(day: str, month: str, year: str) -> None:
    question = Question("on", "date", Text({"en": "On?"}))
    read = date.read(question, form(on__day=day, on__month=month, on__year=year))
    assert bool(read.slips) or not read.values or date.check(question, read.values["on"]) is None


def test_half_a_date_is_never_sent(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, LINE)
    assert [slip.code for slip in sendable(survey, {"on": {"day": "3"}})] == ["not_usable"]
    assert dict(usable_only(survey, {"on": {"day": "3"}})) == {}


def test_limits_the_wrong_way_round_are_said(tmp_path: Path) -> None:
    head = "survey: made\ntitle: A\npages:\n  - page: one\n    title: One\n    questions:\n"
    line = "      - {id: a, type: date, text: A, earliest: 2030-01-01, latest: 2020-01-01}\n"
    [problem] = problems_of(tmp_path, head + line)
    assert "'earliest' (2030-01-01) comes after 'latest' (2020-01-01)" in problem.what
