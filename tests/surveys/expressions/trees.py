"""Random expressions, also such as no check would let pass, and random answers for them."""

from typing import Any

from hypothesis import strategies as st

from app.surveys.expressions import (
    And,
    Answered,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Negative,
    Not,
    Or,
    Reference,
    Selected,
)
from app.surveys.expressions.functions import ALL

WORDS_OF_OURS = ("and", "or", "not", "true", "false", "selected", "answered")
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}(\.[a-z0-9_]{1,4}){0,2}", fullmatch=True).filter(
    lambda name: name.split(".")[0] not in WORDS_OF_OURS
)
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=8)
OPTIONS = st.from_regex(r"[a-z0-9_]{1,8}", fullmatch=True)
NUMBERS = st.integers(0, 10**15) | st.floats(0, 1e15, allow_nan=False).map(abs)
LITERALS = st.builds(Literal, NUMBERS | WORDS | st.booleans())
SIGNS = ("==", "!=", "<", "<=", ">", ">=")
LEAVES: st.SearchStrategy[Expression] = (
    LITERALS | st.builds(Reference, NAMES) | st.builds(Selected, NAMES, OPTIONS) | st.builds(Answered, NAMES)
)


def _grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, inner),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Comparison, inner, st.sampled_from(SIGNS), inner),
        st.builds(Arithmetic, inner, st.sampled_from("+-*/"), inner),
        inner.map(_negative),
        st.builds(Call, st.sampled_from(sorted(ALL)), st.lists(inner, max_size=3).map(tuple)),
    )


def _negative(term: Expression) -> Expression:
    """A number below zero is a number, and not the opposite of one."""
    match term:
        case Literal(int() | float() as value) if not isinstance(value, bool) and value > 0:
            return Literal(-value)
    return Negative(term)


TREES = st.recursive(LEAVES, _grow, max_leaves=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.booleans()
    | st.dates().map(str)
    | st.sampled_from(["2026-11", "2026", "2026-99-99", "12:30", "x" * 9_999]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(OPTIONS, inner, max_size=3),
    max_leaves=6,
)
ANSWERS = st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True), VALUES, max_size=6)
