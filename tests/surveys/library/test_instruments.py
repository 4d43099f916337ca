"""The library's instruments are short, plain, comparable, and ask nobody what is not for them."""

import itertools
from functools import cache
from pathlib import Path

import pytest

from app.boards.census import AGES, HOURS, SEXES
from app.consultations import library
from app.surveys.definition import Question, Survey
from app.surveys.estimate import estimate_minutes
from app.surveys.guides import GUIDE_KEYS
from app.surveys.parser import read_survey
from app.surveys.questions import SILENT
from app.surveys.readability import reading_age
from app.surveys.routing import asked_ids, relevant_only, route
from app.surveys.translations import reviewed

LIBRARY = Path(__file__).resolve().parents[3] / "surveys"
COMPARED = ("carers", "services", "third-sector")
PERSONAL = (
    "carers", "services", "carers-strategy", "eqia", "involving-us", "short-breaks", "social-care",
    "strategic-plan",
)  # fmt: skip
ORGANISATIONS = ("third-sector", "market")
KEYS = (*PERSONAL, *ORGANISATIONS, "meeting", "self-assessment", "young-carers")
ASK_BACK = ("carers", "services", "third-sector", "carers-strategy", "involving-us")
HELP = ("999", "111", "116 123", "0800 1111")
SHARED_STATEMENTS = {"say", "listened", "informed", "difference", "coordinated"}


@cache
def instrument(key: str) -> Survey:
    return read_survey(LIBRARY / f"{key}.yaml")


def ids(question: Question) -> list[str]:
    return [option.id for option in question.options]


def core(survey: Survey) -> list[Question]:
    """The questions that are answered, without those of shared blocks."""
    return [one for one in survey.questions if one.type != "information" and not one.block]


@pytest.mark.parametrize("key", KEYS)
def test_it_is_short(key: str) -> None:
    survey = instrument(key)
    assert len(core(survey)) <= 12
    assert estimate_minutes(survey) <= 8
    assert survey.minutes == estimate_minutes(survey), "what the start page says is the estimate"
    assert all(len(page.questions) <= 4 for page in survey.pages), "pages are short"


@pytest.mark.parametrize("key", KEYS)
def test_it_is_plain(key: str) -> None:
    assert reading_age(instrument(key)).years <= 11


@pytest.mark.parametrize("key", KEYS)
def test_the_first_page_says_that_nobody_watches(key: str) -> None:
    survey = instrument(key)
    notice = next(one for one in survey.pages[0].questions if one.type == "information")
    for language in survey.languages:
        assert all(number in notice.help.in_language(language) for number in HELP)


@pytest.mark.parametrize("key", KEYS)
def test_breakdowns_are_asked_of_everybody(key: str) -> None:
    survey = instrument(key)
    assert survey.breakdowns
    assert all(survey.by_id[one].relevant is None for one in survey.breakdowns)


@pytest.mark.parametrize("key", PERSONAL)
def test_who_answers_and_their_age_come_first(key: str) -> None:
    survey = instrument(key)
    questions = core(survey)
    assert [one.id for one in questions[:2]] == ["answering", "age"]
    assert ids(questions[0]) == ["self", "with_help", "for_someone"]
    assert ids(questions[1]) == [*AGES, "prefer_not"], "set beside the census"
    assert survey.by_id["locality"].options_from == "localities"


def test_carers_are_set_beside_the_census() -> None:
    assert ids(instrument("carers").by_id["hours"]) == [*HOURS, "not_sure"]
    assert ids(instrument("carers").by_id["sex"]) == [*SEXES, "prefer_not"]
    assert set(instrument("carers").breakdowns) == {"age", "locality", "hours"}


@pytest.mark.parametrize("key", PERSONAL)
def test_young_people_are_not_asked_what_is_for_adults(key: str) -> None:
    survey = instrument(key)
    adult = {"trans_status", "sexual_orientation"}
    for age, choice in itertools.product([None, *ids(survey.by_id["age"])], [None, "answer", "skip"]):
        said = {"answering": "self", "age": age, "equality_choice": choice}
        answers = {name: value for name, value in said.items() if value is not None}
        wanted = adult if age in AGES[1:] and choice == "answer" else set()
        assert asked_ids(survey, answers) & adult == wanted, said
        titles = {str(page.title) for page in route(survey, answers).pages}
        assert ("Trans status and orientation" in titles) == bool(wanted), "no title names what is not asked"


