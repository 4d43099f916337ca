"""Where each closed answer lies in the bytes of a response, so that counting never opens a document.

Every version of a definition has a layout of its own, made once and kept beside it. All responses
of one layout have equally many bytes, so that many of them joined are a table numpy can read.
Tallies of several layouts are added by the ids of questions and options, never by position.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from app.surveys.definition import Survey
from app.surveys.shapes import Choice, Choices, Number, Ranking, Shape, Words, items

# Kinds of column. An attribute is one byte: an index into its options. The others begin with a
# byte (two for "wide") that is 0 where the question was not asked and 1 where it was not answered:
#   single  2 + i for option i, one byte        wide    the same, two bytes, little endian
#   multi   bit 0 asked, bit 1 answered, bit 2 + i option i, as many bytes as that needs
#   number  2 for answered, then the number as eight bytes     words   2 for answered
#   place   the place of one option in a ranking: 2 + i for place i + 1, one byte
ATTRIBUTE, SINGLE, WIDE, MULTI, NUMBER, WORDS = "attribute", "single", "wide", "multi", "number", "words"
PLACE = "place"

NOT_ASKED_CODE, NOT_ANSWERED_CODE, FIRST_CODE = 0, 1, 2
LARGEST_SINGLE = 253  # options that fit one byte beside the two codes above

AUDIENCES = ("carer", "service_user", "third_sector", "independent_provider", "public", "planning_group")
KINDS = ("person", "organisation", "group_session")
ROUTES = ("web", "paper", "telephone", "assisted", "kiosk", "import")
COMPLETE = ("no", "yes")
ATTRIBUTES = ("audience", "kind", "route", "language", "collector", "complete")


@dataclass(frozen=True, slots=True)
class Column:
    """One answer's place. `key` is an attribute's name or an item's id (`question` or `question.row`)."""

    key: str
    kind: str
    options: tuple[str, ...]
    offset: int
    width: int
    question: str
    """The id of the question whose column this is; of an attribute, its name."""


@dataclass(frozen=True)
class Layout:
    """Columns in the order of their bytes: the attributes, then the items as the survey asks them."""

    columns: tuple[Column, ...]
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What `codes` and `counting` have worked out from the columns and need not work out again."""

    @classmethod
    def build(
        cls, survey: Survey, shapes: Mapping[str, Shape], collectors: tuple[str, ...] = ("web",)
    ) -> "Layout":
        """The layout of a survey whose questions, by id, have these shapes."""
        attributes = {
            "audience": AUDIENCES, "kind": KINDS, "route": ROUTES,
            "language": survey.languages, "collector": collectors, "complete": COMPLETE,
        }  # fmt: skip
        columns: list[Column] = []
        offset = 0

        def add(key: str, kind: str, options: tuple[str, ...], width: int, question: str) -> None:
            nonlocal offset
            columns.append(Column(key, kind, options, offset, width, question))
            offset += width

        for name in ATTRIBUTES:
            add(name, ATTRIBUTE, tuple(attributes[name]), 1, name)
        for question in survey.questions:
            ranked = isinstance(shapes[question.id], Ranking)
            for key, item in items(question.id, shapes[question.id]):
                match item:
                    case Choice(options):
                        kind, options, width = _single(options)
                        add(key, PLACE if ranked else kind, options, width, question.id)
                    case Choices(options):
                        add(key, MULTI, options, math.ceil((len(options) + 2) / 8), question.id)
                    case Number():
                        add(key, NUMBER, (), 9, question.id)
                    case Words():
                        add(key, WORDS, (), 1, question.id)
        return cls(tuple(columns))

    @cached_property
    def width(self) -> int:
        """Bytes of one response."""
        return sum(column.width for column in self.columns)

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """Every column by its key."""
        return {column.key: column for column in self.columns}

    @cached_property
    def items(self) -> tuple[Column, ...]:
        """The columns of questions, without the attributes."""
        return tuple(column for column in self.columns if column.kind != ATTRIBUTE)

    def renamed(self, names: Mapping[str, str]) -> "Layout":
        """The same places, with other names for some questions, by their ids."""
        return Layout(
            tuple(
                replace(c, key=names[c.question] + c.key[len(c.question) :], question=names[c.question])
                if c.question in names
                else c
                for c in self.columns
            )
        )

    def to_spec(self) -> dict[str, Any]:
        """The layout as JSON, for keeping beside the version of the definition."""
        fields = ("key", "kind", "options", "width", "question")
        return {"columns": [{name: getattr(c, name) for name in fields} for c in self.columns]}

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> "Layout":
        """The layout that `to_spec` wrote down."""
        columns: list[Column] = []
        offset = 0
        for c in spec["columns"]:
            column = Column(c["key"], c["kind"], tuple(c["options"]), offset, c["width"], c["question"])
            columns.append(column)
            offset += column.width
        return cls(tuple(columns))


def _single(options: tuple[str, ...]) -> tuple[str, tuple[str, ...], int]:
    return (SINGLE, options, 1) if len(options) <= LARGEST_SINGLE else (WIDE, options, 2)
