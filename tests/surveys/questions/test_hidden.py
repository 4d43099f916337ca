"""A value that the form carries along unseen."""

from pathlib import Path

import pytest

from app.surveys.questions import hidden, shape
from app.surveys.routing import route
from app.surveys.shapes import Choice, Words
from app.surveys.validation import carried, fill, sendable
from app.themes.texts import keys
from tests.surveys.making import HEAD, form, problems_of, with_questions

LINE = "{id: source, type: hidden, text: Source%s}"
OPTIONS = ", options: [{id: a, text: A leaflet}, {id: b, text: A poster}]"


@pytest.mark.parametrize(
    ("more", "typed", "values"),
    [
        ("", " library ", {"source": "library"}),
        ("", "", {}),
        ("", "x" * 201, {}),
        (OPTIONS, "a", {"source": "a"}),
        (OPTIONS, "z", {}),
    ],
)
def test_it_is_kept_or_left_out_in_silence(
    tmp_path: Path, more: str, typed: str, values: dict[str, str]
) -> None:
    survey = with_questions(tmp_path, LINE % more)
    assert carried(survey, form(source=typed)) == values
    assert sendable(survey, values) == ()


def test_no_page_takes_it_away_or_changes_it(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, LINE % "" + "\n{id: a, type: number, text: A}")
    found = fill(survey.questions, form(a="3", source="forged"), {"source": "before"})
    assert dict(found.answers) == {"a": 3, "source": "before"}


def test_nobody_is_shown_it(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, LINE % "")
    assert hidden.controls(survey.questions[0]) == ()
    assert [*route(survey, {}).pages] == []
    assert keys(survey) == []
    assert shape(survey.questions[0]) == Words()


def test_with_options_it_is_a_choice(tmp_path: Path) -> None:
    [question] = with_questions(tmp_path, LINE % OPTIONS).questions
    assert shape(question) == Choice(("a", "b"))
    assert list(hidden.say(question, {"source": "b"}, "en")) == ["A poster"]
    assert hidden.check(question, "z") is not None
    assert hidden.check(question, 1) is not None


def test_it_cannot_be_required(tmp_path: Path) -> None:
    source = (
        HEAD.format(name="made") + "- page: one\n  title: A\n  questions:\n  - " + LINE % ", required: true"
    )
    assert "cannot be required" in problems_of(tmp_path, source)[0].what
