"""Two devices, or two tabs, on one draft: what was changed elsewhere stays, unless it was changed here, too.

A page carries a mark of every answer that it showed. When it comes back, an answer whose mark is still
right was not touched on the page; if the draft has another by now, that one was given elsewhere, and it is
kept. Where both were changed, the later page wins. No clock of anybody's device is asked.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.surveys.definition import Page, Question
from app.surveys.questions import UNSEEN, read, taking_files, typed
from app.surveys.questions.base import Form

MARK = 3
"""Bytes of an answer's mark: of 16 million changes one is not seen."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The form to be read, and the questions answered elsewhere meanwhile: kept so, or changed here too."""

    form: Form
    kept: tuple[str, ...] = ()
    overruled: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything of which the person should be told."""
        return bool(self.kept or self.overruled)


def marks(page: Page, answers: Mapping[str, Any]) -> str:
    """The marks of what a page shows, in the order of its questions: four letters for each."""
    return urlsafe_b64encode(b"".join([_mark(one, answers) for one in page.questions])).decode()


def merge(page: Page, shown: str, form: Form, now: Mapping[str, Any]) -> Merged:
    """A form laid over the answers as they are `now`, by the marks of what its page had `shown`.

    Marks that are not of this page, as it is asked now, tell nothing: then the form is taken as it is.
    """
    before = _read_marks(shown)
    if len(before) != len(page.questions):
        return Merged(form)
    own_way = {one.id for one in taking_files(page.questions)}  # a form only adds files and takes some away
    kept: list[Question] = []
    overruled: list[str] = []
    for question, mark in zip(page.questions, before, strict=True):
        there = _mark(question, now)
        if mark == there or question.type in UNSEEN or question.id in own_way:
            continue
        here = _mark(question, read(question, form).values)
        if here == mark:
            kept.append(question)
        elif here != there:
            overruled.append(question.id)
    laid = _Kept(form, kept, now) if kept else form
    return Merged(laid, tuple(one.id for one in kept), tuple(overruled))


def _mark(question: Question, answers: Mapping[str, Any]) -> bytes:
    """The mark of what is answered to a question, words beside its options among it."""
    value = answers.get(question.id)
    said = "" if value is None else repr(value)
    if question.beside:
        said += repr([answers.get(one.key) for one in question.beside])
    return (zlib.crc32(said.encode("utf-8", "surrogatepass")) & 0xFFFFFF).to_bytes(MARK, "big")


def _read_marks(shown: str) -> Sequence[bytes]:
    """The marks as they were made; none of what is no such text."""
    try:
        joined = urlsafe_b64decode(shown)
    except ValueError:
        return ()
    return [joined[start : start + MARK] for start in range(0, len(joined), MARK)]


class _Kept:
    """A form that says of some questions what is answered already."""

    def __init__(self, form: Form, questions: Sequence[Question], answers: Mapping[str, Any]) -> None:
        self._form = form
        self._owned = tuple(one.id for one in questions)
        self._words: dict[str, list[str]] = {}
        for question in questions:
            said = typed(question, answers[question.id]) if question.id in answers else {}
            for control, words in said.items():
                self._words[control] = words if isinstance(words, list) else [words]
            for one in question.beside:
                if one.key in answers:
                    self._words[one.key] = [str(answers[one.key])]

    def get(self, key: str, default: str) -> str:
        """The first value of a control."""
        if not self._owns(key):
            return self._form.get(key, default)
        return next(iter(self._words.get(key, ())), default)

    def getlist(self, key: str) -> list[str]:
        """All values of a control."""
        return self._words.get(key, []) if self._owns(key) else self._form.getlist(key)

    def _owns(self, key: str) -> bool:
        return any(key == one or key.startswith(f"{one}.") for one in self._owned)
