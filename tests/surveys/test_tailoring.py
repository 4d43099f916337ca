"""What a board changes of a survey: nothing that must be asked is lost, and what is asked stays sound."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys import snapshot
from app.surveys.checks import check_survey
from app.surveys.definition import Survey
from app.surveys.own_questions import KINDS, OwnQuestion, faults, question_of
from app.surveys.parser import read_survey
from app.surveys.questions import SILENT, shapes
from app.surveys.routing import asked
from app.surveys.tailoring import OWN_PAGE, Choices, hanging_on, may_leave_out, obstacles, tailor
from app.tallies.layout import Layout
from tests.builders import small_survey

LIBRARY = Path(__file__).resolve().parents[2] / "surveys"
SURVEYS = {key: read_survey(LIBRARY / f"{key}.yaml") for key in ("carers", "services", "third-sector")}
SURVEYS["small"] = small_survey()

words = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)
own_questions = st.builds(
    OwnQuestion,
    id=st.just("own_1"),
    type=st.sampled_from(KINDS),
    text=words.map(str.strip),
    help=st.just(""),
    options=st.lists(words.map(str.strip), min_size=2, max_size=6, unique_by=str.casefold).map(tuple),
    rows=st.lists(words.map(str.strip), min_size=1, max_size=4, unique_by=str.casefold).map(tuple),
)


@st.composite
def chosen(draw: st.DrawFn) -> tuple[Survey, Choices]:
    survey = SURVEYS[draw(st.sampled_from(sorted(SURVEYS)))]
    ids = [one.id for one in survey.questions]
    return survey, Choices(
        left_out=frozenset(draw(st.lists(st.sampled_from(ids), max_size=4))),
        blocks=frozenset(draw(st.lists(st.just("equality"), max_size=1))),
        breakdowns=draw(st.none() | st.lists(st.sampled_from(ids), max_size=3).map(tuple)),
        own=tuple(draw(st.lists(own_questions, max_size=1))),
    )


@given(chosen())
def test_what_nothing_stands_against_is_sound(made: tuple[Survey, Choices]) -> None:
    survey, choices = made
    if obstacles(survey, choices):
        return
    found = tailor(survey, choices)
    english = snapshot.from_json(snapshot.to_json(found) | {"languages": ["en"]})
    assert not list(check_survey(english, "", {}))
    assert snapshot.to_json(snapshot.from_json(snapshot.to_json(found))) == snapshot.to_json(found)
    Layout.build(found, shapes(found))
    kept = {one.id for one in found.questions}
    blocks_out = {one.id for one in survey.questions if one.block in choices.blocks}
    assert {one.id for one in survey.questions if one.required} <= kept | blocks_out
    assert all(found.by_id[one] == survey.by_id[one] for one in kept & set(survey.by_id))
    assert not kept & choices.left_out
    assert set(found.breakdowns) <= kept


@given(chosen(), st.data())
def test_what_stays_is_asked_of_the_same_people(made: tuple[Survey, Choices], data: st.DataObject) -> None:
    survey, choices = made
    if obstacles(survey, choices):
        return
    found = tailor(survey, choices)
    answers: dict[str, Any] = {
        one.id: data.draw(st.sampled_from([option.id for option in one.options]))
        for one in found.questions
        if one.type == "single_choice" and one.options and one.id in survey.by_id
    }
    before = [one.id for one in asked(survey, answers) if one.id in found.by_id]
    after = [one.id for one in asked(found, answers) if one.id in survey.by_id]
    silent = {one.id for one in survey.questions if one.type in SILENT}
    assert [one for one in before if one not in silent] == [one for one in after if one not in silent]


def test_choosing_nothing_changes_nothing() -> None:
    for survey in SURVEYS.values():
        assert tailor(survey, Choices()) == survey
        assert obstacles(survey, Choices()) == ()


@pytest.mark.parametrize(
    ("left_out", "about", "says"),
    [
        ({"answering"}, "answering", "must be asked"),
        ({"welcome"}, "welcome", "text to read"),
        ({"age"}, "age", "decides whether to ask"),
        ({"age", "trans_status"}, "age", "orientation"),
        ({"equality_choice"}, "equality_choice", "and 4 more"),
        ({"long_term_condition"}, "long_term_condition", "reduce your ability"),
    ],
)
def test_what_others_hang_on_is_not_left_out_without_a_word(
    left_out: set[str], about: str, says: str
) -> None:
    found = obstacles(SURVEYS["carers"], Choices(left_out=frozenset(left_out)))
    assert [(one.about, says in one.what) for one in found] == [(about, True)]


def test_age_may_go_with_all_that_hangs_on_it() -> None:
    survey = SURVEYS["carers"]
    choices = Choices(left_out=frozenset({"age", "trans_status", "sexual_orientation"}))
    assert obstacles(survey, choices) == ()
    found = tailor(survey, choices)
    assert "age" not in found.breakdowns
    assert "age" in survey.breakdowns
    assert found.page("equality-sex") is not None


def test_a_block_goes_as_a_whole() -> None:
    survey = SURVEYS["carers"]
    choices = Choices(blocks=frozenset({"equality"}))
    assert obstacles(survey, choices) == ()
    found = tailor(survey, choices)
    assert not any(one.block for one in found.questions)
    assert found.minutes < survey.minutes


def test_own_questions_come_before_the_equality_questions() -> None:
    own = OwnQuestion("own_1", "single_choice", "Which?", options=("This", "That"))
    pages = [page.id for page in tailor(SURVEYS["carers"], Choices(own=(own,))).pages]
    assert pages[pages.index("equality") - 1] == OWN_PAGE
    assert tailor(SURVEYS["small"], Choices(own=(own,))).pages[-1].id == OWN_PAGE


def test_there_is_room_for_five() -> None:
    own = tuple(OwnQuestion(f"own_{number}", "long_text", "Why?") for number in range(1, 7))
    assert not obstacles(SURVEYS["small"], Choices(own=own[:5]))
    assert [one.about for one in obstacles(SURVEYS["small"], Choices(own=own))] == ["own"]


def test_a_place_must_be_offered_where_places_are_asked() -> None:
    survey = SURVEYS["small"]
    assert [one.about for one in obstacles(survey, Choices(localities=()))] == ["localities"]
    assert not obstacles(survey, Choices(localities=(), left_out=frozenset({"locality"})))


def test_something_must_be_asked() -> None:
    survey = SURVEYS["third-sector"]
    optional = frozenset(one.id for one in may_leave_out(survey))
    found = tailor(survey, Choices(left_out=optional, blocks=frozenset({"equality"})))
    assert {one.id for one in found.questions if one.type not in SILENT}


def test_hanging_on_counts_whole_pages() -> None:
    assert {one.id for one in hanging_on(SURVEYS["carers"], "equality_choice")} >= {"sex", "religion"}


@given(chosen())
def test_choices_come_back_from_json(made: tuple[Survey, Choices]) -> None:
    assert Choices.from_json(made[1].to_json()) == made[1]
    assert Choices.from_json({}) == Choices()


@pytest.mark.parametrize(
    ("own", "field"),
    [
        (OwnQuestion("own_1", "single_choice", "", options=("A", "B")), "text"),
        (OwnQuestion("own_1", "single_choice", "Q", options=("A",)), "options"),
        (OwnQuestion("own_1", "multiple_choice", "Q", options=("A", "B", "a")), "options"),
        (OwnQuestion("own_1", "grid_single", "Q", options=("A", "B")), "rows"),
        (OwnQuestion("own_1", "grid_single", "Q", options=("A", "B"), rows=("C", "C")), "rows"),
        (OwnQuestion("own_1", "no_such_type", "Q"), "type"),
        (OwnQuestion("own_1", "long_text", "Q" * 501), "text"),
        (OwnQuestion("own_1", "long_text", "Q", help="h" * 501), "help"),
    ],
)
def test_a_fault_is_told_beside_its_field(own: OwnQuestion, field: str) -> None:
    assert [one.field for one in faults(own)] == [field]
    assert [one.about for one in obstacles(SURVEYS["small"], Choices(own=(own,)))] == ["own"]


@given(own_questions)
def test_any_words_make_a_question(own: OwnQuestion) -> None:
    assert faults(own) == ()
    made = question_of(own)
    assert str(made.text) == own.text
    ids = [option.id for option in made.options]
    assert len(set(ids)) == len(ids)
    assert OwnQuestion.from_json(own.to_json()) == own
