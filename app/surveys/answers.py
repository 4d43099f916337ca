"""Answers: what somebody said, immutable, and why a question has no answer.

A document is the form in which answers are kept: plain JSON, keyed by question id.

    {"role": "self",                     single choice: an option id
     "helped": ["breaks", "money"],      multiple choice: option ids, in the order of the options
     "helped.other": "a befriender",     the words beside an "other" option
     "helped.breaks.comment": "in May",  the words beside an option with `comment`
     "agree": {"say": "agree"},          grid: row id to option id
     "hours": 35, "comment": "…"}        number; text
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

Value = Any  # str | list[str] | dict[str, str] | int | float: JSON, checked by the question's type


class Missing(Enum):
    """Why there is no answer: these two are different things and have different bases."""

    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"


NOT_ASKED = Missing.NOT_ASKED
NOT_ANSWERED = Missing.NOT_ANSWERED


class Answers(Mapping[str, Value]):
    """An immutable document of answers. `with_` and `without` make new ones."""

    __slots__ = ("_document",)

    def __init__(self, document: Mapping[str, Value] | None = None) -> None:
        self._document = MappingProxyType(dict(document or {}))

    def __getitem__(self, key: str) -> Value:
        return self._document[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._document)

    def __len__(self) -> int:
        return len(self._document)

    def __repr__(self) -> str:
        return f"Answers({dict(self._document)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answers) and dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash(repr(sorted(self._document.items())))

    def with_(self, changes: Mapping[str, Value]) -> "Answers":
        """These answers with `changes` laid over them."""
        return Answers({**self._document, **changes})

    def without(self, *keys: str) -> "Answers":
        """These answers less those of `keys`."""
        return Answers({key: value for key, value in self._document.items() if key not in keys})

    def document(self) -> dict[str, Value]:
        """The answers as plain JSON, for keeping."""
        return dict(self._document)
