"""Cleaning of typed words, the same for every type that takes some."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.surveys.answers import Value
from app.surveys.definition import Option, Question
from app.surveys.problems import Slip
from app.surveys.questions.base import LONGEST_BESIDE, Form


def clean(typed: str) -> str:
    r"""Typed words with line ends as \n, without controls and lone surrogates, trimmed.

    PostgreSQL refuses NUL and lone surrogates where SQLite takes them: here both lose them.

    >>> clean(" one\r\ntwo\x00 ")
    'one\ntwo'
    """
    if typed.isascii() and typed.isprintable():
        return typed.strip()
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def as_typed(control: str, value: Value) -> Iterator[tuple[str, str | list[str]]]:
    """A value as the words of a form: the parts of an answer that has some stand under `control.part`."""
    if isinstance(value, dict):
        for part, own in value.items():
            yield from as_typed(f"{control}.{part}", own)
    else:
        yield control, [str(one) for one in value] if isinstance(value, list) else str(value)


def read_beside(question: Question, form: Form) -> dict[str, Value]:
    """The words beside options, by their keys."""
    if not question.beside:
        return {}
    typed = ((one.key, clean(form.get(one.key, ""))) for one in question.beside)
    return {key: words for key, words in typed if words}


def meant(question: Question, beside: Mapping[str, Value]) -> Sequence[Option]:
    """The options that who only writes beside them has chosen: each to which a field belongs alone."""
    return [one.options[0] for one in question.beside if len(one.options) == 1 and beside.get(one.key)]


def slips_beside(
    question: Question, chosen: Collection[str], values: Mapping[str, Value]
) -> tuple[Slip, ...]:
    """What is wrong with words beside options: too many of them, or none of those options is chosen."""
    slips: list[Slip] = []
    for one in question.beside:
        words = values.get(one.key)
        if not isinstance(words, str) or not words:
            continue
        slips += too_long(question, one.key, words, LONGEST_BESIDE)
        if not any(option.id in chosen for option in one.options):
            slips.append(Slip(question.id, one.key, "other_not_chosen", (("option", one.options[0].id),)))
    return tuple(slips)


def too_long(question: Question, control: str, words: str, longest: int) -> tuple[Slip, ...]:
    """A slip where the words are over the limit. They are kept as typed and never cut."""
    if len(words) <= longest:
        return ()
    over = str(len(words) - longest)
    return (Slip(question.id, control, "too_long", (("max", str(longest)), ("over", over))),)
