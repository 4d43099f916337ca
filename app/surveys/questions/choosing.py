"""Choosing one of several options: what every type does that is answered by one of its options' ids."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Read


def read_one(question: Question, form: Form) -> Read:
    """The id of the option that is chosen."""
    chosen = form.get(question.id, "")
    if chosen and question.option(chosen) is None:
        return Read(slips=(Slip(question.id, question.id, "unknown_option"),))
    return Read({question.id: chosen}) if chosen else Read()


def check_one(question: Question, value: Value) -> str | None:
    """An option id is wanted."""
    if isinstance(value, str) and question.option(value):
        return None
    return f"{value!r} is not one of its options"


def say_one(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The option's text."""
    option = question.option(values[question.id])
    if option is not None:
        yield option.text.in_language(language)
