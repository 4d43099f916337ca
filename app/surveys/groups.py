"""Groups of questions on a page: a heading, and a condition that all of them share.

A group is a way of writing. What is read from it are its questions, each with the group's condition before
its own, after an `information` that is the heading: nothing else needs to know that there are groups.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.surveys.definition import Question, Text
from app.surveys.expressions import And, Expression
from app.surveys.questions import information


def laid_out(
    group_id: str,
    title: Text,
    intro: Text,
    relevant: Expression | None,
    questions: Iterable[Question],
    line: int,
) -> Iterator[Question]:
    """The heading of a group, and its questions."""
    yield Question(
        group_id,
        information.name,
        title,
        intro,
        relevant=relevant,
        settings={information.HEADING: True},
        line=line,
    )
    for question in questions:
        yield replace(question, relevant=both(relevant, question.relevant))


def both(first: Expression | None, second: Expression | None) -> Expression | None:
    """The condition that two conditions hold."""
    if first is None or second is None:
        return second if first is None else first
    return And((*_terms(first), *_terms(second)))


def without(condition: Expression | None, first: Expression | None) -> Expression | None:
    """What is left of a condition that `both` made with `first`; any other stays as it is."""
    if condition is None or first is None:
        return condition
    terms, begins = _terms(condition), _terms(first)
    if terms[: len(begins)] != begins:
        return condition
    rest = terms[len(begins) :]
    return None if not rest else rest[0] if len(rest) == 1 else And(rest)


def _terms(condition: Expression) -> tuple[Expression, ...]:
    return condition.terms if isinstance(condition, And) else (condition,)
