"""What a ranking reads from a form, refuses from elsewhere, and says in plain words."""

from pathlib import Path
from typing import Any

import pytest

from app.surveys.questions import ranking, read, typed
from tests.surveys.making import HEAD, form, problems_of, question_of

LINE = (
    "{id: best, type: ranking, text: Which?, %s "
    "options: [{id: a, text: Apples}, {id: b, text: Bread}, {id: c, text: Cheese}]}"
)


@pytest.mark.parametrize(
    ("given", "value", "codes"),
    [
        ({}, None, []),
        ({"best__a": "2", "best__b": "1", "best__c": "3"}, ["b", "a", "c"], []),
        ({"best__c": "1"}, ["c"], []),
        ({"best__a": "3", "best__b": "1"}, ["b", "a"], []),
        ({"best__a": "1", "best__b": "1"}, {"a": "1", "b": "1"}, [("same_place", "best.b")]),
        (
            {"best__a": "1", "best__b": "1", "best__c": "1"},
            {"a": "1", "b": "1", "c": "1"},
            [("same_place", "best.b")],
        ),
        ({"best__a": "4"}, {"a": "4"}, [("unknown_option", "best.a")]),
        ({"best__a": "first"}, {"a": "first"}, [("unknown_option", "best.a")]),
    ],
)
def test_read(tmp_path: Path, given: dict[str, str], value: Any, codes: list[tuple[str, str]]) -> None:
    question = question_of(tmp_path, LINE % "")
    found = read(question, form(**given))
    assert found.values == ({"best": value} if value else {})
    assert [(slip.code, slip.control) for slip in found.slips] == codes
    if codes:  # what was typed stands in the form again, and cannot be stored
        assert typed(question, value) == {key.replace("__", "."): one for key, one in given.items()}
        assert ranking.check(question, value) is not None


def test_a_required_one_asks_for_a_place_for_each(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % "required: true,")
    [slip] = read(question, form(best__a="1", best__b="2")).slips
    assert (slip.code, slip.control, slip.detail) == ("rank_more", "best.c", (("most", "3"),))
    assert ranking.check(question, ["a", "b"]) is not None
    assert ranking.check(question, ["a", "c", "b"]) is None


def test_only_the_first_few_are_ranked(tmp_path: Path) -> None:
    question = question_of(tmp_path, LINE % "required: true, most: 2,")
    assert not read(question, form(best__a="2", best__c="1")).slips
    assert [slip.code for slip in read(question, form(best__a="3")).slips] == ["unknown_option"]
    assert ranking.check(question, ["a", "c"]) is None
    assert ranking.check(question, ["a", "c", "b"]) is not None


def test_an_option_that_is_not_for_everybody_needs_no_place(tmp_path: Path) -> None:
    line = (LINE % "required: true,").replace("text: Cheese", "text: Cheese, relevant: 'false'")
    assert ranking.check(question_of(tmp_path, line), ["a", "b"]) is None


@pytest.mark.parametrize("value", ["a", ["?"], ["a", "a"], [1], {"a": "1"}])
def test_a_wrong_value_from_elsewhere_is_refused(tmp_path: Path, value: Any) -> None:
    assert ranking.check(question_of(tmp_path, LINE % ""), value) is not None


def test_say_numbers_them(tmp_path: Path) -> None:
    assert list(ranking.say(question_of(tmp_path, LINE % ""), {"best": ["c", "a"]}, "en")) == [
        "1. Cheese",
        "2. Apples",
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("text: Which?", "text: Which?, most: 4", "'most' is 4"),
        ("text: Which?", "text: Which?, most: 0", "'most' is 0"),
        ("text: Bread", "text: Bread, exclusive: true", "'b' is 'exclusive'"),
        ("text: Bread", "text: Bread, other: true", "'b' has 'other'"),
    ],
)
def test_what_a_ranking_cannot_be_is_said(tmp_path: Path, old: str, new: str, what: str) -> None:
    head = HEAD.format(name="made") + "  - page: one\n    title: One\n    questions:\n      - "
    [problem] = problems_of(tmp_path, head + (LINE % "").replace(old, new))
    assert what in problem.what
