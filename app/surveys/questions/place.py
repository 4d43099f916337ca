"""Place: somewhere, by postcode or from a list; of a postcode no more is kept than is needed.

A whole postcode is a few houses, so it is kept to its sector ("KY16 9") unless a survey says otherwise.
"""

import re
from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Key, Kind, Read, Wrong
from app.surveys.questions.choosing import APPEARANCE, check_one, read_one, say_one, scripts_of_list
from app.surveys.questions.words import clean
from app.surveys.shapes import Choice, Words

name = "place"
keys = frozenset({"options", "options_from"})
needs: frozenset[str] = frozenset()
DISTRICT, SECTOR, POSTCODE = "district", "sector", "postcode"
settings: Mapping[str, Key] = {"keep": Key(Kind.WORD, (DISTRICT, SECTOR, POSTCODE)), "appearance": APPEARANCE}
scripts = scripts_of_list

LONGEST = 20  # characters kept of what is no postcode
# District, then the figure of the sector, then the two letters of the unit: people know some or all of it.
_DISTRICT, _UNIT = "([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)", "([0-9])([A-Z]{2})"
WHOLE = re.compile(_DISTRICT + " *" + _UNIT, re.ASCII)
BEGINNING = re.compile(_DISTRICT + "(?: ?([0-9]))?", re.ASCII)
APART = re.compile(_DISTRICT + " ([0-9])", re.ASCII)


def from_a_list(question: Question) -> bool:
    """Whether places are offered, and not a field for a postcode."""
    return bool(question.options or question.options_from)


def shape(question: Question) -> Choice | Words:
    """A choice among the places of the list. Postcodes are not counted one by one."""
    if from_a_list(question):
        return Choice(tuple(option.id for option in question.options))
    return Words()


def faults(question: Question) -> Iterator[Wrong]:
    """It is asked in one of the two ways."""
    if from_a_list(question) and "keep" in question.settings:
        what = "'keep' is of postcodes, and places are offered here."
        yield Wrong(what, "Take out 'keep', or the options.", ("keep",))
    if not from_a_list(question) and "appearance" in question.settings:
        what = "'appearance' is of a list, and a postcode is asked for here."
        yield Wrong(what, "Take it out, or add 'options'.", ("appearance",))


def exact(question: Question) -> bool:
    """A postcode is no comment."""
    return True


def controls(question: Question) -> tuple[str, ...]:
    """The list, or one text field."""
    return (question.id,)


def read(question: Question, form: Form) -> Read:
    """The place that is chosen, or as much of the postcode as is kept; what is none is kept as typed."""
    if from_a_list(question):
        return read_one(question, form)
    words = " ".join(clean(form.get(question.id, "")).split())
    if not words:
        return Read()
    made = kept_of(question, words)
    if made is None:
        return Read({question.id: words[:LONGEST]}, (Slip(question.id, question.id, _lacks(question)),))
    return Read({question.id: made})


def gathered(question: Question, value: Value) -> Value:
    """A postcode from a file, kept no further than one that is typed."""
    if from_a_list(question) or not isinstance(value, str):
        return value
    return kept_of(question, value) or value


def check(question: Question, value: Value) -> str | None:
    """A place of the list is wanted, or a postcode that is kept as far as this question keeps it."""
    if from_a_list(question):
        return check_one(question, value)
    if not isinstance(value, str) or kept_of(question, value) != value:
        return (
            f"{value!r} is not a {question.settings.get('keep', SECTOR)} such as {EXAMPLES[_keep(question)]}"
        )
    return None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The place."""
    if from_a_list(question):
        yield from say_one(question, values, language)
    else:
        yield values[question.id]


EXAMPLES: Mapping[str, str] = {DISTRICT: "KY16", SECTOR: "KY16 9", POSTCODE: "KY16 9AJ"}


def kept_of(question: Question, words: str) -> str | None:
    """What is kept of a postcode, or of the beginning of one; None where there is too little of it.

    A whole postcode is wanted only where it is kept whole. Of less than a sector the district is kept.
    Without a space "KY75" is a district, for so it may be; "KY7 5" is a sector.
    """
    typed = " ".join(words.upper().split())
    found = WHOLE.fullmatch(typed) or WHOLE.fullmatch(typed.replace(" ", ""))
    found = found or APART.fullmatch(typed) or BEGINNING.fullmatch(typed)
    if found is None:
        return None
    district, sector, unit = (*found.groups(), None)[:3]
    keep = _keep(question)
    if keep == POSTCODE:
        return f"{district} {sector}{unit}" if unit else None
    return f"{district} {sector}" if keep == SECTOR and sector else district


def _keep(question: Question) -> str:
    return str(question.settings.get("keep") or SECTOR)


def _lacks(question: Question) -> str:
    """The code of the slip."""
    return "not_postcode" if _keep(question) == POSTCODE else "not_place"
