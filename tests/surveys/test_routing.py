"""Which questions answers are asked, and what is kept of them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys import routing
from app.surveys.questions import SILENT
from app.surveys.routing import asked_ids, relevant_only, route, with_any
from app.surveys.validation import fill, sendable, usable_only
from tests.builders import small_survey
from tests.surveys.making import form, with_questions
from tests.surveys.random_surveys import random_answers, random_survey
from tests.surveys.reference import Slowly


def test_a_question_hangs_on_another() -> None:
    survey = small_survey()
    assert "breaks" not in asked_ids(survey, {})
    assert "breaks" in asked_ids(survey, {"helped": ["breaks"]})


def test_a_change_upstream_removes_all_that_hangs_on_it(tmp_path: Path) -> None:
    survey = with_questions(
        tmp_path,
        """{id: a, type: number, text: A}
{id: b, type: number, text: B, relevant: a > 1}
{id: c, type: number, text: C, relevant: b > 1}""",
    )
    full = {"a": 2, "b": 2, "c": 2}
    assert dict(relevant_only(survey, full)) == full
    assert dict(relevant_only(survey, full | {"a": 0})) == {"a": 0}


def test_a_page_with_nothing_to_ask_is_skipped(tmp_path: Path) -> None:
    survey = small_survey()
    assert [page.id for page in route(survey, {}).pages] == ["caring", "views"]


def test_an_other_text_goes_with_its_question() -> None:
    kept = relevant_only(small_survey(), {"role": "other", "role.other": "a friend", "breaks": 3})
    assert dict(kept) == {"role": "other", "role.other": "a friend"}


def test_fill_lays_a_page_over_what_was_there() -> None:
    survey = small_survey()
    before = {"role": "other", "role.other": "a friend", "comment": "kept"}
    filled = fill(survey.pages[0].questions[:2], form(role="parent"), before)
    assert dict(filled.answers) == {"role": "parent", "comment": "kept"}
    assert filled.slips == ()


def test_a_required_question_without_an_answer_is_a_slip() -> None:
    survey = small_survey()
    assert [slip.code for slip in fill(survey.pages[0].questions, form(), {}).slips] == ["required"]
    assert [slip.code for slip in sendable(survey, {})] == ["required"]
    assert sendable(survey, {}, partial=True) == ()


@pytest.mark.parametrize("value", ["nobody", ["parent"], 3])
def test_what_could_not_be_stored_is_not_sent(value: Any) -> None:
    survey = small_survey()
    assert [slip.code for slip in sendable(survey, {"role": value})] == ["not_usable"]
    assert dict(usable_only(survey, {"role": value, "comment": "kept"})) == {"comment": "kept"}


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["partner", "parent", "other"]),
        "helped": st.lists(st.sampled_from(["breaks", "money"]), min_size=1, max_size=2, unique=True),
        "breaks": st.integers(0, 31),
        "comment": st.text(max_size=5),
    },
)


@given(ANSWERS)
def test_what_is_kept_is_asked_and_keeping_again_changes_nothing(answers: dict[str, Any]) -> None:
    survey = small_survey()
    kept = relevant_only(survey, answers)
    assert set(kept) <= asked_ids(survey, answers)
    assert relevant_only(survey, kept) == kept
    assert asked_ids(survey, kept) == asked_ids(survey, answers)


@pytest.mark.parametrize("block", range(20))
def test_ten_thousand_random_surveys_are_routed_as_the_slow_way_says(block: int) -> None:
    for seed in range(block * 500, (block + 1) * 500):
        survey = random_survey(seed)
        answers = random_answers(survey, seed)
        routed, slowly = route(survey, answers), Slowly(survey, answers)
        assert [one.id for one in routed.questions] == slowly.asked(), seed
        assert dict(routed.answers) == slowly.stored(), seed
        assert dict(route(survey, routed.answers).answers) == dict(routed.answers), seed


def test_who_changes_back_finds_what_was_there(tmp_path: Path) -> None:
    survey = with_questions(
        tmp_path,
        """{id: a, type: number, text: A}
{id: b, type: number, text: B, relevant: a > 1}""",
    )
    draft = {"a": 2, "b": 7}
    changed = draft | {"a": 0}
    assert dict(relevant_only(survey, changed)) == {"a": 0}
    assert dict(relevant_only(survey, changed | {"a": 2})) == draft


CAKES = """{id: a, type: number, text: A}
{id: b, type: multiple_choice, text: B, options: [{id: x, text: X}, {id: y, text: Y, relevant: a > 1}]}
{id: g, type: grid_single, text: G, rows: [{id: r, text: R}, {id: s, text: S, relevant: a > 1}], \
options: [{id: x, text: X}, {id: z, text: Z, relevant: a > 2}]}
{id: t, type: calculated, text: T, calculation: "a * 2"}
{id: k, type: calculated, text: K, calculation: "if(t > 3, 'big', 'small')", options: [{id: big, text: Big}, \
{id: small, text: Small}]}
{id: c, type: short_text, text: C, relevant: k == 'big', required: t > 5, constraints: [{valid: \
length(this) < 4, message: Shorter please}]}"""


def test_options_and_rows_that_are_not_offered_are_not_kept(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, CAKES)
    said = {"a": 1, "b": ["x", "y"], "g": {"r": "z", "s": "x"}, "k": "big", "c": "hi"}
    routed = route(survey, said)
    assert dict(routed.answers) == {"a": 1, "b": ["x"], "t": 2, "k": "small"}
    assert routed.hidden == {"b=y", "g.s", "g=z"}
    more = route(survey, said | {"a": 3})
    assert dict(more.answers) == {**said, "a": 3, "t": 6}
    assert more.hidden == frozenset()


def test_a_condition_makes_an_answer_needed_or_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    survey = with_questions(tmp_path, CAKES)
    assert [slip.code for slip in sendable(survey, {"a": 3})] == ["required"]
    assert sendable(survey, {"a": 3}, partial=True) == ()
    assert sendable(survey, {"a": 2}) == ()
    [slip] = sendable(survey, {"a": 3, "c": "too long"})
    assert (slip.code, slip.question, slip.detail) == ("constraint", "c", (("number", "0"),))
    assert dict(usable_only(survey, {"a": 3, "c": "too long"})) == {"a": 3, "t": 6, "k": "big"}


def test_the_day_may_ask_what_no_answer_does(tmp_path: Path) -> None:
    survey = with_questions(
        tmp_path,
        """{id: late, type: calculated, text: L, calculation: "if(today() < date('2027-01-01'), 1, 2)"}
{id: new, type: number, text: N, relevant: late == 2}
{id: sure, type: number, text: S, relevant: today() >= date('2027-02-01')}
{id: always, type: number, text: A}""",
    )
    days = {"2026-12-31": ["late", "always"], "2027-01-31": ["late", "new", "always"]}
    days["2027-02-01"] = ["late", "new", "sure", "always"]
    for day, ids in days.items():
        assert [question.id for question in route(survey, {}, day).questions] == ids


def test_a_long_survey_is_looked_at_only_where_an_answer_may_change_it(tmp_path: Path) -> None:
    lines = "\n".join(f"{{id: q{n}, type: number, text: Q}}" for n in range(100))
    lines += "\n" + "\n".join(f"{{id: w{n}, type: number, text: W, relevant: q{n} > 1}}" for n in range(100))
    survey = with_questions(tmp_path, lines)
    looked: list[str] = []
    real = routing._ask

    def counted(step: Any, *rest: Any) -> bool:
        looked.append(step.question.id)
        return real(step, *rest)

    route(survey, {})  # makes the plan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routing, "_ask", counted)
        found = route(survey, {"q7": 3, "w8": 1})
    assert looked == ["w7", "w8"]  # q7 and what else hangs on nothing need no look
    assert [question.id for question in found.questions][-1] == "w7"
    assert found.answers == {"q7": 3}


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(st.integers(0, 400), st.data())
def test_whatever_a_file_of_answers_holds_is_routed(seed: int, data: st.DataObject) -> None:
    survey = random_survey(seed)
    keys = [question.id for question in survey.questions]
    answers = data.draw(st.dictionaries(st.sampled_from(keys), ANY_JSON, max_size=6))
    sendable(survey, relevant_only(survey, answers))


@pytest.mark.parametrize("seed", range(150))
def test_pages_and_ids_follow_from_the_questions_asked(seed: int) -> None:
    """They are worked out from what is known without answers, and are the same as from the beginning."""
    survey = random_survey(seed)
    for answers in ({}, random_answers(survey, seed), random_answers(survey, seed + 1)):
        routed = route(survey, answers)
        ids = {question.id for question in routed.questions}
        assert routed.ids == ids
        assert routed.taking_answers == {one.id for one in routed.questions if one.type not in SILENT}
        assert [*routed.pages] == with_any(survey.pages, ids)
