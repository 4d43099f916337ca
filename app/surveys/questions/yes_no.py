"""Yes or no, and "not sure" where the author offers it."""

from collections.abc import Mapping
from dataclasses import replace

from app.surveys.definition import Option, Question
from app.surveys.own_words import own_words
from app.surveys.questions.base import Key, Kind
from app.surveys.questions.choosing import check_one, read_one, say_one, with_words
from app.surveys.shapes import Choice

name = "yes_no"
keys: frozenset[str] = frozenset()
needs: frozenset[str] = frozenset()
settings: Mapping[str, Key] = {"yes": Key(Kind.TEXT), "no": Key(Kind.TEXT), "not_sure": Key(Kind.TEXT)}
read, check, say = read_one, check_one, say_one

YES, NO = own_words("Yes"), own_words("No")


def complete(question: Question) -> Question:
    """The words become options, which are translated as any others are."""
    said = question.settings
    options = [Option("yes", said.get("yes", YES)), Option("no", said.get("no", NO))]
    if "not_sure" in said:
        options.append(Option("not_sure", said["not_sure"]))
    return replace(question, options=tuple(options), settings={})


def bare(question: Question) -> Question:
    """The words of the options under their keys."""
    return with_words(question, {"yes": ("yes", YES), "no": ("no", NO), "not_sure": ("not_sure", None)})


def shape(question: Question) -> Choice:
    """A choice among the option ids."""
    return Choice(tuple(option.id for option in question.options))


def controls(question: Question) -> tuple[str, ...]:
    """The radio group."""
    return (question.id,)
