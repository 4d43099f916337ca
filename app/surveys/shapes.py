"""How a question's answers can be counted, whatever the question is called.

Tallies, layouts and exports look at the shape of a question and never at its type, so a new type
that has one of these shapes is counted without a line being written for it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several options. The answer is an option id."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Any number of options. The answer is a list of option ids in the order of `options`.

    `exclusive` holds the option, if any, that cannot stand beside another ("none of these").
    """

    options: tuple[str, ...]
    exclusive: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rows:
    """One of several options for each of several rows. The answer maps row ids to option ids."""

    rows: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number. The answer is an int or a float."""


@dataclass(frozen=True, slots=True)
class Words:
    """Free text. Only that it was answered can be counted."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is answered, as with an information text."""


Shape = Choice | Choices | Rows | Number | Words | Nothing
