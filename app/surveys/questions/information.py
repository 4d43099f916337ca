"""Information: something to read, or to look at, with nothing to answer."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions.base import Form, Key, Kind, Read
from app.surveys.shapes import Nothing

name = "information"
keys = frozenset({"image", "video", "bsl"})
needs: frozenset[str] = frozenset()
HEADING = "heading"
settings: Mapping[str, Key] = {HEADING: Key(Kind.FLAG)}
"""A heading stands over what follows it, without a frame."""


def shape(question: Question) -> Nothing:
    """Nothing to count."""
    return Nothing()


def controls(question: Question) -> tuple[str, ...]:
    """None."""
    return ()


def read(question: Question, form: Form) -> Read:
    """Nothing is answered."""
    return Read()


def check(question: Question, value: Value) -> str | None:
    """No value is right."""
    return "it takes no answer"


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """Nothing was said."""
    yield from ()
