"""A condition of the survey language as a filter over coded responses, for exact tallies of the operator.

It holds for a response exactly where `expressions.evaluate` holds for its document. What compares one answer
with a value is looked up in whole columns; anything else is worked out response by response.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from app.errors import Invalid
from app.surveys.expressions import (
    And,
    Answered,
    Call,
    Comparison,
    Expression,
    ExpressionError,
    Literal,
    Not,
    Or,
    Reference,
    Selected,
    evaluate,
    inner,
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
    for path in references(tree):
        if layouts and not any(_columns(layout, path) for layout in layouts):
            raise Invalid(f"There is no question or attribute {path}.")
    for path in _read(tree):
        if any(column.kind == WORDS for layout in layouts for column in _columns(layout, path)):
            raise Invalid(f"{path} is a text: only answered({path}) can be asked of it.")
    if not isinstance(tree, And | Or | Not | Comparison | Selected | Answered | Call):
        raise Invalid("The condition is a value, and not something that holds or does not.")
    return lambda columns: _holds(tree, columns)


def one_group(source: str) -> tuple[str, str] | None:
    """(breakdown, group) of a condition that picks one group of a breakdown, or None for any other."""
    try:
        tree = parse(source)
    except ExpressionError as error:
        raise Invalid(f"The condition cannot be read: {error}") from None
    match tree:
        case Comparison(Reference(path), "==", Literal(str(value))) | Selected(path, value):
            return path, value
    return None


def _read(tree: Expression) -> Iterator[str]:
    """The paths whose values are looked at, and not only whether there is one."""
    if isinstance(tree, Reference | Selected):
        yield from references(tree)
    for one in inner(tree):
        yield from _read(one)


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
        case Comparison(Reference(path), "==", Literal(value)) if not isinstance(value, bool):
            return _equal(columns, path, value)
        case Comparison(Reference(path), "!=", Literal(value)) if not isinstance(value, bool):
            return np.asarray(~_equal(columns, path, value))
        case Comparison(Reference(path), sign, Literal(int() | float() as value)):
            return _ordered(columns, path, sign, value)
        case _:
            found = (evaluate(tree, document) for document in columns.documents())
            return np.fromiter(found, np.bool_, columns.responses)


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


def _ordered(columns: Columns, reference: str, sign: str, value: int | float) -> Flags:
    column = columns.layout.by_key.get(reference)
    if column is None or column.kind != NUMBER:
        return np.zeros(columns.responses, np.bool_)
    return np.asarray(_answered(columns, column) & _ORDER[sign](columns.numbers(column), value))
