"""The tree of a condition: what it refers to, whether it holds, and how it is written."""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Literal = str | int | float


@dataclass(frozen=True, slots=True)
class Comparison:
    """`reference` is a question id, or `question.row` for a row of a grid."""

    reference: str
    operator: str  # one of == != < <= > >=
    value: Literal


@dataclass(frozen=True, slots=True)
class Selected:
    """Whether an option is chosen, of a single or a multiple choice."""

    reference: str
    option: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether there is any answer."""

    reference: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    term: "Expression"


@dataclass(frozen=True, slots=True)
class And:
    """All of the terms."""

    terms: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the terms."""

    terms: tuple["Expression", ...]


Expression = Comparison | Selected | Answered | Not | And | Or

_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluate(expression: Expression, answers: Mapping[str, Any]) -> bool:
    """Whether the condition holds for these answers.

    A missing answer equals nothing: it makes `==` and the orderings false and `!=` true.
    """
    match expression:
        case And(terms):
            return all(evaluate(term, answers) for term in terms)
        case Or(terms):
            return any(evaluate(term, answers) for term in terms)
        case Not(term):
            return not evaluate(term, answers)
        case Selected(reference, option):
            value = _value(reference, answers)
            return option in value if isinstance(value, list) else value == option
        case Answered(reference):
            return _value(reference, answers) not in (None, "", [], {})
        case Comparison(reference, sign, wanted):
            value = _value(reference, answers)
            if sign == "==":
                return bool(value == wanted)
            if sign == "!=":
                return bool(value != wanted)
            if isinstance(value, int | float) and isinstance(wanted, int | float):
                return _ORDER[sign](value, wanted)
            return False


def _value(reference: str, answers: Mapping[str, Any]) -> Any:
    """The answer to a question, or to one row of a grid, or None."""
    question, _, row = reference.partition(".")
    value = answers.get(question)
    return value.get(row) if row and isinstance(value, dict) else value


def references(expression: Expression) -> Iterator[Comparison | Selected | Answered]:
    """Every leaf of the tree: each names a question."""
    match expression:
        case And(terms) | Or(terms):
            for term in terms:
                yield from references(term)
        case Not(term):
            yield from references(term)
        case _:
            yield expression


def source(expression: Expression) -> str:
    """The condition as it would be written in a file.

    >>> source(And((Comparison("hours", ">=", 35), Not(Answered("note")))))
    'hours >= 35 and not answered(note)'
    """
    match expression:
        case And(terms):
            return " and ".join(_grouped(term, Or) for term in terms)
        case Or(terms):
            return " or ".join(source(term) for term in terms)
        case Not(term):
            return "not " + _grouped(term, And, Or)
        case Selected(reference, option):
            return f"selected({reference}, '{option}')"
        case Answered(reference):
            return f"answered({reference})"
        case Comparison(reference, sign, value):
            shown = f"'{value}'" if isinstance(value, str) else f"{value}"
            return f"{reference} {sign} {shown}"


def _grouped(term: Expression, *kinds: type) -> str:
    """The source of a term, in brackets where it is one of `kinds`."""
    return f"({source(term)})" if isinstance(term, kinds) else source(term)