@pytest.mark.parametrize("key", PERSONAL)
def test_a_change_of_age_takes_the_answers_away(key: str) -> None:
    adult = {"trans_status": "yes", "sexual_orientation": "gay_lesbian"}
    said = {"age": "under_16", "equality_choice": "answer", "sex": "female", **adult}
    assert set(relevant_only(instrument(key), said)) == {"age", "equality_choice", "sex"}


@pytest.mark.parametrize("key", PERSONAL)
def test_the_equality_questions_can_be_skipped_together(key: str) -> None:
    survey = instrument(key)
    block = [one for one in survey.questions if one.block == "equality"]
    assert survey.questions[-len(block) :] == tuple(block), "they come last"
    said = {"age": "35_49", "long_term_condition": "yes"}
    for skipped in (said, {**said, "equality_choice": "skip"}):  # to choose nothing is to skip
        assert asked_ids(survey, skipped) & {one.id for one in block} == {"equality_choice"}
        assert route(survey, skipped).pages[-1].id == "equality"
    shown = asked_ids(survey, {**said, "equality_choice": "answer"})
    assert {one.id for one in block if one.type != "information"} <= shown


@pytest.mark.parametrize("key", PERSONAL)
def test_each_equality_question_is_sensitive_and_can_be_left_out(key: str) -> None:
    for question in instrument(key).questions:
        if question.block != "equality" or question.type == "information":
            continue
        assert question.sensitive
        assert not question.required
        assert question.option("prefer_not") or question.id == "equality_choice"
        assert str(question.options[-1].text) == "Prefer not to say" or question.id == "equality_choice"


@pytest.mark.parametrize("key", ASK_BACK)
def test_only_those_who_were_asked_are_asked_whether_they_heard_back(key: str) -> None:
    survey = instrument(key)
    assert "heard_back" not in asked_ids(survey, {})
    assert "heard_back" not in asked_ids(survey, {"asked_before": ["never"]})
    assert "heard_back" in asked_ids(survey, {"asked_before": ["survey", "other"]})


def test_people_without_help_are_not_asked_about_it() -> None:
    survey = instrument("services")
    about = {"help_hours", "choice", "rating"}
    assert not about & asked_ids(survey, {"services_used": ["none"]})
    assert not about & asked_ids(survey, {"services_used": ["none_needed"]})
    assert about <= asked_ids(survey, {"services_used": ["alarm"]})


def test_audiences_can_be_compared() -> None:
    first, *others = (instrument(key) for key in COMPARED)
    for survey in others:
        for name in ("heard_back", "involved"):
            assert ids(survey.by_id[name]) == ids(first.by_id[name])
        assert {row.id for row in survey.by_id["involved"].rows} >= SHARED_STATEMENTS
        assert set(ids(first.by_id["asked_before"])) <= set(ids(survey.by_id["asked_before"]))
        assert survey.by_id["biggest_difference"].type == "long_text"
    assert {row.id for row in first.by_id["involved"].rows} >= SHARED_STATEMENTS


@pytest.mark.parametrize("key", ORGANISATIONS)
def test_an_organisation_is_asked_as_an_organisation(key: str) -> None:
    survey = instrument(key)
    assert (survey.audience, survey.kind) == ("third_sector", "organisation")
    assert not {"age", "answering", "sex"} & set(survey.by_id)
    assert not any(question.block for question in survey.questions)
    assert survey.by_id["organisation_name"].required
    assert not survey.by_id["charity_number"].required
    assert "people_spoken_for" in instrument("third-sector").by_id
    assert ids(survey.by_id["publish_consent"]) == ["named", "anonymous", "not_published"]


def test_gaelic_is_whole_and_waits_for_a_reader() -> None:
    survey = instrument("carers")
    assert survey.languages == ("en", "gd")
    assert [str(text) for text in survey.texts() if not text.is_in("gd")] == []
    assert not reviewed(survey, "gd")
    kept = [str(text) for text in survey.texts() if str(text) and text.in_language("gd") == str(text)]
    assert kept == [], "these are still English"


