"""The closed table of functions that an expression may call. None is an answer that is missing.

Each function is given values of any kind and raises nothing: a value that does not fit gives None.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from app.surveys.expressions.kinds import Kind

LONGEST_TEXT = 10_000  # characters of a text that is put together
LARGEST = 1e15  # beyond this a number with a fraction is no longer exact
Value = Any
N, T, D, F = Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.FLAG


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` are the kinds that each argument may be; `more`: the last may be given again and again.

    `gives` is the kind of the result; None: that of its last argument. `optional` arguments at the end may be
    left out. `example` is shown to an author who got it wrong.
    """

    takes: tuple[frozenset[Kind], ...]
    gives: Kind | None
    work: Callable[[Sequence[Value]], Value]
    example: str
    more: bool = False
    optional: int = 0


def kept(number: float) -> int | float | None:
    """A number that can be told apart from its neighbours; a whole one as an int; None for any other.

    >>> kept(4.0), kept(1e300), kept(float("nan"))
    (4, None, None)
    """
    if not -LARGEST <= number <= LARGEST:
        return None
    return int(number) if isinstance(number, float) and number.is_integer() else number


def is_number(value: Value) -> bool:
    """Whether a value is a number; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def one_by_one(values: Sequence[Value]) -> Iterator[Value]:
    """The single values in several, those of lists and of parts among them; missing ones are left out."""
    for value in values:
        if isinstance(value, Mapping):
            yield from one_by_one(list(value.values()))
        elif isinstance(value, list | tuple):
            yield from one_by_one(value)
        elif value is not None and value != "":
            yield value


def numbers(values: Sequence[Value]) -> list[float]:
    """The numbers among several values."""
    return [value for value in one_by_one(values) if is_number(value)]


def day_of(value: Value) -> date | None:
    """A date, or the first day of a month or year; None for anything else.

    >>> day_of("2026-11"), day_of("soon")
    (datetime.date(2026, 11, 1), None)
    """
    if not isinstance(value, str) or not value[:4].isdecimal():
        return None
    try:
        return date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value)
    except ValueError:
        return None


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another, below zero where the other comes first."""
    if later < earlier:
        return -months_between(later, earlier)
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


def _between(count: Callable[[date, date], int]) -> Callable[[Sequence[Value]], Value]:
    def work(values: Sequence[Value]) -> Value:
        earlier, later = day_of(values[0]), day_of(values[1])
        return count(earlier, later) if earlier is not None and later is not None else None

    return work


def _of_numbers(count: Callable[[list[float]], float]) -> Callable[[Sequence[Value]], Value]:
    def work(values: Sequence[Value]) -> Value:
        found = numbers(values)
        return kept(count(found)) if found else None

    return work


def _of_text(work: Callable[[str], Value]) -> Callable[[Sequence[Value]], Value]:
    return lambda values: work(values[0]) if isinstance(values[0], str) else None


def _of_two_texts(work: Callable[[str, str], Value]) -> Callable[[Sequence[Value]], Value]:
    return lambda values: (
        work(values[0], values[1]) if isinstance(values[0], str) and isinstance(values[1], str) else False
    )


def _rounded(values: Sequence[Value]) -> Value:
    """Half is rounded away from zero, as people do."""
    places = values[1] if len(values) > 1 else 0
    if not is_number(values[0]) or not is_number(places) or not 0 <= places <= 6:
        return None
    scale = 10 ** int(places)
    scaled = kept(abs(values[0]) * scale)
    if scaled is None:
        return None
    return kept(math.copysign(math.floor(scaled + 0.5) / scale, values[0]))


def _whole(how: Callable[[float], int]) -> Callable[[Sequence[Value]], Value]:
    return lambda values: (
        kept(how(values[0])) if is_number(values[0]) and kept(values[0]) is not None else None
    )


def _remainder(values: Sequence[Value]) -> Value:
    number, by = values
    return kept(number % by) if is_number(number) and is_number(by) and by else None


def _joined(values: Sequence[Value]) -> Value:
    words = "".join(str(value) for value in one_by_one(values))
    return words if len(words) <= LONGEST_TEXT else None


def _first(values: Sequence[Value]) -> Value:
    return next((one for one in values if one not in (None, "")), None)


def _at(values: Sequence[Value]) -> Value:
    several, place = values
    if not isinstance(several, list) or not is_number(place) or not 1 <= place <= len(several):
        return None
    return several[int(place) - 1]


def _how_many(values: Sequence[Value]) -> Value:
    """Rows of a grid and instances of a repeat count each once, whatever is in them."""
    [several] = values
    return len(several) if isinstance(several, list | Mapping) else int(several not in (None, ""))


