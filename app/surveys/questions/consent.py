"""Consent: one box to tick. What is not ticked was not agreed to, whoever meant what by it."""

from collections.abc import Mapping
from dataclasses import replace

from app.surveys.definition import Option, Question
from app.surveys.own_words import own_words
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Key, Kind, Read
from app.surveys.questions.choosing import check_one, read_one, say_one, with_words
from app.surveys.shapes import Choice

name = "consent"
keys: frozenset[str] = frozenset()
needs: frozenset[str] = frozenset()
settings: Mapping[str, Key] = {"statement": Key(Kind.TEXT)}
check, say = check_one, say_one

AGREED = own_words("I agree")


def complete(question: Question) -> Question:
    """The statement stands beside the box, as the one option."""
    statement = question.settings.get("statement", AGREED)
    return replace(question, options=(Option("yes", statement),), settings={})


def bare(question: Question) -> Question:
    """The statement under its key."""
    return with_words(question, {"yes": ("statement", AGREED)})


def shape(question: Question) -> Choice:
    """A choice of one option: how many agreed."""
    return Choice(tuple(option.id for option in question.options))


def controls(question: Question) -> tuple[str, ...]:
    """One check box."""
    return (question.id,)


def read(question: Question, form: Form) -> Read:
    """ "yes" where the box is ticked."""
    found = read_one(question, form)
    if not found.values and not found.slips and question.required:
        return Read(slips=(Slip(question.id, question.id, "tick"),))
    return found
