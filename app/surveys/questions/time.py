"""Time of day: one field that takes it as people write it."""

import re
from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Read
from app.surveys.questions.words import clean
from app.surveys.shapes import Words

name = "time"
keys: frozenset[str] = frozenset()
needs: frozenset[str] = frozenset()

LONGEST_TYPED = 20  # characters that are kept of what is no time
TYPED = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*([ap])\.?\s?m?\.?)?", re.ASCII | re.IGNORECASE)
KEPT = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
NOON, LAST_HOUR, LAST_MINUTE = 12, 23, 59


def shape(question: Question) -> Words:
    """Only that there is a time is counted."""
    return Words()


def exact(question: Question) -> bool:
    """Always: a time is no comment."""
    return True


def controls(question: Question) -> tuple[str, ...]:
    """One text field."""
    return (question.id,)


def read(question: Question, form: Form) -> Read:
    """The time as 14:30; what is none is kept as typed."""
    words = clean(form.get(question.id, ""))
    if not words:
        return Read()
    made = _made(words)
    if made is None:
        return Read({question.id: words[:LONGEST_TYPED]}, (Slip(question.id, question.id, "not_a_time"),))
    return Read({question.id: made})


def check(question: Question, value: Value) -> str | None:
    """A time such as 14:30 is wanted."""
    if isinstance(value, str) and KEPT.fullmatch(value):
        return None
    return f"{value!r} is not a time such as 14:30"


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The time."""
    yield values[question.id]


def _made(words: str) -> str | None:
    """A time by the clock of 24 hours. A bare number is none: nobody knows what 3 means.

    >>> _made("2.30pm"), _made("14:30"), _made("12 am"), _made("3"), _made("25:00")
    ('14:30', '14:30', '00:00', None, None)
    """
    found = TYPED.fullmatch(words)
    if found is None or (found[2] is None and found[3] is None):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour <= LAST_HOUR and minute <= LAST_MINUTE else None
