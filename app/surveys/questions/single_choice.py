"""Single choice: one of several options, shown as radio buttons; one may ask for other words."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import LONGEST_OTHER, Form, Key, Kind, Read
from app.surveys.questions.choosing import check_one
from app.surveys.questions.words import clean, stray, too_long
from app.surveys.shapes import Choice

name = "single_choice"
keys = frozenset({"options", "options_from"})
needs = frozenset({"options"})
check = check_one
settings: Mapping[str, Key] = {"appearance": Key(Kind.WORD, ("dropdown",))}


def shape(question: Question) -> Choice:
    """A choice among the option ids."""
    return Choice(tuple(option.id for option in question.options))


def controls(question: Question) -> tuple[str, ...]:
    """The radio group, and the text of an "other"."""
    others = (f"{question.id}.other",) if any(option.other for option in question.options) else ()
    return (question.id, *others)


def read(question: Question, form: Form) -> Read:
    """The chosen option id, and the words of an "other". Who only writes them has chosen it."""
    chosen = form.get(question.id, "")
    typed = form.get(f"{question.id}.other", "")
    others = [option.id for option in question.options if option.other] if typed else []
    words = clean(typed) if others else ""
    if not chosen and words and len(others) == 1:
        chosen = others[0]
    if chosen and question.option(chosen) is None:
        return Read(slips=(Slip(question.id, question.id, "unknown_option"),))
    if not words:
        return Read({question.id: chosen}) if chosen else Read()
    values = {question.id: chosen} if chosen else {}
    long = too_long(question, f"{question.id}.other", words, LONGEST_OTHER)
    return Read({**values, f"{question.id}.other": words}, long + stray(question, {chosen}, words))


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The option's text, with the other words after it."""
    option = question.option(values[question.id])
    if option is not None:
        words = values.get(f"{question.id}.other")
        yield option.text.in_language(language) + (f": {words}" if words else "")
