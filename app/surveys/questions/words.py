"""Cleaning of typed words, the same for every type that takes some."""

import unicodedata
from collections.abc import Collection, Iterator

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip


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


def stray(question: Question, chosen: Collection[str], words: str) -> tuple[Slip, ...]:
    """A slip where there are words beside an "other" that is not among what was chosen."""
    others = [option for option in question.options if option.other]
    if not words or not others or any(option.id in chosen for option in others):
        return ()
    return (Slip(question.id, f"{question.id}.other", "other_not_chosen", (("option", others[0].id),)),)


def too_long(question: Question, control: str, words: str, longest: int) -> tuple[Slip, ...]:
    """A slip where the words are over the limit. They are kept as typed and never cut."""
    if len(words) <= longest:
        return ()
    over = str(len(words) - longest)
    return (Slip(question.id, control, "too_long", (("max", str(longest)), ("over", over))),)
