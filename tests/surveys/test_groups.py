"""Groups of questions on a page: a heading and a condition that all of them share."""

from pathlib import Path

import pytest

from app.surveys.expressions import Expression, parse, source
from app.surveys.groups import both, without
from app.surveys.routing import route
from app.surveys.writer import written
from tests.surveys.going_round import again, unlined
from tests.surveys.making import problems_of, survey_of

GROUPED = """\
survey: made
title: A survey
pages:
  - page: one
    title: One
    questions:
      - {id: hours, type: number, text: Hours?}
      - group: week
        title: Your week
        intro: A usual one.
        relevant: hours > 0 and hours < 100
        questions:
          - {id: nights, type: number, text: Nights?}
          - {id: why, type: short_text, text: Why?, relevant: nights > 1 or hours > 50}
      - {id: after, type: number, text: After?}
"""


def read(condition: str) -> Expression | None:
    return parse(condition) if condition else None


@pytest.mark.parametrize(
    ("first", "second", "made"),
    [
        ("a > 1", "b > 1", "a > 1 and b > 1"),
        ("a > 1 and b > 1", "c > 1 and d > 1", "a > 1 and b > 1 and c > 1 and d > 1"),
        ("a > 1 or b > 1", "c > 1", "(a > 1 or b > 1) and c > 1"),
        ("", "c > 1", "c > 1"),
        ("a > 1", "", "a > 1"),
    ],
)
def test_two_conditions_are_one_and_apart_again(first: str, second: str, made: str) -> None:
    found = both(read(first), read(second))
    assert found is not None
    assert source(found) == made
    assert without(found, read(first)) == read(second)


def test_what_a_condition_does_not_begin_with_stays() -> None:
    assert without(read("b > 1"), read("a > 1")) == read("b > 1")
    assert without(None, read("a > 1")) is None


def test_its_questions_hang_on_its_condition_and_their_own(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, GROUPED)
    assert [one.id for one in survey.questions] == ["hours", "week", "nights", "why", "after"]

    def asked(**answers: int) -> list[str]:
        return [one.id for one in route(survey, answers).questions]

    assert asked() == ["hours", "after"]
    assert asked(hours=5) == ["hours", "week", "nights", "after"]
    assert asked(hours=60) == ["hours", "week", "nights", "why", "after"]
    assert asked(hours=5, nights=2) == ["hours", "week", "nights", "why", "after"]
    assert asked(hours=100, nights=2) == ["hours", "after"]


def test_it_goes_to_files_and_back(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, GROUPED)
    assert unlined(again(survey, tmp_path / "again")) == unlined(survey)
    assert "heading: true" in written(survey)["made.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("hours > 0", "hour > 0", 11, "'hour' does not exist"),
        ("hours > 0", "hours >> 0", 11, "This condition"),
        ("title: Your week", "titel: Your week", 9, "'titel' is not a key of a group"),
        ("group: week", "group: Week", 8, "The 'group' cannot be 'Week'"),
        ("nights > 1", "night > 1", 14, "'night' does not exist"),
        ("{id: nights, type: number, text: Nights?}", "{group: n, title: N}", 13, "within a group"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_once_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    assert old in GROUPED
    problems = problems_of(tmp_path, GROUPED.replace(old, new))
    found = [problem for problem in problems if what in str(problem)]
    assert [problem.line for problem in found] == [line], problems
