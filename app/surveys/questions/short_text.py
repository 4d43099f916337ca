"""Short text: one line of words."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions.base import Form, Read
from app.surveys.questions.words import clean, too_long
from app.surveys.shapes import Words

LONGEST = 200  # characters, unless the definition says otherwise

name = "short_text"
keys = frozenset({"max_length"})
needs: frozenset[str] = frozenset()


def shape(question: Question) -> Words:
    """Words."""
    return Words()


def controls(question: Question) -> tuple[str, ...]:
    """One text field."""
    return (question.id,)


def read(question: Question, form: Form) -> Read:
    """The words on one line."""
    words = " ".join(clean(form.get(question.id, "")).split())
    longest = question.limits.max_length or LONGEST
    return Read({question.id: words} if words else {}, too_long(question, question.id, words, longest))


def check(question: Question, value: Value) -> str | None:
    """Words within the limit are wanted."""
    longest = question.limits.max_length or LONGEST
    if not isinstance(value, str):
        return f"{value!r} is not a text"
    return f"it is longer than {longest} characters" if len(value) > longest else None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The words."""
    yield values[question.id]
