"""What an expression is worth for somebody's answers: a tree made into calls once, and then only called.

A missing answer is None. It equals nothing: it makes `==` and the orderings false and `!=` true; a sum
with it is missing too; `sum()` and its like leave it out. Nothing that can be parsed raises here.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from app.surveys.expressions.functions import ALL, FUNCTIONS, Value, is_number, kept, one_by_one
from app.surveys.expressions.tree import (
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

SCOTLAND = ZoneInfo("Europe/London")


def _no_label(path: str, value: Value) -> str:
    """The option's id, where nobody knows its words."""
    return str(value)


@dataclass(slots=True)
class Scope:
    """What an expression may know: the answers so far, the day, and how options are called.

    `answers` maps question ids to answers. `today` is an ISO date; None: the day in Scotland. `position` is
    which instance of a repeat is looked at, from 1. `label` gives the words of an option chosen at a path.
    """

    answers: Mapping[str, Value]
    today: str | None = None
    position: int | None = None
    label: Callable[[str, Value], str] = _no_label


Work = Callable[[Scope], Value]
_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def evaluate(expression: Expression, answers: Mapping[str, Value]) -> bool:
    """Whether a condition holds for these answers.

    >>> evaluate(Comparison(Reference("hours"), ">=", Literal(35)), {"hours": 40})
    True
    """
    return compiled(expression)(Scope(answers)) is True


@lru_cache(maxsize=5_000)
def compiled(expression: Expression) -> Work:
    """The expression as something to call with a Scope."""
    match expression:
        case And(terms):
            return _every([compiled(term) for term in terms])
        case Or(terms):
            return _any([compiled(term) for term in terms])
        case Not(term):
            work = compiled(term)
            return lambda scope: work(scope) is not True
        case Selected(path, option):
            return _selected(_reference(path), option)
        case Answered(path):
            answer = _reference(path)
            return lambda scope: _is_there(answer(scope))
        case Comparison(left, sign, right):
            return _comparison(left, sign, right)
        case Arithmetic(left, sign, right):
            return _arithmetic(compiled(left), sign, compiled(right))
        case Negative(term):
            work = compiled(term)
            return lambda scope: -value if is_number(value := work(scope)) else None
        case Call():
            return _call(expression)
        case Reference(path):
            return _reference(path)
        case Literal(value):
            return lambda scope: value


def _every(works: list[Work]) -> Work:
    if len(works) == 2:
        one, other = works
        return lambda scope: one(scope) is True and other(scope) is True
    return lambda scope: all(work(scope) is True for work in works)


def _any(works: list[Work]) -> Work:
    return lambda scope: any(work(scope) is True for work in works)


def _is_there(value: Value) -> bool:
    return value not in (None, "", [], {})


def _selected(answer: Work, option: str) -> Work:
    def selected(scope: Scope) -> Value:
        value = answer(scope)
        if isinstance(value, str):
            return value == option
        return option in one_by_one([value])

    return selected


def _reference(path: str) -> Work:
    """An answer, or a part of one; of a repeat, the part of each instance."""
    first, *rest = path.split(".")
    if not rest:
        return lambda scope: scope.answers.get(first)

    def look_up(scope: Scope) -> Value:
        value = scope.answers.get(first)
        for name in rest:
            value = _part(value, name)
        return value

    return look_up


def _part(value: Value, name: str) -> Value:
    """A part of an answer; of several entries, what each of them has there."""
    if isinstance(value, list):
        return [_part(one, name) for one in value]
    return value.get(name) if isinstance(value, Mapping) else None


def _comparison(left: Expression, sign: str, right: Expression) -> Work:
    one, other = compiled(left), compiled(right)
    if sign == "==":
        return lambda scope: _same(one(scope), other(scope))
    if sign == "!=":
        return lambda scope: not _same(one(scope), other(scope))
    order = _SIGNS[sign]
    if isinstance(right, Literal) and is_number(right.value):
        most = right.value

        def beside_a_number(scope: Scope) -> Value:
            value = one(scope)
            kind = type(value)
            return (kind is int or kind is float) and order(value, most)

        return beside_a_number

    def ordered(scope: Scope) -> Value:
        value, beside = one(scope), other(scope)
        if is_number(value) and is_number(beside):
            return bool(order(value, beside))
        # Two texts are two dates, by the check of types; ISO dates are in order as texts are.
        return isinstance(value, str) and isinstance(beside, str) and bool(order(value, beside))

    return ordered


def _same(one: Value, other: Value) -> bool:
    return one is not None and other is not None and bool(one == other)


def _arithmetic(one: Work, sign: str, other: Work) -> Work:
    work = _SIGNS[sign]

    def reckon(scope: Scope) -> Value:
        value, beside = one(scope), other(scope)
        if not is_number(value) or not is_number(beside) or (sign == "/" and not beside):
            return None
        if kept(value) is None or kept(beside) is None:
            return None
        return kept(work(value, beside))

    return reckon


def _call(call: Call) -> Work:
    works = [compiled(one) for one in call.arguments]
    match call.function, call.arguments:
        case "today", _:
            return lambda scope: scope.today or datetime.now(UTC).astimezone(SCOTLAND).date().isoformat()
        case "position", _:
            return lambda scope: scope.position
        case "label", (Reference(path),):
            return _label(path, works[0])
        case "if", (_, _, _):
            condition, then, otherwise = works
            return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)
    function = FUNCTIONS.get(call.function)
    if function is None or not fits(call):
        return lambda scope: None
    work = function.work
    return lambda scope: work([one(scope) for one in works])


def fits(call: Call) -> bool:
    """Whether a call has as many arguments as its function takes."""
    function = ALL.get(call.function)
    if function is None:
        return False
    most = len(function.takes)
    given = len(call.arguments)
    return most - function.optional <= given and (given <= most or function.more)


def _label(path: str, answer: Work) -> Work:
    def label(scope: Scope) -> Value:
        value = answer(scope)
        if value in (None, "", [], {}):
            return None
        several = value if isinstance(value, list) else [value]
        return ", ".join(scope.label(path, one) for one in several)

    return label
