"""Mixed grid: the same few things, each of a kind of its own, for each of several rows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions import parts as of_parts
from app.surveys.questions.base import KNOWN, Form, Read, Wrong
from app.surveys.shapes import Parts

name = "grid_mixed"
keys = frozenset({"rows", "parts"})
needs = frozenset({"rows", "parts"})


def shape(question: Question) -> Parts:
    """The shapes of the columns for each row."""
    columns = Parts(tuple((part.id, KNOWN[part.type].shape(part)) for part in question.parts))
    return Parts(tuple((row.id, columns) for row in question.rows))


def parts(question: Question) -> tuple[Question, ...]:
    """The columns of each row. In a row that is not for everybody nothing is required."""
    return tuple(
        part
        for row in question.rows
        for part in of_parts.parts_of(question, f"{question.id}.{row.id}", row.relevant is None)
    )


def complete(question: Question) -> Question:
    """A choice takes little room as a dropdown. Who must fill a column must answer the question."""
    columns = tuple(
        replace(part, settings={**part.settings, "appearance": "dropdown"}) if part.options else part
        for part in question.parts
    )
    return of_parts.required_by_parts(replace(question, parts=columns))


def bare(question: Question) -> Question:
    """The columns without saying that their choices are dropdowns."""
    columns = tuple(
        replace(part, settings={key: one for key, one in part.settings.items() if key != "appearance"})
        if part.options
        else part
        for part in question.parts
    )
    return replace(question, parts=columns)


def faults(question: Question) -> Iterator[Wrong]:
    """Columns are single choices, numbers and short texts."""
    return of_parts.faults(question, ("single_choice", "number", "short_text"))


def controls(question: Question) -> tuple[str, ...]:
    """A field for each column of each row."""
    return of_parts.controls(parts(question))


def read(question: Question, form: Form) -> Read:
    """Row ids to ids of columns to their answers."""
    return of_parts.read(question, parts(question), form)


def check(question: Question, value: Value) -> str | None:
    """A mapping of row ids to mappings of ids of columns to what their types take is wanted."""
    return of_parts.check(question, parts(question), value)


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """A line for each field that was filled in."""
    return of_parts.say(question, parts(question), values[question.id], language)
