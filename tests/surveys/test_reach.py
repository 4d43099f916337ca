"""Conditions that never hold are told, once and where they stand; and what is told is never asked."""

from pathlib import Path

import pytest

from app.surveys.expressions import Expression, source
from app.surveys.parser import parse_file
from app.surveys.reach import unreached
from tests.surveys.making import HEAD
from tests.surveys.random_surveys import random_answers, random_survey
from tests.surveys.reference import Slowly

ASKED = """\
  - page: one
    title: One
    questions:
      - id: role
        type: single_choice
        text: Role?
        options: [{id: a, text: A}, {id: b, text: B}, {id: c, text: C}]
      - id: helped
        type: multiple_choice
        text: Helped?
        options: [{id: x, text: X}, {id: y, text: Y}, {id: none, text: None, exclusive: true}]
      - {id: hours, type: number, text: Hours?, max: 168}
      - {id: heavy, type: yes_no, text: Heavy?, relevant: hours >= 35}
      - {id: town, type: short_text, text: Town?}
      - id: people
        type: repeat
        text: People
        item: Person
        parts:
          - {id: who, type: yes_no, text: A child?}
          - {id: age, type: number, text: Age?, max: 17, relevant: who == 'yes'}
          - {id: school, type: short_text, text: School?, relevant: "INSIDE"}
  - page: two
    title: Two
    relevant: PAGE
    questions:
      - {id: say, type: long_text, text: Say?, relevant: "QUESTION"}
      - {id: more, type: long_text, text: More?, relevant: answered(say)}
"""
HOLDS = "answered(role)"


def told(folder: Path, page: str = HOLDS, question: str = HOLDS, inside: str = HOLDS) -> list[str]:
    """What is wrong with the survey that has these three conditions, with its line."""
    source = ASKED.replace("PAGE", page).replace("QUESTION", question).replace("INSIDE", inside)
    file = folder / "made.yaml"
    file.write_text(HEAD.format(name="made") + source, encoding="utf-8")
    lines = [line.partition("relevant: ")[2].strip('"}') for line in file.read_text().splitlines()]
    return [f"{lines[one.line - 1]} / {one.what}" for one in parse_file(file)[1]]


@pytest.mark.parametrize(
    ("condition", "one", "other"),
    [
        ("role == 'a' and role == 'b'", "role == 'a'", "role == 'b'"),
        ("role == 'a' and (heavy == 'yes' and role != 'a')", "role == 'a'", "role != 'a'"),
        ("selected(role, 'a') and not selected(role, 'a')", "selected(role, 'a')", "not selected(role, 'a')"),
        ("answered(town) and not answered(town)", "answered(town)", "not answered(town)"),
        ("town == 'Leven' and town == 'Cupar'", "town == 'Leven'", "town == 'Cupar'"),
        ("hours > 50 and hours <= 50", "hours > 50", "hours <= 50"),
        ("50 < hours and hours == 50", "50 < hours", "hours == 50"),
        ("selected(helped, 'x') and helped_none", "selected(helped, 'x')", "selected(helped, 'none')"),
        ("role == 'c' and (role == 'a' or role == 'b')", "role == 'c'", "role == 'a'"),
        ("answered(town) or role == 'a' and role == 'b'", "role == 'a'", "role == 'b'"),
        ("not (role == 'a' and role == 'b')", "role == 'a'", "role == 'b'"),
        ("hours * 2 > 9 and 9 > hours * 2", "hours * 2 > 9", "9 > hours * 2"),
        ("heavy == 'yes' and hours < 10", "hours < 10", "hours >= 35"),
    ],
)  # fmt: skip
def test_terms_that_exclude_each_other(tmp_path: Path, condition: str, one: str, other: str) -> None:
    condition = condition.replace("helped_none", "selected(helped, 'none')")
    [found] = told(tmp_path, question=condition)
    assert f"{condition} / The condition of 'say': '{one}' and '{other}' never hold together." in found


@pytest.mark.parametrize(
    "condition",
    [
        "role == 'a' or role == 'b'",
        "role != 'a' and role != 'b'",
        "selected(helped, 'x') and selected(helped, 'y')",
        "selected(people.who, 'yes') and selected(people.who, 'no')",
        "hours >= 35 and hours <= 35",
        "not answered(hours) and role != 'a'",
        "heavy == 'no' and hours > 35",
        "role == 'c' and (role == 'a' or hours > 3)",
        "hours * 2 > 400",
    ],
)
def test_what_may_hold_is_not_told(tmp_path: Path, condition: str) -> None:
    assert told(tmp_path, question=condition) == []


def test_a_number_that_its_question_does_not_take(tmp_path: Path) -> None:
    [found] = told(tmp_path, question="hours > 168")
    assert "'hours > 168' and its 'max' (168) never hold together" in found
    [found] = told(tmp_path, question="how_many(people) > 10")
    assert "'how_many(people) > 10' and the 10 entries of 'people' never hold together" in found


def test_a_page_and_what_stands_on_it(tmp_path: Path) -> None:
    [found] = told(tmp_path, page="role == 'a'", question="role == 'b'")
    assert "role == 'b' / The condition of 'say': 'role == 'a'' and 'role == 'b''" in found
    [found] = told(tmp_path, page="role == 'a' and role == 'b'", question="role == 'b'")
    assert "The condition of 'two'" in found


def test_an_entry_is_looked_at_by_itself(tmp_path: Path) -> None:
    [found] = told(tmp_path, inside="who == 'no' and answered(age)")
    assert "'school': 'who == 'no'' and 'who == 'yes'' never hold" in found
    [found] = told(tmp_path, inside="age >= 18")
    assert "its 'max' (17)" in found
    assert told(tmp_path, inside="who == 'no' and selected(people.who, 'yes')") == []


def test_what_hangs_on_it_is_not_told_again(tmp_path: Path) -> None:
    assert len(told(tmp_path, question="role == 'a' and role == 'b'")) == 1  # and not `more`


def is_plain(condition: Expression | None) -> bool:
    """Whether a part of a condition that never holds keeps the whole from holding."""
    written = source(condition) if condition else ""
    return " or " not in written and "not (" not in written


def test_what_is_told_is_never_asked() -> None:
    """Of random surveys, with random answers to all of them, by the slow way."""
    looked_at = 0
    for seed in range(1_500):
        survey = random_survey(seed)
        names = {name for owner, name, _, _ in unreached(survey) if owner and is_plain(owner.relevant)}
        never = names & survey.by_id.keys()
        never |= {one.id for page in survey.pages if page.id in names for one in page.questions}
        looked_at += bool(never)
        for number in range(30 if never else 0):
            asked = Slowly(survey, random_answers(survey, seed * 30 + number)).asked()
            assert not never & set(asked), (seed, number)
    assert looked_at > 50
