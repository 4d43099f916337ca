"""A rating: its points are options, the first and the last with their words."""

from pathlib import Path

import pytest

from app.surveys.questions import rating, shape
from app.surveys.shapes import Choice
from tests.surveys.making import form, problems_of, question_of

HEAD = "survey: made\ntitle: A\npages:\n  - page: one\n    title: One\n    questions:\n"


def test_five_points_are_usual(tmp_path: Path) -> None:
    question = question_of(tmp_path, "{id: heard, type: rating, text: Heard?, low: Never, high: Always}")
    assert [str(one.text) for one in question.options] == ["1 – Never", "2", "3", "4", "5 – Always"]
    assert shape(question) == Choice(("1", "2", "3", "4", "5"))
    assert all(one.text.is_in("gd") for one in question.options[1:4])
    assert not question.options[0].text.is_in("gd")


def test_nought_to_ten_and_does_not_apply(tmp_path: Path) -> None:
    line = "{id: heard, type: rating, text: Heard?, from: 0, to: 10, not_applicable: Not for me}"
    question = question_of(tmp_path, line)
    assert [one.id for one in question.options] == [*map(str, range(11)), "not_applicable"]
    assert rating.read(question, form(heard="0")).values == {"heard": "0"}
    assert list(rating.say(question, {"heard": "not_applicable"}, "en")) == ["Not for me"]


@pytest.mark.parametrize("ends", ["from: 5, to: 5", "from: 6", "from: 0, to: 11"])
def test_a_scale_that_cannot_be_is_said(tmp_path: Path, ends: str) -> None:
    [problem] = problems_of(tmp_path, HEAD + f"      - {{id: a, type: rating, text: A, {ends}}}\n")
    assert (problem.line, "too few points, or too many" in problem.what) == (7, True)
