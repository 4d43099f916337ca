"""Conditions: read, written, evaluated, refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.expressions import (
    And,
    Answered,
    Comparison,
    Expression,
    ExpressionError,
    Not,
    Or,
    Selected,
    evaluate,
    parse,
    references,
    source,
)

ANSWERS = {"role": "self", "hours": 35, "helped": ["breaks"], "agree": {"say": "agree"}, "note": ""}


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("role == 'self'", True),
        ('role == "self"', True),
        ("role != 'self'", False),
        ("nothing == 'self'", False),
        ("nothing != 'self'", True),
        ("hours >= 35", True),
        ("hours > 35.0", False),
        ("hours < 36 and hours > 34", True),
        ("role > 3", False),
        ("selected(helped, 'breaks')", True),
        ("selected(helped, 'money')", False),
        ("selected(role, 'self')", True),
        ("answered(hours)", True),
        ("answered(note)", False),
        ("answered(agree.rest)", False),
        ("agree.say == 'agree'", True),
        ("not role == 'self'", False),
        ("not (role == 'x' or hours < 5)", True),
        ("role == 'x' or hours == 35 and answered(role)", True),
        ("(role == 'x' or hours == 35) and answered(note)", False),
    ],
)
def test_evaluate(words: str, holds: bool) -> None:
    assert evaluate(parse(words), ANSWERS) is holds


@pytest.mark.parametrize(
    "words",
    [
        "",
        "role",
        "role = 'x'",
        "role == ",
        "== 'x'",
        "and",
        "role == 'x' and",
        "(role == 'x'",
        "selected(role)",
    ]
    + ["role == 'x' role", "__import__('os')", "role == 'x\n'", "x" * 3000, "(" * 21 + "a == 1" + ")" * 21],
)
def test_what_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(ExpressionError):
        parse(words)


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("and", "or", "not", "selected", "answered")
)
LITERALS: st.SearchStrategy[Any] = st.integers(-999, 999) | st.from_regex(r"[a-z0-9_ ]{0,8}", fullmatch=True)
LEAVES: st.SearchStrategy[Expression] = (
    st.builds(Comparison, NAMES, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), LITERALS)
    | st.builds(Selected, NAMES, st.from_regex(r"[a-z0-9_]{1,8}", fullmatch=True))
    | st.builds(Answered, NAMES)
)


def _grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    def terms(*never: type) -> st.SearchStrategy[tuple[Expression, ...]]:
        fit = inner.filter(lambda term: not isinstance(term, never))
        return st.lists(fit, min_size=2, max_size=3).map(tuple)

    return st.builds(Not, inner) | st.builds(And, terms(And)) | st.builds(Or, terms(Or))


TREES = st.recursive(LEAVES, _grow, max_leaves=6)


@given(TREES)
def test_a_tree_written_down_is_read_as_the_same_tree(tree: Expression) -> None:
    assert parse(source(tree)) == tree


@given(TREES, st.dictionaries(NAMES, LITERALS | st.lists(st.text(max_size=3), max_size=2)))
def test_any_condition_holds_or_does_not_for_any_answers(tree: Expression, answers: dict[str, Any]) -> None:
    assert evaluate(tree, answers) in (True, False)
    assert evaluate(Not(tree), answers) is not evaluate(tree, answers)


@given(st.text(max_size=60))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        tree = parse(words)
    except ExpressionError:
        return
    assert list(references(tree))
