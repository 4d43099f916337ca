"""Grid of ticks: any of the same options for each of several statements."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions import parts as of_parts
from app.surveys.questions.base import Form, Read
from app.surveys.shapes import Choices, Parts

name = "grid_multiple"
keys = frozenset({"options", "rows"})
needs = frozenset({"options", "rows"})


def shape(question: Question) -> Parts:
    """Any of the option ids for each row id."""
    alone = frozenset(option.id for option in question.options if option.exclusive)
    ticked = Choices(tuple(option.id for option in question.options), alone)
    return Parts(tuple((row.id, ticked) for row in question.rows))


def parts(question: Question) -> tuple[Question, ...]:
    """A multiple choice for each row."""
    return of_parts.rows_of(question, "multiple_choice")


def controls(question: Question) -> tuple[str, ...]:
    """The check boxes of each row."""
    return of_parts.controls(parts(question))


def read(question: Question, form: Form) -> Read:
    """Row ids to lists of option ids, of the rows in which something is ticked."""
    return of_parts.read(question, parts(question), form)


def check(question: Question, value: Value) -> str | None:
    """A mapping of row ids to lists of option ids is wanted."""
    return of_parts.check(question, parts(question), value)


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """A line for each row in which something is ticked."""
    return of_parts.say(question, parts(question), values[question.id], language)
