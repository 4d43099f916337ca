"""What is different between two versions, what stands in the way of one, and which answers go over."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.changes import carried, differences, lost, obstacles
from app.surveys.definition import Survey, Text
from app.surveys.questions import TYPES, shapes
from app.surveys.versions import Version, apart, names_of, united
from app.tallies.rule import Rule
from tests.surveys.making import survey_of
from tests.surveys.random_surveys import random_answers, random_survey

FIRST = """\
survey: made
title: A survey
breakdowns: [role]
pages:
  - page: one
    title: One
    questions:
      - {id: role, type: single_choice, text: Who are you, options: [{id: a, text: A}, {id: b, text: B}]}
      - {id: helped, type: multiple_choice, text: What helped, options: [{id: x, text: X}, {id: y, text: Y}]}
      - {id: hours, type: number, text: How many hours, relevant: "role == 'a'"}
  - page: two
    title: Two
    questions:
      - id: agree
        type: grid_single
        text: Agree
        rows: [{id: r, text: R}, {id: s, text: S}]
        options: [{id: yes, text: Yes}, {id: no, text: No}]
      - {id: say, type: long_text, text: Say more}
"""

SAY = "\n      - {id: say, type: long_text, text: Say more}"
ROWS = "[{id: r, text: R}, {id: s, text: S}]"
HELPED = next(line for line in FIRST.splitlines(keepends=True) if "id: helped" in line)


@pytest.fixture
def first(tmp_path: Path) -> Survey:
    return survey_of(tmp_path, FIRST)


def changed(tmp_path: Path, *pairs: tuple[str, str]) -> Survey:
    source = FIRST
    for old, new in pairs:
        assert old in source
        source = source.replace(old, new)
    return survey_of(tmp_path, source)


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        (("text: How many hours", "text: How many hours a week"), [("reworded", "hours")]),
        (("title: A survey", "title: Another"), [("reworded", "")]),
        (("title: Two", "title: Second"), [("reworded", "")]),
        (("text: A}", "text: Aye}"), [("reworded", "role")]),
        (("{id: b, text: B}", "{id: b, text: B}, {id: c, text: C}"), [("added", "role")]),
        (("{id: y, text: Y}", "{id: z, text: Z}"), [("removed", "helped"), ("added", "helped")]),
        ((ROWS, "[{id: s, text: S}, {id: r, text: R}]"), [("moved", "agree")]),
        ((SAY, ""), [("removed", "say")]),
        ((SAY, SAY + "\n      - {id: new, type: yes_no, text: New}"), [("added", "new")]),
        (("role == 'a'", "role == 'b'"), [("routed", "hours")]),
        (("text: Say more}", "text: Say more, required: true}"), [("ruled", "say")]),
        (("text: How many hours,", "text: How many hours, max: 168,"), [("ruled", "hours")]),
    ],
)  # fmt: skip
def test_each_difference_is_told_once(
    tmp_path: Path, first: Survey, pair: tuple[str, str], found: list[tuple[str, str]]
) -> None:
    second = changed(tmp_path, pair)
    assert [(one.kind, one.about) for one in differences(first, second)] == found
    assert not differences(second, second)
    assert not obstacles(first, second)


def test_other_words_in_another_language_are_a_translation(first: Survey) -> None:
    page = first.pages[0]
    role = replace(page.questions[0], text=Text({"en": "Who are you", "gd": "Cò sibh"}))
    told = replace(first, pages=(replace(page, questions=(role, *page.questions[1:])), *first.pages[1:]))
    assert differences(first, told) == ()  # nobody is offered it
    told = replace(told, languages=("en", "gd"))
    assert [(one.kind, one.about) for one in differences(first, told)] == [("translated", "role")]


def test_a_question_on_another_page_has_moved(tmp_path: Path, first: Survey) -> None:
    role = "\n      - {id: role"
    second = changed(tmp_path, (SAY, ""), (role, SAY + role))
    assert [(one.kind, one.about) for one in differences(first, second)] == [("moved", "say")]


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        (("id: say, type: long_text", "id: say, type: number"), "'say_2'"),
        (("type: multiple_choice", "type: ranking"), "'helped_2'"),
        (("id: say, type: long_text", "id: say, type: date"), "'say_2'"),
        (("id: say, type: long_text", "id: say, type: short_text, kind: email"), "'say_2'"),
        (("title: A survey\n", "title: A survey\naudience: carer\n"), "audience"),
    ],
)
def test_what_could_not_be_counted_together_is_in_the_way(
    tmp_path: Path, first: Survey, pair: tuple[str, str], why: str
) -> None:
    [found] = obstacles(first, changed(tmp_path, pair))
    assert why in found


def test_another_survey_is_no_version_of_it(tmp_path: Path, first: Survey) -> None:
    other = survey_of(
        tmp_path,
        "survey: made\ntitle: A\npages:\n  - page: p\n    title: P\n    questions:\n"
        "      - {id: z, type: yes_no, text: Z}\n",
    )
    assert "another survey" in obstacles(first, other)[0]


def test_answers_go_over_as_far_as_they_fit(tmp_path: Path, first: Survey) -> None:
    second = changed(
        tmp_path,
        ("{id: x, text: X}", "{id: w, text: W}"),
        ("{id: r, text: R}", "{id: t, text: T}"),
        ("{id: b, text: B}", "{id: c, text: C}"),
        (SAY, ""),
    )
    said = {
        "role": "b", "helped": ["x", "y"], "hours": "many", "agree": {"r": "yes", "s": "no"}, "say": "Hello",
    }  # fmt: skip
    kept = carried(first, second, said)
    assert kept == {"helped": ["y"], "hours": "many", "agree": {"s": "no"}}
    assert lost(said, kept) == {"role", "helped", "agree", "say"}
    assert carried(first, first, said) == said
    assert carried(first, first, said, apart={"hours"}).keys() == said.keys() - {"hours"}


def test_words_that_cannot_be_compared_make_two_questions(tmp_path: Path, first: Survey) -> None:
    broken = ("text: How many hours,", "text: How many hours a week, not_comparable: It asked of a month.,")
    second = changed(tmp_path, broken)
    third = changed(tmp_path, broken, ("title: Two", "title: Second"))
    versions = [Version(1, first), Version(2, second), Version(4, third)]
    assert names_of(versions) == {1: {}, 2: {"hours": "hours@2"}, 4: {"hours": "hours@2"}}
    assert apart(versions) == {"hours"}
    assert apart(versions[1:]) == frozenset()
    both = united(versions)
    assert [one.id for one in both.pages[0].questions] == ["role", "helped", "hours", "hours@2"]
    assert str(both.by_id["hours"].text) == "How many hours"
    assert "hours@2" in shapes(both)


def test_what_protected_an_answer_in_any_version_protects_it_still(tmp_path: Path, first: Survey) -> None:
    second = changed(tmp_path, ("text: What helped,", "text: What helped, sensitive: true,"))
    for versions in ([first, second], [second, first]):
        both = united([Version(no, one) for no, one in enumerate(versions, 1)])
        assert both.by_id["helped"].sensitive
        assert "helped" in Rule.for_survey(both, shapes(both)).sensitive


def test_a_locality_that_is_counted_apart_is_a_locality(tmp_path: Path) -> None:
    named = FIRST.replace("id: role", "id: locality").replace("role", "locality")
    old = survey_of(tmp_path, named)
    new = survey_of(
        tmp_path, named.replace("text: Who are you,", "text: Where, not_comparable: Other places.,")
    )
    both = united([Version(1, old), Version(2, new)])
    assert {"locality", "locality@2"} <= Rule.for_survey(both, shapes(both)).sensitive


def test_all_that_was_ever_asked_is_in_its_place(tmp_path: Path, first: Survey) -> None:
    second = changed(
        tmp_path,
        (HELPED, ""),
        ("{id: b, text: B}", "{id: c, text: C}"),
        ("{id: s, text: S}", "{id: u, text: U}"),
    )
    third = changed(
        tmp_path, ("  - page: two\n    title: Two\n    questions:\n", ""), ("page: one", "page: all")
    )
    both = united([Version(1, first), Version(2, second), Version(3, third)])
    assert [one.id for one in both.questions] == ["role", "helped", "hours", "agree", "say"]
    assert [one.id for one in both.by_id["role"].options] == ["a", "b", "c"]
    assert [one.id for one in both.by_id["agree"].rows] == ["r", "s", "u"]
    assert [page.id for page in both.pages] == ["all"]


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 100))
def test_what_goes_over_fits_or_never_did(one: int, other: int, seed: int) -> None:
    """Between any two surveys, whose questions have the same ids and are of other types as often as not."""
    old, new = random_survey(one), random_survey(other)
    answers = random_answers(old, seed)
    kept = carried(old, new, answers)
    assert kept.keys() <= answers.keys()
    for key, value in kept.items():
        question, was = new.by_id[key.partition(".")[0]], old.by_id[key.partition(".")[0]]
        if key != question.id or was == question:
            continue
        if TYPES[question.type].check(question, value) is not None:
            assert was.type == question.type
            assert TYPES[was.type].check(was, value) is not None or isinstance(value, list)
    assert carried(old, old, answers) == answers
    differences(old, new)
    obstacles(old, new)
