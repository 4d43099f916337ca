"""A condition of the survey language as a filter over coded responses, for exact tallies of the operator.

It holds for a response exactly where `expressions.evaluate` holds for its document.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from app.errors import Invalid
from app.surveys.expressions import (
    And,
    Answered,
    Comparison,
    Expression,
    ExpressionError,
    Not,
    Or,
    Selected,
    parse,
    references,
)
from app.tallies.counting import Columns, Mask
from app.tallies.layout import ATTRIBUTE, MULTI, NUMBER, WORDS, Column, Layout

Flags = npt.NDArray[np.bool_]
_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def mask(source: str, layouts: list[Layout]) -> Mask:
    """The filter of a written condition. It may name attributes (audience, kind, route …) like questions.

    Raises Invalid for a condition that cannot be read, or that asks for what no version of the survey has or
    what is not counted: the words of a text.
    """
    try:
        tree = parse(source)
    except ExpressionError as error:
        raise Invalid(f"The condition cannot be read: {error}") from None
    for leaf in references(tree):
        found = [column for layout in layouts for column in _columns(layout, leaf.reference)]
        if layouts and not found:
            raise Invalid(f"There is no question or attribute {leaf.reference}.")
        if isinstance(leaf, Comparison) and any(column.kind == WORDS for column in found):
            raise Invalid(f"{leaf.reference} is a text: only answered({leaf.reference}) can be asked of it.")
    return lambda columns: _holds(tree, columns)


def one_group(source: str) -> tuple[str, str] | None:
    """(breakdown, group) of a condition that picks one group of a breakdown, or None for any other."""
    try:
        tree = parse(source)
    except ExpressionError as error:
        raise Invalid(f"The condition cannot be read: {error}") from None
    match tree:
        case Comparison(reference, "==", str(value)) | Selected(reference, str(value)):
            return reference, value
    return None


def _columns(layout: Layout, reference: str) -> list[Column]:
    """The column of a question, a row or an attribute; all rows of a grid for the grid itself."""
    known = layout.by_key.get(reference)
    return [known] if known is not None else [one for one in layout.items if one.question == reference]


def _holds(tree: Expression, columns: Columns) -> Flags:
    match tree:
        case And(terms):
            return np.asarray(np.logical_and.reduce([_holds(term, columns) for term in terms]))
        case Or(terms):
            return np.asarray(np.logical_or.reduce([_holds(term, columns) for term in terms]))
        case Not(term):
            return np.asarray(~_holds(term, columns))
        case Answered(reference):
            return _any(columns, [_answered(columns, one) for one in _columns(columns.layout, reference)])
        case Selected(reference, option):
            return _chose(columns, reference, option)
        case Comparison(reference, "==", value):
            return _equal(columns, reference, value)
        case Comparison(reference, "!=", value):
            return np.asarray(~_equal(columns, reference, value))
        case Comparison(reference, sign, value):
            return _ordered(columns, reference, sign, value)


def _any(columns: Columns, flags: list[Flags]) -> Flags:
    none = np.zeros(columns.responses, np.bool_)
    return np.asarray(np.logical_or.reduce([none, *flags]))


def _answered(columns: Columns, column: Column) -> Flags:
    if column.kind == ATTRIBUTE:
        return np.ones(columns.responses, np.bool_)
    values = columns.values(column)
    return np.asarray(values & 3 == 3) if column.kind == MULTI else np.asarray(values >= 2)


def _chose(columns: Columns, reference: str, option: str) -> Flags:
    column = columns.layout.by_key.get(reference)
    if column is None or column.kind in (NUMBER, WORDS) or option not in column.options:
        return np.zeros(columns.responses, np.bool_)
    return columns.chose(reference, option)


def _equal(columns: Columns, reference: str, value: str | int | float) -> Flags:
    column = columns.layout.by_key.get(reference)
    if column is None or column.kind == MULTI:  # a list or a grid equals no single value
        return np.zeros(columns.responses, np.bool_)
    if column.kind == NUMBER:
        if isinstance(value, str):
            return np.zeros(columns.responses, np.bool_)
        return np.asarray(_answered(columns, column) & (columns.numbers(column) == value))
    return (
        _chose(columns, reference, value) if isinstance(value, str) else np.zeros(columns.responses, np.bool_)
    )


def _ordered(columns: Columns, reference: str, sign: str, value: str | int | float) -> Flags:
    column = columns.layout.by_key.get(reference)
    if column is None or column.kind != NUMBER or isinstance(value, str):
        return np.zeros(columns.responses, np.bool_)
    return np.asarray(_answered(columns, column) & _ORDER[sign](columns.numbers(column), value))
