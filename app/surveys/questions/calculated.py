"""Calculated: a value that nobody types, worked out from other answers and kept beside them."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions.base import Form, Key, Kind, Read, Wrong
from app.surveys.shapes import Choice, Number, Words

name = "calculated"
keys = frozenset({"calculation", "options"})
needs = frozenset({"calculation"})
settings: Mapping[str, Key] = {"gives": Key(Kind.WORD, ("number", "text"), "number")}
unseen = True


def shape(question: Question) -> Choice | Number | Words:
    """A choice where it has options; a number, or words where it says so."""
    if question.options:
        return Choice(tuple(option.id for option in question.options))
    return Words() if question.settings.get("gives") == "text" else Number()


def faults(question: Question) -> Iterator[Wrong]:
    """Nobody can be made to answer it."""
    if question.required or question.required_if is not None:
        yield Wrong(
            "nobody types a calculated value, so it cannot be required.", "Take it out.", ("required",)
        )


def exact(question: Question) -> bool:
    """Always: nobody wrote it."""
    return True


def controls(question: Question) -> tuple[str, ...]:
    """None."""
    return ()


def read(question: Question, form: Form) -> Read:
    """Nothing is read from a form: see `routing`."""
    return Read()


def check(question: Question, value: Value) -> str | None:
    """Whatever the calculation gives; nothing else is ever kept."""
    return None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The option's words, or the value."""
    option = question.option(str(values[question.id]))
    yield option.text.in_language(language) if option is not None else str(values[question.id])
