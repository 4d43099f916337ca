"""Rating: a point on a scale of whole numbers, its ends in words, and "does not apply" if it is offered."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.surveys.definition import NO_TEXT, SOURCE_LANGUAGE, Option, Question, Text
from app.surveys.questions.base import Key, Kind, Wrong
from app.surveys.questions.choosing import check_one, read_one, say_one
from app.surveys.shapes import Choice

MOST_POINTS = 11  # 0 to 10
BEFORE_WORDS = " – "  # between a point and its words

name = "rating"
keys: frozenset[str] = frozenset()
needs: frozenset[str] = frozenset()
settings: Mapping[str, Key] = {
    "from": Key(Kind.WHOLE, default=1),
    "to": Key(Kind.WHOLE, default=5),
    "low": Key(Kind.TEXT),
    "high": Key(Kind.TEXT),
    "not_applicable": Key(Kind.TEXT),
}
read, check, say = read_one, check_one, say_one


def complete(question: Question) -> Question:
    """The points become options; the first and the last carry their words, so that they are read out too."""
    said = question.settings
    first, last = int(said.get("from", 1)), int(said.get("to", 5))
    if not first < last < first + MOST_POINTS:
        return question
    ends = {first: said.get("low", NO_TEXT), last: said.get("high", NO_TEXT)}
    options = [
        Option(str(point), _point(point, ends.get(point, NO_TEXT))) for point in range(first, last + 1)
    ]
    if "not_applicable" in said:
        options.append(Option("not_applicable", said["not_applicable"]))
    return replace(question, options=tuple(options), settings={})


def bare(question: Question) -> Question:
    """The ends of the scale, and their words, under their keys."""
    points = [one for one in question.options if one.id.isdecimal()]
    if not points:
        return question
    said: dict[str, Any] = {"from": int(points[0].id), "to": int(points[-1].id)}
    for key, end in (("low", points[0]), ("high", points[-1])):
        words = end.text.words[SOURCE_LANGUAGE].removeprefix(end.id).removeprefix(BEFORE_WORDS)
        if words:
            said[key] = Text({SOURCE_LANGUAGE: words})
    said |= {one.id: one.text for one in question.options if one not in points}
    return replace(question, options=(), settings=said)


def faults(question: Question) -> Iterator[Wrong]:
    """A scale has from two to eleven points."""
    if not question.options:
        mend = f"Let 'to' be 1 to {MOST_POINTS - 1} above 'from'."
        at = "to" if "to" in question.settings else "from"
        yield Wrong("its scale has too few points, or too many.", mend, (at,))


def shape(question: Question) -> Choice:
    """A choice among the points."""
    return Choice(tuple(option.id for option in question.options))


def controls(question: Question) -> tuple[str, ...]:
    """The radio group."""
    return (question.id,)


def _point(point: int, words: Text) -> Text:
    return Text({SOURCE_LANGUAGE: f"{point}{BEFORE_WORDS}{words}" if str(words) else str(point)})
