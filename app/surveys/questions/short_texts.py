"""Short texts: several short texts or numbers under one question, as a name, a place and an age."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions import parts as of_parts
from app.surveys.questions.base import KNOWN, Form, Read, Wrong
from app.surveys.shapes import Parts

name = "short_texts"
keys = frozenset({"parts"})
needs = frozenset({"parts"})


def shape(question: Question) -> Parts:
    """The shape of each part."""
    return Parts(tuple((part.id, KNOWN[part.type].shape(part)) for part in question.parts))


def parts(question: Question) -> tuple[Question, ...]:
    """The parts, each under its full id."""
    return of_parts.parts_of(question)


def complete(question: Question) -> Question:
    """Who must answer a part must answer the question."""
    return of_parts.required_by_parts(question)


def faults(question: Question) -> Iterator[Wrong]:
    """Parts are short texts and numbers."""
    return of_parts.faults(question, ("short_text", "number"))


def controls(question: Question) -> tuple[str, ...]:
    """A field for each part."""
    return of_parts.controls(parts(question))


def read(question: Question, form: Form) -> Read:
    """The ids of the parts that were answered to their answers."""
    return of_parts.read(question, parts(question), form)


def check(question: Question, value: Value) -> str | None:
    """A mapping of ids of parts to what their types take is wanted."""
    return of_parts.check(question, parts(question), value)


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """A line for each part that was answered."""
    return of_parts.say(question, parts(question), values[question.id], language)
