"""Whether an expression can mean anything: names, kinds of value and options, before anybody answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.surveys.expressions.evaluation import fits
from app.surveys.expressions.functions import ALL, day_of, pattern
from app.surveys.expressions.kinds import Kind, Known
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
    inner,
    source,
)

ORDERED = frozenset({Kind.NUMBER, Kind.DATE, Kind.ANY})
LARGEST = 500  # parts of one expression
FEW = 8  # options that a message lists
DATED = "Write it like: date('2026-11-30')."
ALIKE = "Compare numbers with numbers, and choices with the id of an option in quotes."
MEANT = {
    "total": "sum",
    "add": "sum",
    "average": "mean",
    "avg": "mean",
    "len": "length",
    "now": "today",
    "number": "how_many",
    "age": "years",
    "includes": "selected",
    "modulo": "remainder",
    "mod": "remainder",
}
"""Functions under the names that others give them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, as a sentence, and how to mend it."""

    what: str
    mend: str


@dataclass
class Check:
    """One check of one expression. `known` maps paths to what is known of the answers there.

    `later` holds ids that exist and may not be named here, with the reason and the mending, in which `{}`
    stands for the id; `faults` what was found.
    """

    known: Mapping[str, Known]
    later: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    inside: bool = False
    """Whether this stands inside a repeat."""
    faults: list[Fault] = field(default_factory=list)

    def fault(self, what: str, mend: str) -> None:
        """Write a fault down, once."""
        found = Fault(what, mend)
        if found not in self.faults:
            self.faults.append(found)

    def kind(self, expression: Expression) -> Kind:
        """The kind of value that an expression gives; everything wrong with it is written down."""
        match expression:
            case And(terms) | Or(terms):
                for term in terms:
                    self._flag(term)
                return Kind.FLAG
            case Not(term):
                self._flag(term)
                return Kind.FLAG
            case Selected(path, option):
                self._selected(path, option)
                return Kind.FLAG
            case Answered(path):
                self._look_up(path)
                return Kind.FLAG
            case Comparison(left, sign, right):
                self._comparison(left, sign, right)
                return Kind.FLAG
            case Arithmetic(left, _, right):
                self._number(left)
                self._number(right)
                return Kind.NUMBER
            case Negative(term):
                self._number(term)
                return Kind.NUMBER
            case Call():
                return self._call(expression)
            case Reference(path):
                return self._look_up(path).kind
            case Literal(value):
                return _kind_of(value)

    def _look_up(self, path: str) -> Known:
        """What is known of an answer."""
        found = self.known.get(path)
        if found is not None:
            return found
        question, _, part = path.partition(".")
        if question in self.later:
            reason, mend = self.later[question]
            self.fault(f"'{question}' {reason}.", mend.format(question))
        elif part and question in self.known:
            parts = [one for one in self.known if one.startswith(f"{question}.")]
            near = get_close_matches(path, parts, 1)
            mend = f"Did you mean '{near[0]}'?" if near else f"'{question}' has no parts to ask for."
            self.fault(f"there is no '{path}'.", mend)
        else:
            near = [one for one in self.known if one.endswith(f".{path}")]
            near += get_close_matches(path, self.known, 1)
            mend = f"Did you mean '{near[0]}'?" if near else "Use the id of a question before this one."
            if any(path in (one.options or ()) for one in self.known.values()):
                mend = f"Put an answer in quotes: '{path}'."
            self.fault(f"'{path}' does not exist.", mend)
        return Known(Kind.ANY, None)

    def _flag(self, term: Expression) -> None:
        kind = self.kind(term)
        if kind not in (Kind.FLAG, Kind.ANY):
            self.fault(
                f"'{source(term)}' is {kind.value}, and not something that holds or does not.",
                f"Compare it: {_compared(term, kind)}.",
            )

    def _number(self, term: Expression) -> None:
        kind = self.kind(term)
        if kind not in (Kind.NUMBER, Kind.ANY):
            self.fault(f"'{source(term)}' is {kind.value}, and not a number.", "Reckon with numbers only.")

    def _selected(self, path: str, option: str) -> None:
        found = self._look_up(path)
        several = found.kind is Kind.MANY and found.of in (Kind.CHOICE, Kind.CHOICES)
        if found.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.ANY) and not several:
            self.fault(
                f"'{path}' is {found.kind.value}, so nothing can be selected.",
                f"Compare it: {_compared(Reference(path), found.kind)}.",
            )
        else:
            self._option(path, found, option)

    def _option(self, path: str, found: Known, option: str) -> None:
        """Whether a choice has this option."""
        if found.options is not None and option not in found.options:
            near = get_close_matches(option, found.options, 1)
            mend = f"Did you mean '{near[0]}'?" if near else "Use the id of one of its options."
            if not near and len(found.options) <= FEW:
                mend = f"Use one of {', '.join(found.options)}."
            self.fault(f"'{path}' has no option '{option}'.", mend)

    def _comparison(self, left: Expression, sign: str, right: Expression) -> None:
        one, other = self.kind(left), self.kind(right)
        for term, kind in ((left, one), (right, other)):
            if kind in (Kind.CHOICES, Kind.MANY):
                other_side = right if term is left else left
                what = f"'{source(term)}' may have several answers, so '{sign}' cannot be asked of it."
                self.fault(what, self._of_several(term, sign, other_side))
                return
        if {one, other} == {Kind.CHOICE, Kind.TEXT}:
            self._choice_beside(left if one is Kind.CHOICE else right, left if one is Kind.TEXT else right)
            kinds = {Kind.CHOICE}
        else:
            kinds = {one, other} - {Kind.ANY}
        if len(kinds) > 1:
            self.fault(
                f"{_quoted(left)} is {one.value} and {_quoted(right)} is {other.value}.",
                _alike(left, one, right) or _alike(right, other, left) or ALIKE,
            )
        elif sign not in ("==", "!=") and not kinds <= ORDERED:
            self.fault(
                f"'{sign}' is asked of '{source(left)}', which is {one.value}.",
                "Use == or !=; only numbers and dates come before one another.",
            )

    def _of_several(self, term: Expression, sign: str, beside: Expression) -> str:
        """How several answers are asked for what one would be compared with."""
        found = (
            self.known.get(term.path, Known(Kind.MANY)) if isinstance(term, Reference) else Known(Kind.MANY)
        )
        path = source(term)
        part = path.rpartition(".")[2]
        if self.inside and part != path and part in self.known:
            return f"Of the same entry write {part} {sign} {source(beside)}."
        if found.kind is Kind.CHOICES or found.of in (Kind.CHOICE, Kind.CHOICES):
            option = beside.value if isinstance(beside, Literal) else "option"
            return f"Write selected({path}, '{option}')."
        return f"Write {_as_number(path, found)} {sign} {source(beside)}."

    def _choice_beside(self, choice: Expression, text: Expression) -> None:
        """A choice is compared with the id of an option."""
        if isinstance(choice, Reference) and isinstance(text, Literal):
            self._option(choice.path, self._look_up(choice.path), str(text.value))
        elif not isinstance(text, Literal):
            self.fault(
                f"'{source(choice)}' is a choice and '{source(text)}' a text.",
                "Compare it with label(…) instead.",
            )

    def _call(self, call: Call) -> Kind:
        function = ALL.get(call.function)
        if function is None:
            known = [*ALL, "answered", "selected"]
            near = [MEANT[call.function]] if call.function in MEANT else []
            near += get_close_matches(call.function, known, 1)
            mend = f"Did you mean '{near[0]}'?" if near else f"Use one of {', '.join(sorted(known))}."
            self.fault(f"there is no function '{call.function}'.", mend)
            return Kind.ANY
        if call.function == "position" and not self.inside:
            self.fault("position() is asked outside a repeat.", "Use it in the questions of a repeat.")
        if len(call.arguments) != len(function.takes) and not fits(call):
            self.fault(
                f"'{call.function}' is given {len(call.arguments)} values.",
                f"Write it like: {function.example}.",
            )
            return function.gives or Kind.ANY
        given = Kind.ANY
        for place, argument in enumerate(call.arguments):
            takes = function.takes[min(place, len(function.takes) - 1)]
            given = self.kind(argument)
            if given is not Kind.ANY and given not in takes:
                self.fault(
                    f"'{call.function}' cannot take '{source(argument)}', which is {given.value}.",
                    f"Write it like: {function.example}.",
                )
        self._written(call)
        return function.gives or given

    def _written(self, call: Call) -> None:
        """What stands in a call as words must be words of the right kind."""
        match call.function, call.arguments:
            case "matches", (_, Literal(str(written))):
                if pattern(written) is None:
                    self.fault(
                        f"the pattern {written!r} cannot be read.", "Look at its brackets and backslashes."
                    )
            case "matches", (_, other):
                self.fault(f"the pattern '{source(other)}' is not written out.", "Write it in quotes.")
            case "date", (Literal(str(written)),):
                if day_of(written) is None:
                    self.fault(f"{written!r} is not a date.", "Write it like: date('2026-11-30').")
            case "label", (other,) if not isinstance(other, Reference) and not self.faults:
                self.fault(f"'{source(other)}' is not a question.", "Write it like: label(role).")


def check(expression: Expression, wanted: Kind, given: Check) -> Iterator[Fault]:
    """Everything that is wrong with an expression that should give a value of a kind."""
    if size(expression) > LARGEST:
        yield Fault(f"it has more than {LARGEST} parts.", "Split it, for example with a calculated question.")
        return
    kind = given.kind(expression)
    if kind not in (wanted, Kind.ANY) and wanted is not Kind.ANY and not given.faults:
        mend = f"Compare it: {_compared(expression, kind)}."
        if wanted is not Kind.FLAG:
            path = source(expression)
            known = given.known.get(path, Known(kind))
            several = wanted is Kind.NUMBER and kind in (Kind.MANY, Kind.CHOICES)
            mend = f"Write {_as_number(path, known)}." if several else f"Write what gives {wanted.value}."
        given.fault(f"{_quoted(expression)} is {kind.value}, and {wanted.value} is needed.", mend)
    yield from given.faults


def size(expression: Expression) -> int:
    """How many expressions one is made of, itself among them."""
    return 1 + sum(size(one) for one in inner(expression))


def _kind_of(value: object) -> Kind:
    if isinstance(value, bool):
        return Kind.FLAG
    return Kind.TEXT if isinstance(value, str) else Kind.NUMBER


def _quoted(term: Expression) -> str:
    """An expression in a sentence; a text has quotes already."""
    written = source(term)
    return written if written.startswith("'") else f"'{written}'"


def _alike(term: Expression, kind: Kind, beside: Expression) -> str:
    """How what stands beside a term is written so that the two can be compared, if that is plain."""
    if not isinstance(beside, Literal):
        return ""
    if kind is Kind.NUMBER and isinstance(beside.value, str) and beside.value.isdecimal():
        return f"Write {beside.value} without quotes."
    if kind is Kind.CHOICE and not isinstance(beside.value, str):
        return f"Compare it with the id of an option, in quotes: {source(term)} == '{source(beside)}'."
    if kind is Kind.DATE:
        is_day = isinstance(beside.value, str) and day_of(beside.value) is not None
        return f"Write date({source(beside)})." if is_day else DATED
    return ""


def _as_number(path: str, known: Known) -> str:
    """What gives a number of several answers."""
    if known.of is Kind.NUMBER:
        return f"sum({path})"
    return f"count_selected({path})" if known.kind is Kind.CHOICES else f"how_many({path})"


def _compared(term: Expression, kind: Kind) -> str:
    """An example of a condition with a term."""
    written = source(term)
    return {
        Kind.NUMBER: f"{written} >= 35",
        Kind.DATE: f"{written} < today()",
        Kind.CHOICE: f"{written} == 'yes'",
        Kind.CHOICES: f"selected({written}, 'breaks')",
        Kind.MANY: f"how_many({written}) > 1",
    }.get(kind, f"answered({written})")
