"""Number: a whole or decimal number, within limits, with a unit."""

import re
from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.expressions import Literal
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Read, Wrong
from app.surveys.questions.words import clean
from app.surveys.shapes import Number

NUMBER = re.compile(r"[+-]?(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,6})?", re.ASCII)

TOLD = {
    "too_small": "is less than {min}",
    "too_large": "is more than {max}",
    "not_whole": "is not whole",
    "too_many_decimals": "has more than {decimals} digits after the point",
}

name = "number"
keys = frozenset({"min", "max", "decimals", "unit"})
needs: frozenset[str] = frozenset()


def shape(question: Question) -> Number:
    """A number."""
    return Number()


def faults(question: Question) -> Iterator[Wrong]:
    """What it begins with could be answered."""
    match question.default:
        case Literal(int() | float() as value) if _slip(question, value):
            yield Wrong("its default is outside its limits.", "Mend 'default', 'min' or 'max'.", ("default",))


def controls(question: Question) -> tuple[str, ...]:
    """One text field that brings up digits on a phone."""
    return (question.id,)


def read(question: Question, form: Form) -> Read:
    """The number; what cannot be read as one is kept as typed, with a slip."""
    typed = clean(form.get(question.id, ""))
    if not typed:
        return Read()
    if not NUMBER.fullmatch(typed):
        return Read({question.id: typed[:50]}, (Slip(question.id, question.id, "not_a_number"),))
    value = _number(typed.replace(",", ""))
    slip = _slip(question, value)
    return Read({question.id: value}, (slip,) if slip else ())


def check(question: Question, value: Value) -> str | None:
    """A number within the limits is wanted."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{value!r} is not a number"
    slip = _slip(question, value)
    return f"{value} {TOLD[slip.code].format(**dict(slip.detail))}" if slip else None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The number and its unit."""
    yield f"{values[question.id]} {question.limits.unit.in_language(language)}".strip()


def _number(typed: str) -> int | float:
    """A whole number where it is one, so that 4.0 and 4 are the same answer."""
    number = float(typed)
    return int(number) if number.is_integer() else number


def _slip(question: Question, value: int | float) -> Slip | None:
    """What is wrong with a number, if anything."""
    limits = question.limits
    if round(value, limits.decimals) != value:
        code = "too_many_decimals" if limits.decimals else "not_whole"
        return Slip(question.id, question.id, code, (("decimals", str(limits.decimals)),))
    if limits.minimum is not None and value < limits.minimum:
        return Slip(question.id, question.id, "too_small", (("min", f"{limits.minimum:g}"),))
    if limits.maximum is not None and value > limits.maximum:
        return Slip(question.id, question.id, "too_large", (("max", f"{limits.maximum:g}"),))
    return None
