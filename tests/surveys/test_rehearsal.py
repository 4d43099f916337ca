"""What `speir survey route` says of one set of answers: nothing of it goes without a word."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.consultations.commands import survey as group
from app.errors import Invalid
from app.surveys.definition import Survey
from app.surveys.rehearsal import rehearsed
from tests.surveys.making import HEAD, survey_of

PAGES = """\
  - page: one
    title: One
    questions:
      - id: role
        type: single_choice
        text: Role?
        options: [{id: carer, text: A carer}, {id: other, text: Other, other: true}]
      - id: hours
        type: number
        relevant: role == 'carer'
        text: Hours?
        max: 168
        constraints: [{valid: this != 13, message: Not thirteen.}]
      - id: helped
        type: multiple_choice
        text: Helped?
        options: [{id: breaks, text: Breaks}, {id: much, text: Much, relevant: hours > 35}]
      - id: agree
        type: grid_single
        text: Agree?
        rows: [{id: say, text: Say}, {id: listened, text: Listened, relevant: hours > 35}]
        options: [{id: "yes", text: Agreed}, {id: "no", text: Not agreed}]
      - id: people
        type: repeat
        text: People
        item: Person
        max: 2
        parts:
          - {id: child, type: yes_no, text: Child?}
          - {id: age, type: number, text: Age?, max: 17, relevant: child == 'yes'}
          - id: days
            type: number
            text: Days?
            constraints: [{valid: this < 8, message: A week has seven.}]
      - {id: where, type: single_choice, text: Where?, options_from: localities}
      - {id: lives, type: place, text: Postcode?, keep: district}
"""
ENDINGS = "endings: [{relevant: hours > 35, text: You care a great deal.}]\nthanks: Thank you.\n"


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    folder = tmp_path_factory.mktemp("rehearsal")
    return survey_of(folder, HEAD.format(name="made").replace("pages:", ENDINGS + "pages:") + PAGES)


@pytest.mark.parametrize(
    ("answers", "at", "because"),
    [
        ({"rolle": "carer"}, "rolle", "no question has this id"),
        ({"role": "other", "hours": 3}, "hours", "it is not asked"),
        ({"helped": ["breaks", "much"]}, "helped=much", "it is not offered"),
        ({"helped": ["much"]}, "helped", "it is not offered, or empty"),
        ({"agree": {"say": "yes", "listened": "no"}}, "agree.listened", "it is not offered, or empty"),
        ({"people": [{"child": "no", "age": 4}]}, "people.1.age", "it is not asked"),
        ({"people": [{"child": "no", "height": 4}]}, "people.1.height", "no part has this id"),
        ({"people": [{}, {"days": 1}]}, "people.1", "it is empty"),
        (
            {"people": [{"days": 1}] * 3},
            "people.3",
            "there are not so many entries, or nothing of it is asked",
        ),
    ],
)
def test_what_is_not_stored_is_told_with_the_reason(
    survey: Survey, answers: dict[str, Any], at: str, because: str
) -> None:
    assert rehearsed(survey, answers)["left_out"] == [{"at": at, "because": because}]


def test_whatever_is_stored_is_not_told_as_left_out(survey: Survey) -> None:
    answers = {
        "role": "carer",
        "hours": 40,
        "helped": ["breaks", "much"],
        "agree": {"say": "yes", "listened": "no"},
        "people": [{"child": "yes", "age": 4, "days": 2}, {"child": "no"}],
        "where": "leven",
        "lives": "KY16",
    }
    told = rehearsed(survey, answers)
    assert told["stored"] == answers
    assert told["left_out"] == told["problems"] == []
    assert told["not_offered"] == ["people.2.age"]
    assert told["ending"] == "You care a great deal."


def test_what_must_be_mended_is_told_with_its_control_and_why(survey: Survey) -> None:
    answers = {
        "role": "carer",
        "hours": 13,
        "people": [{"days": 9}],
        "lives": "KY16 9AJ",
        "where": "not_sure",
    }
    told = rehearsed(survey, answers)
    assert told["problems"] == [
        {
            "question": "lives",
            "problem": "not_usable",
            "at": "lives",
            "why": "'KY16 9AJ' is not a district such as KY16",
        },
        {"question": "hours", "problem": "constraint", "at": "hours", "why": "Not thirteen."},
        {"question": "people", "problem": "constraint", "at": "people.1.days", "why": "A week has seven."},
    ]
    assert told["ending"] == "Thank you."


ALL_OF_IT = """\
survey: made
title: All of it
endings: [{relevant: total > 35, text: "{{total}} hours."}]
pages:
  - page: one
    title: One
    questions:
      - {id: hours, type: number, text: Hours?}
      - {id: total, type: calculated, text: In all, calculation: hours * 2}
      - {id: many, type: yes_no, text: Many?, relevant: hours >= 35}
      - id: people
        type: repeat
        text: People
        item: Person
        max: 12
        parts: [{id: age, type: number, text: Age?, max: 17}]
      - id: each
        type: repeat
        text: Each
        item: Person
        count: how_many(people)
        parts: [{id: days, type: number, text: Days?}]
  - page: two
    title: Two
    relevant: many == 'yes'
    questions:
      - {id: say, type: long_text, text: Say?}
"""


def test_what_is_not_asked_is_told_with_what_does_not_hold(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, ALL_OF_IT)
    told = rehearsed(survey, {"hours": 3, "total": 99, "people": [{"age": 4}]})
    assert told["asked"] == ["hours", "total", "people", "each"]
    assert told["not_asked"] == {"many": "hours >= 35", "say": "many == 'yes'"}
    assert told["stored"] == {"hours": 3, "total": 6, "people": [{"age": 4}]}
    assert told["left_out"] == [{"at": "total", "because": "it is worked out"}]


def test_an_ending_takes_up_answers_and_entries_without_room_are_in_order(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, ALL_OF_IT)
    told = rehearsed(survey, {"hours": 20, "people": [{"age": 4}] * 8})
    assert told["ending"] == "40 hours."
    assert told["not_offered"] == ["each.9", "each.10"]


def test_a_value_that_cannot_be_used_is_told_at_its_own_control_in_its_entry(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, ALL_OF_IT)
    told = rehearsed(survey, {"people": [{"age": 4}, {"age": 19}, {"age": "old"}]})
    assert [(one["at"], one["why"]) for one in told["problems"]] == [
        ("people.2.age", "19 is more than 17"),
        ("people.3.age", "'old' is not a number"),
    ]


@pytest.mark.parametrize("said", ['{"hours": Infinity}', '{"hours": NaN}', "{", "[]"])
def test_what_is_no_set_of_answers_is_refused(tmp_path: Path, said: str) -> None:
    (tmp_path / "made.yaml").write_text(HEAD.format(name="made") + PAGES, encoding="utf-8")
    (tmp_path / "answers.json").write_text(said, encoding="utf-8")
    done = CliRunner().invoke(group, ["route", str(tmp_path / "made.yaml"), str(tmp_path / "answers.json")])
    assert isinstance(done.exception, Invalid)
