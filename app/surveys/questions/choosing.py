"""Choosing one of several options: what every type does that is answered by one of its options' ids."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.surveys.answers import Value
from app.surveys.definition import SOURCE_LANGUAGE, Question, Text
from app.surveys.problems import Slip
from app.surveys.questions.base import LONGEST_BESIDE, NOTHING, Form, Key, Kind, Read
from app.surveys.questions.words import clean

DROPDOWN, AUTOCOMPLETE = "dropdown", "autocomplete"
APPEARANCE = Key(Kind.WORD, (DROPDOWN, AUTOCOMPLETE))
"""How a long list looks: one to open, or, where there is a script, a field to search it by typing."""


def scripts_of_list(question: Question) -> tuple[str, ...]:
    """What a list needs to be searched by typing."""
    if question.settings.get("appearance") != AUTOCOMPLETE:
        return ()
    return ("vendor/accessible-autocomplete.min.js", "autocomplete.js")


def read_one(question: Question, form: Form) -> Read:
    """The id of the option that is chosen."""
    chosen = form.get(question.id, "")
    if chosen and question.option(chosen) is None:
        return unknown(question, chosen)
    return Read({question.id: chosen}) if chosen else Read()


def unknown(question: Question, chosen: str, beside: Mapping[str, Value] = NOTHING) -> Read:
    """What is none of the options. What was typed to search a list is kept until it is mended."""
    words = clean(chosen)[:LONGEST_BESIDE]
    if question.settings.get("appearance") != AUTOCOMPLETE or not words:
        return Read(beside, (Slip(question.id, question.id, "unknown_option"),))
    slip = Slip(question.id, question.id, "not_in_list", (("typed", words),))
    return Read({question.id: words, **beside}, (slip,))


def check_one(question: Question, value: Value) -> str | None:
    """An option id is wanted."""
    if isinstance(value, str) and question.option(value):
        return None
    return f"{value!r} is not one of its options"


def say_one(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The option's text."""
    option = question.option(values[question.id])
    if option is not None:
        yield option.text.in_language(language)


def with_words(question: Question, usual: Mapping[str, tuple[str, Text | None]]) -> Question:
    """The question with the words of its options under keys of its type's own, and without the options.

    `usual` has the key of each option, by its id, and the words that it has where the key is left out.
    """
    found: dict[str, Text] = {}
    for option in question.options:
        key, left_out = usual[option.id]
        if left_out is None or not _is(option.text, left_out):
            found[key] = option.text
    return replace(question, options=(), settings=found)


def _is(text: Text, usual: Text) -> bool:
    """Whether a text is the usual one, which brings its own translations: others may be laid over them."""
    return (
        text.words[SOURCE_LANGUAGE] == usual.words[SOURCE_LANGUAGE]
        and usual.words.keys() <= text.words.keys()
    )
