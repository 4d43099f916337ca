"""What a question type must be able to do. Each is one file beside this one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.shapes import Shape

LONGEST_BESIDE = 500  # characters of words beside an option
NOTHING: Mapping[str, Value] = MappingProxyType({})
LONGEST_TEXT = 10_000  # characters of any text that names no limit of its own


class Form(Protocol):
    """The words of a form: werkzeug's MultiDict, or anything with these two."""

    def get(self, key: str, default: str) -> str:
        """The first value of a control."""

    def getlist(self, key: str) -> list[str]:
        """All values of a control."""


class Read(NamedTuple):
    """What came out of a form for one question.

    `values` goes into the document (the question's own id, and the keys of words beside options); empty
    is not answered. `slips` are what to mend. A value with a slip is kept in the draft where it can
    be, so that nothing typed is lost.
    """

    values: Mapping[str, Value] = NOTHING
    slips: tuple[Slip, ...] = ()


class Kind(Enum):
    """What the value of a key of a type's own is."""

    TEXT = "words that people read, in every language"
    FLAG = "true or false"
    WHOLE = "a whole number"
    WORD = "one of some words"
    DATE = "a date such as 2026-11-30"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a type's own: what its value is, and the words it may be. Left out, it is `default`."""

    kind: Kind
    words: tuple[str, ...] = ()
    default: Any = None


class Wrong(NamedTuple):
    """A mistake in a question: what it is, how to mend it, and under which keys of the question it stands."""

    what: str
    mend: str
    at: tuple[str | int, ...] = ()


class QuestionType(Protocol):
    """One type of question. `keys` are the YAML keys it understands beside those every type has.

    A type may have these, too, and need not:

    settings: Mapping[str, Key]     keys of its own, found in `question.settings`
    complete(question) -> question  adds what follows from the keys, such as the options of a scale
    bare(question) -> question      the opposite: has the keys again that `complete` would make it from
    faults(question) -> [Wrong]     what is wrong with a definition of this type
    typed(question, value) -> {control: words or a list of them}
                                    the form from which `read` would read the value
    parts(question) -> (question, …)   the small questions of which it is made, each with its full id
    tallied(question) -> (question, …) the small questions by which it is counted, where these are others
    gathered(question, value) -> value the answer as it is kept, from one laid out by the ids of parts
    exact(question) -> bool         whether its words are of a set form, and no comment
    pictures                        whether its options may have pictures
    empty_places(question, value) -> {name}   the places that a page has for its answers and that hold none
    takes_files                     whether files come with its controls
    scripts(question) -> (file, …)  the files of `app/static` that make its controls easier to use
    """

    name: str
    keys: frozenset[str]
    needs: frozenset[str]

    def shape(self, question: Question) -> Shape:
        """How its answers are counted."""

    def controls(self, question: Question) -> tuple[str, ...]:
        """The names of its form controls, first the one that an error summary links to."""

    def read(self, question: Question, form: Form) -> Read:
        """The raw words of a form, as values and slips."""

    def check(self, question: Question, value: Value) -> str | None:
        """Why a value that did not come from a form cannot be stored, or None."""

    def say(self, question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
        """The answer in plain words, a line each, for "check your answers" and receipts."""


KNOWN: dict[str, QuestionType] = {}
"""The types by name, for those that are made of others: the package's table fills it."""
