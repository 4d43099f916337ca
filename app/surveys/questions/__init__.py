"""The ONE table of question types. A new type is a file beside this one and a line here."""

from collections.abc import Callable, Iterable, Iterator, Mapping

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
from app.surveys.questions.base import LONGEST_TEXT, Form, Key, QuestionType, Read
from app.surveys.questions.words import as_typed
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


def settings(type_name: str) -> Mapping[str, Key]:
    """The keys of a type's own."""
    found: Mapping[str, Key] = getattr(TYPES.get(type_name), "settings", {})
    return found


def complete(question: Question) -> Question:
    """The question with what follows from its keys, such as the options of a scale."""
    add: Callable[[Question], Question] | None = getattr(TYPES.get(question.type), "complete", None)
    return add(question) if add else question


def faults(question: Question) -> Iterable[tuple[str, str]]:
    """What is wrong with the definition of a question, and how to mend it."""
    find: Callable[[Question], Iterable[tuple[str, str]]] | None = getattr(
        TYPES.get(question.type), "faults", None
    )
    return find(question) if find else ()


def typed(question: Question, value: Value) -> Mapping[str, str | list[str]]:
    """The words of the form from which `read` would read this value, by the names of its controls."""
    own: Callable[[Question, Value], Mapping[str, str | list[str]]] | None = getattr(
        TYPES.get(question.type), "typed", None
    )
    return own(question, value) if own else dict(as_typed(question.id, value))


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """An answer in plain words; nothing where there is none."""
    return TYPES[question.type].say(question, values, language) if question.id in values else iter(())
