"""Single choice: one of several options, shown as radio buttons; some may ask for words beside them."""

from collections.abc import Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.questions.base import Form, Key, Read
from app.surveys.questions.choosing import APPEARANCE, check_one, scripts_of_list, unknown
from app.surveys.questions.words import meant, read_beside, slips_beside
from app.surveys.shapes import Choice

name = "single_choice"
keys = frozenset({"options", "options_from"})
needs = frozenset({"options"})
pictures = True
check = check_one
settings: Mapping[str, Key] = {"appearance": APPEARANCE}
scripts = scripts_of_list


def shape(question: Question) -> Choice:
    """A choice among the option ids."""
    return Choice(tuple(option.id for option in question.options))


def controls(question: Question) -> tuple[str, ...]:
    """The radio group, and the words beside options."""
    return (question.id, *(one.key for one in question.beside))


def read(question: Question, form: Form) -> Read:
    """The chosen option id, and the words beside options. Who only writes beside one has chosen it."""
    chosen = form.get(question.id, "")
    beside = read_beside(question, form)
    if not chosen and beside:
        by_words = meant(question, beside)
        chosen = by_words[0].id if len(by_words) == 1 else ""
    if chosen and question.option(chosen) is None:
        return unknown(question, chosen, beside)
    values = {question.id: chosen, **beside} if chosen else beside
    return Read(values, slips_beside(question, {chosen}, beside) if beside else ())


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The option's text, with the words after it; those beside another option, too, for they are there."""
    option = question.option(values[question.id])
    if option is not None:
        words = [values[one.key] for one in question.beside if one.key in values]
        yield ": ".join([option.text.in_language(language), *words])