@pytest.mark.parametrize("key", KEYS)
def test_no_two_answers_look_the_same(key: str) -> None:
    survey = instrument(key)
    for question, language in itertools.product(survey.questions, survey.languages):
        words = [option.text.in_language(language) for option in question.options]
        assert len(set(words)) == len(words), question.id


def test_these_are_all_that_there_are() -> None:
    assert {one.key for one in library.all()} == set(KEYS)
    assert len({str(instrument(key).title) for key in KEYS}) == len(KEYS), "titles are distinct"


@pytest.mark.parametrize("key", KEYS)
def test_the_officer_is_told_what_it_is_good_for(key: str) -> None:
    guide = instrument(key).guide
    assert guide is not None
    said = [getattr(guide, name) for name in GUIDE_KEYS]
    assert all(len(words) > 20 and words.endswith(".") for words in said)
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("key", KEYS)
def test_whose_words_a_question_has_can_be_traced(key: str) -> None:
    survey = instrument(key)
    titles = [one.title for one in survey.sources]
    assert titles
    for question in survey.questions:
        assert question.wording.status == "ours" or question.wording.source in titles, question.id
    for question in survey.questions:
        if question.block == "equality" and question.id not in ("equality_why", "equality_choice"):
            assert question.wording.status != "ours", question.id


def test_what_is_built_on_the_national_survey_says_so() -> None:
    adapted = {one.id for one in instrument("social-care").questions if one.wording.status == "adapted"}
    assert adapted >= {"care_had", "more_needed", "care_paid", "choice", "care_view", "rating"}
    assert {row.id for row in instrument("social-care").by_id["care_view"].rows} >= {
        "say",
        "listened",
        "safe",
    }
    assert ids(instrument("social-care").by_id["rating"]) == ids(instrument("services").by_id["rating"])
    assert ids(instrument("social-care").by_id["choice"]) == ids(instrument("services").by_id["choice"])


@pytest.mark.parametrize("key", KEYS)
def test_little_must_be_answered(key: str) -> None:
    needed = [one.id for one in instrument(key).questions if one.required or one.required_if]
    assert len(needed) <= 2, needed


@pytest.mark.parametrize("key", KEYS)
def test_every_question_can_be_reached(key: str) -> None:
    """Some answers lead to each: those of all first options, of all last ones, or one option of each."""
    survey, reached = instrument(key), set[str]()
    for place in range(max(len(one.options) for one in survey.questions)):
        said: dict[str, object] = {}
        for question in survey.questions:
            if question.options and not question.rows:
                chosen = ids(question)[place % len(question.options)]
                said[question.id] = [chosen] if question.type == "multiple_choice" else chosen
        for more in ({}, {"equality_choice": "answer", "long_term_condition": "yes", "age": "35_49"}):
            reached |= asked_ids(survey, {**said, **more})
    assert reached | {one.id for one in survey.questions if one.type in SILENT} >= set(survey.by_id)
    assert {page.id for page in survey.pages} == {survey.page_of[one].id for one in survey.by_id}


def test_what_children_are_asked_is_for_children() -> None:
    survey = instrument("young-carers")
    assert survey.privacy == "children"
    assert reading_age(survey).years <= 9
    assert not any(one.block or one.required for one in survey.questions)
    assert "Childline" in str(survey.thanks)
    assert all(survey.by_id[one].sensitive for one in ("young_age", "young_help", "young_life"))


def test_a_meeting_is_rated_in_a_minute() -> None:
    survey = instrument("meeting")
    assert estimate_minutes(survey) == 1
    assert len(survey.pages) == 1


def test_the_core_indicators_are_those_of_the_other_surveys() -> None:
    survey, first = instrument("involving-us"), instrument("carers")
    for name in ("asked_before", "heard_back", "involved"):
        assert ids(survey.by_id[name]) == ids(first.by_id[name])
    assert {row.id for row in survey.by_id["involved"].rows} == SHARED_STATEMENTS


def test_the_checklist_is_ours_and_says_so() -> None:
    survey = instrument("self-assessment")
    assert "our own checklist" in str(survey.intro)
    assert [one.id for one in survey.questions if one.rows] == ["resourced", "represent", "effective"]
    assert {one.wording.status for one in survey.questions} == {"ours"}
