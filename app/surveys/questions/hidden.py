"""Hidden: a value that nobody is asked and that the link brings, such as where the link stood."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions.base import Form, Read, Wrong
from app.surveys.questions.words import clean
from app.surveys.shapes import Choice, Words

LONGEST = 200  # characters

name = "hidden"
keys = frozenset({"options"})
needs: frozenset[str] = frozenset()
unseen = True


def shape(question: Question) -> Choice | Words:
    """A choice where it has options; else only that there was a value is counted."""
    return Choice(tuple(option.id for option in question.options)) if question.options else Words()


def faults(question: Question) -> Iterator[Wrong]:
    """Nobody can be made to answer it."""
    if question.required or question.required_if is not None:
        yield Wrong(
            "nobody is shown a hidden value, so it cannot be required.", "Take it out.", ("required",)
        )


def exact(question: Question) -> bool:
    """Always: nobody wrote it to be read."""
    return True


def controls(question: Question) -> tuple[str, ...]:
    """None that anybody could be led to."""
    return ()


def read(question: Question, form: Form) -> Read:
    """The value as the link has it. What cannot be is left out: nobody is there who could mend it."""
    value = " ".join(clean(form.get(question.id, "")).split())
    return Read({question.id: value}) if value and check(question, value) is None else Read()


def check(question: Question, value: Value) -> str | None:
    """One of its options, where it has some; else a short text."""
    if not isinstance(value, str):
        return f"{value!r} is not a text"
    if question.options and question.option(value) is None:
        return f"{value!r} is not one of its options"
    return f"it is longer than {LONGEST} characters" if len(value) > LONGEST else None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The option's words, or the value."""
    option = question.option(values[question.id])
    yield option.text.in_language(language) if option is not None else values[question.id]
