"""The ONE table of question types. A new type is a file beside this one and a line here."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question, Survey
from app.surveys.questions import (
    grid_single,
    information,
    long_text,
    multiple_choice,
    number,
    short_text,
    single_choice,
)
from app.surveys.questions.base import LONGEST_TEXT, Form, QuestionType, Read
from app.surveys.shapes import Shape

TYPES: Mapping[str, QuestionType] = {
    type_.name: type_
    for type_ in (
        single_choice,
        multiple_choice,
        grid_single,
        number,
        short_text,
        long_text,
        information,
    )
}

SILENT = frozenset({information.name})
"""Types that take no answer."""


def shape(question: Question) -> Shape:
    """How a question's answers are counted."""
    return TYPES[question.type].shape(question)


def shapes(survey: Survey) -> dict[str, Shape]:
    """The shape of every question of a survey, by id."""
    return {question.id: shape(question) for question in survey.questions}


def controls(question: Question) -> tuple[str, ...]:
    """The names of a question's form controls."""
    return TYPES[question.type].controls(question)


def read(question: Question, form: Form) -> Read:
    """A question's part of a form."""
    return TYPES[question.type].read(question, form)


def check(question: Question, value: Value) -> str | None:
    """Why a value cannot be stored, or None."""
    return TYPES[question.type].check(question, value)


def longest(question: Question) -> int:
    """How many characters an answer in words may have."""
    of_its_type = short_text.LONGEST if question.type == short_text.name else LONGEST_TEXT
    return question.limits.max_length or of_its_type


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """An answer in plain words; nothing where there is none."""
    return TYPES[question.type].say(question, values, language) if question.id in values else iter(())
