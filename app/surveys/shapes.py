"""How a question's answers can be counted, whatever the question is called.

Tallies, layouts and exports look at the shape of a question and never at its type, so a new type
that has one of these shapes is counted without a line being written for it.
"""

from collections.abc import Iterator
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
class Ranking:
    """Some of several options in an order. The answer is a list of option ids, the first the most preferred.

    At most `most` are ranked. What is counted is how often each option stands at each place.
    """

    options: tuple[str, ...]
    most: int

    @property
    def places(self) -> tuple[str, ...]:
        """The places as words: "1" is the first."""
        return tuple(str(place) for place in range(1, self.most + 1))


@dataclass(frozen=True, slots=True)
class Parts:
    """Several things under one question, each with a shape of its own, by the ids of the parts.

    The answer maps ids of parts to answers of their shapes; parts may have parts.
    """

    parts: tuple[tuple[str, "Shape"], ...]


@dataclass(frozen=True, slots=True)
class Entries(Parts):
    """What several entries of the same parts say together; the answer is a list of objects.

    `parts` are what is counted of all entries of one response: how many there are, of choices all that were
    chosen, of numbers the sum. `derived` are those of them that follow from other answers, so that a count
    of them could tell of these.
    """

    derived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Number:
    """A number. The answer is an int or a float."""


@dataclass(frozen=True, slots=True)
class Words:
    """Free text. Only that it was answered can be counted."""


@dataclass(frozen=True, slots=True)
class Files(Words):
    """Files that somebody sent. Only that there are any can be counted."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is answered, as with an information text."""


Shape = Choice | Choices | Rows | Ranking | Entries | Parts | Number | Words | Nothing
Item = Choice | Choices | Number | Words


def items(key: str, shape: Shape) -> Iterator[tuple[str, Item]]:
    """What is counted on its own in a question, each with its id: `question`, or `question.part`.

    >>> dict(items("agree", Rows(("say",), ("yes", "no"))))
    {'agree.say': Choice(options=('yes', 'no'))}
    """
    match shape:
        case Nothing():
            return
        case Rows(rows, options):
            for row in rows:
                yield f"{key}.{row}", Choice(options)
        case Ranking(options):
            for option in options:
                yield f"{key}.{option}", Choice(shape.places)
        case Parts(parts):
            for part, own in parts:
                yield from items(f"{key}.{part}", own)
        case _:
            yield key, shape
