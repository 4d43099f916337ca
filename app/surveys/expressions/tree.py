"""The tree of an expression: what it is made of, what it names, and how it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

Plain = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands there as it is."""

    value: Plain

    def __eq__(self, other: object) -> bool:
        """True is not 1 here, though Python says so."""
        return isinstance(other, Literal) and (type(self.value), self.value) == (
            type(other.value),
            other.value,
        )

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True, slots=True)
class Reference:
    """An answer: of a question, or of a part of it as `question.part`. `this` is the answer being checked."""

    path: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One value beside another."""

    left: "Expression"
    operator: str  # one of == != < <= > >=
    right: "Expression"


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
class Arithmetic:
    """Two numbers made one."""

    left: "Expression"
    operator: str  # one of + - * /
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Negative:
    """The number below zero that is as far from it."""

    term: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions in the table of `functions`."""

    function: str
    arguments: tuple["Expression", ...]


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


Expression = (
    Literal | Reference | Comparison | Selected | Answered | Arithmetic | Negative | Call | Not | And | Or
)


def inner(expression: Expression) -> tuple[Expression, ...]:
    """The expressions that one is made of."""
    match expression:
        case And(terms) | Or(terms) | Call(_, terms):
            return terms
        case Not(term) | Negative(term):
            return (term,)
        case Comparison(left, _, right) | Arithmetic(left, _, right):
            return (left, right)
        case _:
            return ()


def references(expression: Expression) -> Iterator[str]:
    """The path of every answer that is named, as often as it is.

    >>> list(references(Comparison(Reference("hours"), ">=", Reference("rest.day"))))
    ['hours', 'rest.day']
    """
    match expression:
        case Reference(path) | Selected(path) | Answered(path):
            yield path
        case _:
            for one in inner(expression):
                yield from references(one)


def named(expression: Expression) -> frozenset[str]:
    """The ids of the questions that are named."""
    return frozenset([path.partition(".")[0] for path in references(expression)])


def called(expression: Expression) -> frozenset[str]:
    """The names of the functions that are called.

    >>> sorted(called(Comparison(Call("years", (Reference("born"), Call("today", ()))), "<", Literal(16))))
    ['today', 'years']
    """
    own = {expression.function} if isinstance(expression, Call) else set()
    return frozenset(own).union(*map(called, inner(expression)))


def leaves(expression: Expression) -> Iterator[Expression]:
    """Every part that holds or does not and is not itself made of such parts by and, or, not."""
    match expression:
        case And(terms) | Or(terms):
            for term in terms:
                yield from leaves(term)
        case Not(term):
            yield from leaves(term)
        case _:
            yield expression


def put_in(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with other expressions in the place of the answers that they give.

    >>> source(put_in(Selected("load", "heavy"), {"load": Reference("hours")}))
    "selected(hours, 'heavy')"
    """
    match expression:
        case Reference(path) if path in values:
            return values[path]
        case Selected(path, option) if path in values:
            put = values[path]
            return (
                Selected(put.path, option)
                if isinstance(put, Reference)
                else Comparison(put, "==", Literal(option))
            )
        case Answered(path) if path in values:
            put = values[path]
            return (
                Answered(put.path)
                if isinstance(put, Reference)
                else Comparison(Call("count", (put,)), ">", Literal(0))
            )
        case And(terms):
            return And(tuple(put_in(term, values) for term in terms))
        case Or(terms):
            return Or(tuple(put_in(term, values) for term in terms))
        case Call(function, arguments):
            return Call(function, tuple(put_in(one, values) for one in arguments))
        case Not(term):
            return Not(put_in(term, values))
        case Negative(term):
            return Negative(put_in(term, values))
        case Comparison(left, sign, right):
            return Comparison(put_in(left, values), sign, put_in(right, values))
        case Arithmetic(left, sign, right):
            return Arithmetic(put_in(left, values), sign, put_in(right, values))
        case _:
            return expression


# How tightly an expression holds together: what stands inside a tighter one needs brackets.
_LOOSE, _ALL, _NOT, _BESIDE, _PLUS, _TIMES, _SIGN, _WHOLE = range(8)


def source(expression: Expression) -> str:
    """The expression as it would be written in a file, with no more brackets than it needs.

    >>> source(And((Comparison(Reference("hours"), ">=", Literal(35)), Not(Answered("note")))))
    'hours >= 35 and not answered(note)'
    """
    return _written(expression)[0]


def _written(expression: Expression) -> tuple[str, int]:
    match expression:
        case Or(terms):
            return " or ".join(_at_least(term, _ALL) for term in terms), _LOOSE
        case And(terms):
            return " and ".join(_at_least(term, _NOT) for term in terms), _ALL
        case Not(term):
            return "not " + _at_least(term, _NOT), _NOT
        case Comparison(left, sign, right):
            return f"{_at_least(left, _PLUS)} {sign} {_at_least(right, _PLUS)}", _BESIDE
        case Arithmetic(left, sign, right):
            own = _PLUS if sign in "+-" else _TIMES
            return f"{_at_least(left, own)} {sign} {_at_least(right, own + 1)}", own
        case Negative(term):
            return "-" + _at_least(term, _SIGN), _SIGN
        case Call(function, arguments):
            return f"{function}({', '.join(source(one) for one in arguments)})", _WHOLE
        case Selected(reference, option):
            return f"selected({reference}, {_quoted(option)})", _WHOLE
        case Answered(reference):
            return f"answered({reference})", _WHOLE
        case Reference(path):
            return path, _WHOLE
        case Literal(value):
            written = _literal(value)
            return written, _SIGN if written.startswith("-") else _WHOLE


def _at_least(term: Expression, level: int) -> str:
    """The source of a term, in brackets where it holds together less than is needed."""
    written, own = _written(term)
    return written if own >= level else f"({written})"


def _literal(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    return f"{Decimal(repr(value)):f}"


def _quoted(words: str) -> str:
    """Words in quotes; a quote among them is doubled."""
    return "'" + words.replace("'", "''") + "'"
