"""A question that a board adds to a library survey: typed into a form, checked as a survey file is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from app.surveys.definition import Question
from app.surveys.parser import read_question
from app.surveys.problems import Problem
from app.surveys.questions import TYPES

KINDS: tuple[str, ...] = (
    "single_choice", "multiple_choice", "yes_no", "rating", "grid_single",
    "number", "short_text", "long_text", "date",
)  # fmt: skip
"""The types that a question of one's own may have: those that need no keys but options and rows."""

FIELDS = ("type", "text", "help", "options", "rows")
LONGEST = 500  # characters of one text
LONGEST_ID = 40  # of an option


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question in plain words. `options` and `rows` are as they were typed, one a line."""

    id: str
    type: str
    text: str
    help: str = ""
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON; `from_json` gives an equal question."""
        return {
            "id": self.id, "type": self.type, "text": self.text, "help": self.help,
            "options": list(self.options), "rows": list(self.rows),
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "OwnQuestion":
        """The question that `to_json` made."""
        return cls(
            kept["id"], kept["type"], kept["text"], kept["help"], tuple(kept["options"]), tuple(kept["rows"])
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one of `FIELDS`, and how to mend it."""

    field: str
    what: str


def has(type_name: str, part: str) -> bool:
    """Whether questions of a type have `options`, or `rows`."""
    return type_name in TYPES and part in TYPES[type_name].keys


def lines(typed: str) -> tuple[str, ...]:
    r"""The options of a text that has one a line.

    >>> lines("Yes\n\n  No ")
    ('Yes', 'No')
    """
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def question_of(own: OwnQuestion) -> Question:
    """The question as surveys have it. It is sound where `faults` finds none."""
    return _read(own)[0]


def faults(own: OwnQuestion) -> tuple[Fault, ...]:
    """Everything that is wrong with it, by field: what the check of a survey file finds, and doubles."""
    found = [*_doubles(own)]
    if not own.text:
        found.append(Fault("text", "Write the question."))
    for name in ("text", "help"):
        if len(getattr(own, name)) > LONGEST:
            found.append(Fault(name, f"Shorten this to {LONGEST} characters."))
    for name in ("options", "rows"):
        if any(len(one) > LONGEST for one in getattr(own, name)):
            found.append(Fault(name, f"Shorten each line to {LONGEST} characters."))
    if has(own.type, "options") and len(own.options) < 2:
        found.append(Fault("options", "Write at least two answers, one a line."))
    if has(own.type, "rows") and not own.rows:
        found.append(Fault("rows", "Write at least one statement, one a line."))
    if not found:
        found = [Fault(_field(one), f"{one.what} {one.mend}") for one in _read(own)[1]]
    return tuple(found)


def _doubles(own: OwnQuestion) -> Iterator[Fault]:
    for name in ("options", "rows"):
        seen: set[str] = set()
        for one in getattr(own, name) if has(own.type, name) else ():
            if one.casefold() in seen:
                yield Fault(name, f"“{one}” stands here twice: take one of them out.")
            seen.add(one.casefold())


def _read(own: OwnQuestion) -> tuple[Question, list[Problem]]:
    """The question by way of the parser of survey files: each field is a line of its own there."""
    item = CommentedMap()
    values: dict[str, Any] = {"id": own.id, "type": own.type, "text": own.text}
    if own.help:
        values["help"] = own.help
    for name in ("options", "rows"):
        if has(own.type, name):
            values[name] = _listed(getattr(own, name), _line(name))
    for name, value in values.items():
        item[name] = value
        item.lc.add_kv_line_col(name, [_line(name), 0, _line(name), 0])
    item.lc.line, item.lc.col = _line("text"), 0
    return read_question(item)


def _listed(texts: tuple[str, ...], line: int) -> CommentedSeq:
    """Options or rows, each with an id made from its words."""
    made = CommentedSeq()
    for number, (key, text) in enumerate(zip(_ids(texts), texts, strict=True)):
        one = CommentedMap({"id": key, "text": text})
        one.lc.line, one.lc.col = line, 0
        made.append(one)
        made.lc.add_idx_line_col(number, [line, 0])
    made.lc.line, made.lc.col = line, 0
    return made


def _ids(texts: tuple[str, ...]) -> list[str]:
    """An id for each text, which tells in a file of raw answers what was chosen."""
    found: list[str] = []
    for number, text in enumerate(texts, 1):
        key = re.sub(r"[^a-z0-9]+", "_", text.lower())[:LONGEST_ID].strip("_") or f"answer_{number}"
        found.append(key if key not in found else f"{key}_{number}")
    return found


def _line(field: str) -> int:
    return FIELDS.index(field) if field in FIELDS else FIELDS.index("text")


def _field(problem: Problem) -> str:
    """The field whose line a problem names; lines are counted from 1."""
    return FIELDS[problem.line - 1] if 0 < problem.line <= len(FIELDS) else "text"
