"""What kinds of value there are, and what is known of an answer before anybody gives it."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """A kind of value; its words stand in messages to authors."""

    FLAG = "something that is true or false"
    NUMBER = "a number"
    TEXT = "a text"
    DATE = "a date"
    CHOICE = "a choice"
    CHOICES = "a choice of several"
    MANY = "several values"
    ANY = "a value"


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that an expression may name. `options` are those of a choice, None where they come later.

    `of` is the kind of each of several values, and `alone` has the options that stand beside no other.
    """

    kind: Kind
    options: tuple[str, ...] | None = ()
    of: Kind = Kind.ANY
    alone: frozenset[str] = frozenset()
