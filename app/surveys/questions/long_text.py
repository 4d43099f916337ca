"""Long text: as many words as somebody needs, in lines of their own. Never cut."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions.base import LONGEST_TEXT, Form, Read
from app.surveys.questions.words import clean, too_long
from app.surveys.shapes import Words

name = "long_text"
keys = frozenset({"max_length"})
needs: frozenset[str] = frozenset()


def scripts(question: Question) -> tuple[str, ...]:
    """What counts the characters while somebody types."""
    return ("count.js",)


def shape(question: Question) -> Words:
    """Words."""
    return Words()


def controls(question: Question) -> tuple[str, ...]:
    """One text area."""
    return (question.id,)


def read(question: Question, form: Form) -> Read:
    """The words, with their line ends."""
    words = clean(form.get(question.id, ""))
    longest = question.limits.max_length or LONGEST_TEXT
    return Read({question.id: words} if words else {}, too_long(question, question.id, words, longest))


def check(question: Question, value: Value) -> str | None:
    """Words within the limit are wanted."""
    longest = question.limits.max_length or LONGEST_TEXT
    if not isinstance(value, str):
        return f"{value!r} is not a text"
    return f"it is longer than {longest} characters" if len(value) > longest else None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The words, a line each."""
    yield from values[question.id].split("\n")