def _date(values: Sequence[Value]) -> Value:
    day = day_of(values[0])
    return day.isoformat() if day is not None else None


def _part_of_date(name: str) -> Callable[[Sequence[Value]], Value]:
    return lambda values: getattr(day, name) if (day := day_of(values[0])) is not None else None


def _matches(values: Sequence[Value]) -> Value:
    text, written = values
    found = pattern(written) if isinstance(written, str) else None
    return isinstance(text, str) and found is not None and found.fullmatch(text) is not None


@lru_cache(maxsize=500)
def pattern(written: str) -> Any:
    """A pattern that looks at each character once, however it is written; None if it cannot be read."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(written, options)
    except re2.error:
        return None


def _kinds(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


_ANYTHING = frozenset(Kind)
_COUNTED = _kinds(N, Kind.MANY)

FUNCTIONS: Mapping[str, Function] = {
    "if": Function((_kinds(F), _ANYTHING, _ANYTHING), None, lambda v: v[1] if v[0] is True else v[2],
                   "if(hours >= 35, 'many', 'few')"),
    "coalesce": Function((_ANYTHING, _ANYTHING), None, _first, "coalesce(hours, 0)", more=True),
    "sum": Function((_COUNTED,), N, _of_numbers(math.fsum), "sum(day_hours, night_hours)", more=True),
    "min": Function((_COUNTED,), N, _of_numbers(min), "min(day_hours, night_hours)", more=True),
    "max": Function((_COUNTED,), N, _of_numbers(max), "max(day_hours, night_hours)", more=True),
    "mean": Function((_COUNTED,), N, _of_numbers(lambda found: math.fsum(found) / len(found)),
                     "mean(day_hours, night_hours)", more=True),
    "count": Function((_ANYTHING,), N, lambda v: sum(1 for one in v if one not in (None, "", [], {})),
                      "count(hours, comment)", more=True),
    "count_selected": Function((_kinds(Kind.CHOICES, Kind.CHOICE),), N, _how_many, "count_selected(helped)"),
    "how_many": Function((_kinds(Kind.MANY),), N, _how_many, "how_many(people)"),
    "at": Function((_kinds(Kind.MANY), _kinds(N)), Kind.ANY, _at, "at(people.hours, 1)"),
    "round": Function((_kinds(N), _kinds(N)), N, _rounded, "round(hours / 7, 1)", optional=1),
    "floor": Function((_kinds(N),), N, _whole(math.floor), "floor(hours / 7)"),
    "ceil": Function((_kinds(N),), N, _whole(math.ceil), "ceil(hours / 7)"),
    "abs": Function((_kinds(N),), N, lambda v: kept(abs(v[0])) if is_number(v[0]) else None, "abs(change)"),
    "remainder": Function((_kinds(N), _kinds(N)), N, _remainder, "remainder(hours, 24)"),
    "length": Function((_kinds(T),), N, _of_text(len), "length(comment)"),
    "lower": Function((_kinds(T),), T, _of_text(str.lower), "lower(town)"),
    "contains": Function((_kinds(T), _kinds(T)), F, _of_two_texts(lambda a, b: b in a),
                         "contains(town, 'Leven')"),
    "starts_with": Function((_kinds(T), _kinds(T)), F, _of_two_texts(str.startswith),
                            "starts_with(postcode, 'KY')"),
    "matches": Function((_kinds(T), _kinds(T)), F, _matches, "matches(charity_number, 'SC[0-9]{6}')"),
    "concat": Function((_kinds(T, N, D, Kind.ANY),), T, _joined, "concat(first, ' ', second)", more=True),
    "date": Function((_kinds(T),), D, _date, "date('2026-11-30')"),
    "days": Function((_kinds(D), _kinds(D)), N, _between(lambda a, b: (b - a).days), "days(began, today())"),
    "months": Function((_kinds(D), _kinds(D)), N, _between(months_between), "months(began, today())"),
    "years": Function((_kinds(D), _kinds(D)), N,
                      _between(lambda a, b: int(months_between(a, b) / 12)), "years(born, today())"),
    "year": Function((_kinds(D),), N, _part_of_date("year"), "year(born)"),
    "month": Function((_kinds(D),), N, _part_of_date("month"), "month(born)"),
}  # fmt: skip
"""Those that work on values alone; `today`, `position` and `label` need to know more, see `evaluation`."""

IN_A_SETTING: Mapping[str, Function] = {
    "today": Function((), D, lambda v: None, "today()"),
    "position": Function((), N, lambda v: None, "position()"),
    "label": Function((_kinds(Kind.CHOICE, Kind.CHOICES),), T, lambda v: None, "label(role)"),
}
ALL: Mapping[str, Function] = {**FUNCTIONS, **IN_A_SETTING}
