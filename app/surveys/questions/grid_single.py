"""Rating grid: one of the same options for each of several statements."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Read
from app.surveys.questions.parts import rows_of
from app.surveys.shapes import Rows

name = "grid_single"
keys = frozenset({"options", "rows"})
needs = frozenset({"options", "rows"})


def shape(question: Question) -> Rows:
    """A choice among the option ids for each row id."""
    return Rows(tuple(row.id for row in question.rows), tuple(option.id for option in question.options))


def parts(question: Question) -> tuple[Question, ...]:
    """A single choice for each row."""
    return rows_of(question, "single_choice")


def controls(question: Question) -> tuple[str, ...]:
    """A radio group for each row."""
    return tuple(f"{question.id}.{row.id}" for row in question.rows)


def read(question: Question, form: Form) -> Read:
    """Row ids to option ids, of the rows that were answered."""
    chosen: dict[str, str] = {}
    slips: list[Slip] = []
    for row in question.rows:
        control = f"{question.id}.{row.id}"
        option = form.get(control, "")
        if option and question.option(option):
            chosen[row.id] = option
        elif option:
            slips.append(Slip(question.id, control, "unknown_option"))
        elif question.required and row.relevant is None:
            slips.append(Slip(question.id, control, "required_row", (("row", row.id),)))
    return Read({question.id: chosen} if chosen else {}, tuple(slips))


def check(question: Question, value: Value) -> str | None:
    """A mapping of row ids to option ids is wanted; of every row where the question is required.

    A row that is not for everybody may be left out all the same.
    """
    if not isinstance(value, dict):
        return f"{value!r} is not a set of rows"
    rows = {row.id for row in question.rows}
    for row, option in value.items():
        if row not in rows:
            return f"{row!r} is not one of its rows"
        if not isinstance(option, str) or question.option(option) is None:
            return f"{option!r} is not one of its options"
    if question.required and any(row.id not in value for row in question.rows if row.relevant is None):
        return "a row has no answer"
    return None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """A line for each row that was answered."""
    for row in question.rows:
        option = question.option(values[question.id].get(row.id, ""))
        if option is not None:
            statement = row.text.in_language(language).rstrip(".")
            yield f"{statement}: {option.text.in_language(language)}"
