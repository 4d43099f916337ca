"""What expressions are worth: by table, and for anything at all without an error."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.expressions import Expression, Not, Scope, compiled, evaluate, parse
from app.surveys.expressions.functions import LONGEST_TEXT
from tests.surveys.expressions.trees import ANSWERS, TREES

SAID = {
    "role": "self",
    "hours": 35,
    "half": 2.5,
    "helped": ["breaks", "money"],
    "agree": {"say": "agree"},
    "note": "",
    "town": "Leven",
    "born": "2010-02-28",
    "began": "2024-06",
    "people": [{"name": "A", "hours": 3}, {"name": "B"}, {"hours": 4.5}],
    "costs": {"travel": 10, "respite": 5.5},
}


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("role == 'self'", True),
        ("role != 'self'", False),
        ("nothing == 'self'", False),
        ("nothing != 'self'", True),
        ("nothing == nothing", False),
        ("nothing < 3", False),
        ("nothing >= 3", False),
        ("hours >= 35", True),
        ("hours > 35.0", False),
        ("35 <= hours", True),
        ("hours < 36 and hours > 34", True),
        ("role > 3", False),
        ("selected(helped, 'breaks')", True),
        ("selected(helped, 'training')", False),
        ("selected(role, 'self')", True),
        ("selected(helped, 'training', 'money')", True),
        ("answered(hours)", True),
        ("answered(note)", False),
        ("answered(agree.rest)", False),
        ("agree.say == 'agree'", True),
        ("not role == 'self'", False),
        ("not nothing > 3", True),
        ("role == 'x' or hours == 35 and answered(role)", True),
        ("(role == 'x' or hours == 35) and answered(note)", False),
        ("true and not false", True),
        ("born < date('2010-03-01')", True),
        ("began > born", True),
        ("hours * 2 - 10 == 60", True),
        ("hours / 0 > 1", False),
        ("hours / 0 != 1", True),
    ],
)
def test_a_condition(words: str, holds: bool) -> None:
    assert evaluate(parse(words), SAID) is holds


@pytest.mark.parametrize(
    ("words", "worth"),
    [
        ("hours + half * 2", 40),
        ("(hours + half) * 2", 75),
        ("hours / 2", 17.5),
        ("-half + 1", -1.5),
        ("hours + nothing", None),
        ("sum(hours, nothing, half)", 37.5),
        ("sum(people.hours)", 7.5),
        ("sum(costs)", 15.5),
        ("sum(nothing)", None),
        ("min(hours, half)", 2.5),
        ("max(people.hours)", 4.5),
        ("mean(costs.travel, 20)", 15),
        ("count(hours, nothing, note, town)", 2),
        ("count_selected(helped)", 2),
        ("count_selected(role)", 1),
        ("count_selected(nothing)", 0),
        ("how_many(people)", 3),
        ("at(people.hours, 1)", 3),
        ("at(people.hours, 2)", None),
        ("at(people.hours, 9)", None),
        ("if(hours > 30, 'many', 'few')", "many"),
        ("if(nothing > 30, 'many', 'few')", "few"),
        ("coalesce(nothing, note, 7)", 7),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(half / 7, 2)", 0.36),
        ("floor(-half)", -3),
        ("ceil(half)", 3),
        ("abs(-half)", 2.5),
        ("remainder(hours, 24)", 11),
        ("remainder(hours, 0)", None),
        ("length(town)", 5),
        ("lower(town)", "leven"),
        ("contains(town, 'eve')", True),
        ("starts_with(town, 'Lev')", True),
        ("matches(town, '[A-Z][a-z]+')", True),
        ("matches(town, '[A-Z]')", False),
        ("matches(nothing, '.*')", False),
        ("concat(town, ': ', hours)", "Leven: 35"),
        ("days(born, '2010-03-02')", 2),
        ("months(born, date('2010-03-27'))", 0),
        ("years(born, today())", 16),
        ("years(born, date('2011-02-27'))", 0),
        ("years(today(), born)", -16),
        ("year(began)", 2024),
        ("month(began)", 6),
        ("date('tomorrow')", None),
        ("today()", "2026-11-24"),
        ("position()", 2),
        ("label(role)", "SELF"),
        ("label(helped)", "BREAKS, MONEY"),
        ("label(nothing)", None),
    ],
)
def test_a_value(words: str, worth: Any) -> None:
    scope = Scope(SAID, "2026-11-24", 2, lambda path, option: str(option).upper())
    found = compiled(parse(words))(scope)
    assert found == worth
    assert type(found) is type(worth)


@given(TREES, ANSWERS)
def test_anything_has_a_worth_for_any_answers_and_nothing_is_raised(
    tree: Expression, answers: dict[str, Any]
) -> None:
    worth = compiled(tree)(Scope(answers, "2026-11-24"))
    if isinstance(worth, float):
        assert math.isfinite(worth) or any(_endless(value) for value in answers.values())
    assert evaluate(tree, answers) in (True, False)
    assert evaluate(Not(tree), answers) is not evaluate(tree, answers)


def _endless(value: Any) -> bool:
    if isinstance(value, list | dict):
        return any(map(_endless, value.values() if isinstance(value, dict) else value))
    return isinstance(value, float) and not math.isfinite(value)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_pattern_is_asked_of_any_text_without_an_error(text: str, written: str) -> None:
    from app.surveys.expressions import Call, Literal, Reference

    tree = Call("matches", (Reference("text"), Literal(written)))
    assert evaluate(tree, {"text": text}) in (True, False)


def test_a_pattern_that_would_never_end_elsewhere_ends_here() -> None:
    """`re` needs longer for this than anybody lives; the test ends, or it does not."""
    assert evaluate(parse("matches(text, '(a+)+b')"), {"text": "a" * 5_000}) is False


def test_what_grows_without_end_is_missing() -> None:
    grown = "hours" + " * 999999999999" * 20
    assert compiled(parse(grown))(Scope({"hours": 35})) is None
    long = "concat(" + ", ".join(["town"] * 400) + ")"
    assert compiled(parse(long))(Scope({"town": "x" * LONGEST_TEXT})) is None
