"""Whether conditions can hold together, before anybody answers.

Only what is plain is found: terms that speak of one answer and exclude each other. A condition that is found
here never holds, whatever is answered; one that is not may still never hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf

from app.surveys.expressions.kinds import Kind, Known
from app.surveys.expressions.tree import (
    And,
    Answered,
    Comparison,
    Expression,
    Literal,
    Not,
    Or,
    Reference,
    Selected,
    inner,
    source,
)

MOST = 30  # things said that are looked at in one condition, and branches of one `or`
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
OPPOSITE = {"==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Says:
    """What one term says of one answer, or of what is reckoned from some, as `how_many(people)`.

    `path` names it. `is_answered` is None where it may be either. `only` are the options of which it must be
    one, `never` those that it is not; `has` is one of several. A number lies between `least` and `most`,
    beside which stands whether they are left out themselves. `written` is the term in a message.
    """

    path: str
    written: str
    is_answered: bool | None = True
    only: frozenset[str] | None = None
    never: frozenset[str] = frozenset()
    least: tuple[float, bool] = (-inf, False)
    most: tuple[float, bool] = (inf, False)
    has: str = ""


def clash(
    terms: Iterable[Expression], known: Mapping[str, Known], limits: Iterable[Says] = ()
) -> tuple[str, str] | None:
    """Two terms that never hold together, as they are written, or None.

    All of the terms must hold for the whole to hold, and all of the limits.

    >>> clash([Comparison(Reference("hours"), ">", Literal(5)), Not(Answered("hours"))], {})
    ("'hours > 5'", "'not answered(hours)'")
    """
    plain, either = _laid_out(terms)
    said = [*(one for term in plain for one in says(term, known)), *limits]
    for one, other in combinations(said[:MOST], 2):
        if one.path == other.path and _exclude(one, other, known.get(one.path)):
            return one.written, other.written
    for branches in either:
        found = [clash([*plain, branch], known, limits) for branch in branches[: MOST + 1]]
        if all(found) and len(branches) <= MOST:
            return found[0]
    return None


def within(expression: Expression, known: Mapping[str, Known]) -> tuple[str, str] | None:
    """Two terms under one `and` that never hold together, wherever it stands in an expression, or None."""
    if isinstance(expression, And) and (found := clash([expression], known)):
        return found
    return next(filter(None, (within(one, known) for one in inner(expression))), None)


def asked_for(condition: Expression, known: Mapping[str, Known]) -> list[str]:
    """The paths of the answers without which a condition does not hold."""
    plain, _ = _laid_out([condition])
    return [one.path for term in plain for one in says(term, known) if one.is_answered]


def _laid_out(terms: Iterable[Expression]) -> tuple[list[Expression], list[tuple[Expression, ...]]]:
    """Terms without `and` among them, and beside them the branches of each `or`."""
    plain: list[Expression] = []
    either: list[tuple[Expression, ...]] = []
    for term in terms:
        match term:
            case And(more):
                inner_plain, inner_either = _laid_out(more)
                plain += inner_plain
                either += inner_either
            case Or(branches):
                either.append(branches)
            case _:
                plain.append(term)
    return plain, either


def says(term: Expression, known: Mapping[str, Known]) -> Iterator[Says]:
    """What a term says of an answer, if that is plain."""
    written = f"'{source(term)}'"
    match term:
        case Answered(path):
            yield Says(path, written)
        case Not(Answered(path)):
            yield Says(path, written, is_answered=False)
        case Selected(path, option):
            yield _option(path, written, option, known)
        case Not(Selected(path, option)):
            yield Says(path, written, is_answered=None, never=frozenset({option}))
        case Not(Comparison(left, sign, right)) if sign in OPPOSITE:
            for one in says(Comparison(left, OPPOSITE[sign], right), known):
                yield replace(one, written=written)
        case Comparison(Literal() as left, sign, right) if not isinstance(right, Literal):
            for one in says(Comparison(right, FLIPPED[sign], left), known):
                yield replace(one, written=written)
        case Comparison(Reference(path), "==", Literal(str(option))):
            yield _option(path, written, option, known)
        case Comparison(Reference(path), "!=", Literal(str(option))):
            yield Says(path, written, is_answered=None, never=frozenset({option}))
        case Comparison(left, sign, Literal(value)) if sign != "!=" and not isinstance(value, str):
            least = (value, sign == ">") if sign in ("==", ">", ">=") else (-inf, False)
            most = (value, sign == "<") if sign in ("==", "<", "<=") else (inf, False)
            yield Says(source(left), written, least=least, most=most)
        case _:
            return


def _option(path: str, written: str, option: str, known: Mapping[str, Known]) -> Says:
    """That an option is chosen: the only one, or one of several."""
    if path not in known or known[path].kind in (Kind.CHOICES, Kind.MANY):
        return Says(path, written, has=option)
    return Says(path, written, only=frozenset({option}))


def _exclude(one: Says, other: Says, known: Known | None) -> bool:
    """Whether an answer cannot be as both say."""
    if {one.is_answered, other.is_answered} == {True, False}:
        return True
    if one.only is not None and other.only is not None and not one.only & other.only:
        return True
    for this, that in ((one, other), (other, one)):
        if this.only is not None and this.only <= that.never:
            return True
        if this.has and this.has in that.never:
            return True
        if known and that.has and this.has in known.alone and that.has != this.has:
            return True
        (least, above), (most, below) = this.least, that.most
        if least > most or (least == most and (above or below)):
            return True
    return False
