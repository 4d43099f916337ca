"""Marks that a template leaves where a person's own words go, so that a page is rendered once.

A page of a survey is the same for everybody but for a few places. The template is rendered once
with a mark in each; afterwards a page is a join of ready parts, of which only those are touched
that are not as usual.
"""

import re
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

EMPTY_LINES = re.compile(r"\n\s*\n")
MOST_KEPT = 2_000  # templates in one process
OPEN, BETWEEN, CLOSE = "\x02", "\x1f", "\x03"
FROM, UNTIL = "question", "question_end"

Place = tuple[str, ...]
"""What goes there, and for which control, option or question: (kind, *names)."""


def slot(kind: str, *names: str) -> Markup:
    """The mark of a place, for use in a template."""
    return Markup(OPEN + BETWEEN.join((kind, *names)) + CLOSE)  # control characters only


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rendered template: its parts as UTF-8, each place as it usually is.

    `at` gives the parts that a place is; `kinds` every place of a kind; `spans` the parts from each place
    `question` to the place `question_end` of the same name: of a question, or of one of its options or rows.
    """

    parts: tuple[bytes, ...]
    at: Mapping[Place, tuple[int, ...]]
    kinds: Mapping[str, tuple[Place, ...]]
    spans: Mapping[str, tuple[tuple[int, int], ...]]


def compile_(rendered: str, usual: Callable[[Place], str] = lambda place: "") -> Compiled:
    """A rendered template, with what `usual` says in every place."""
    parts: list[bytes] = []
    at: dict[Place, tuple[int, ...]] = {}
    starts: dict[str, int] = {}
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    for index, part in enumerate(rendered.split(OPEN)):
        if index:
            mark, _, part = part.partition(CLOSE)
            place = tuple(mark.split(BETWEEN))
            if place[0] == FROM:
                starts[place[1]] = len(parts)
            elif place[0] == UNTIL:
                spans[place[1]] = (*spans.get(place[1], ()), (starts[place[1]], len(parts)))
            at[place] = (*at.get(place, ()), len(parts))
            parts.append(usual(place).encode())
        parts.append(part.encode())
    kinds: dict[str, tuple[Place, ...]] = {}
    for place in at:
        kinds[place[0]] = (*kinds.get(place[0], ()), place)
    return Compiled(tuple(parts), at, kinds, spans)


class Templates:
    """Compiled templates of this process, each rendered when it is first asked for by its key."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Compiled] = {}
        self._lock = threading.Lock()

    def compiled(
        self, key: Hashable, render: Callable[[], str], usual: Callable[[Place], str] = lambda place: ""
    ) -> Compiled:
        """The template of that key; whatever else it is rendered from must never change."""
        found = self._kept.get(key)
        if found is None:
            found = compile_(EMPTY_LINES.sub("\n", render()), usual)
            with self._lock:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = found
        return found


def fill(compiled: Compiled, words: Mapping[Place, str], hidden: frozenset[str] = frozenset()) -> bytes:
    """The page, in UTF-8, with `words` in the places they are for, and without what `hidden` names.

    Words for a place that the page does not have are left out.
    """
    return b"".join(_filled(compiled, words, hidden))


def fill_part(compiled: Compiled, words: Mapping[Place, str], hidden: frozenset[str], name: str) -> bytes:
    """As `fill`, of the part of the page between the places `question` and `question_end` of a name."""
    [(start, end), *_] = compiled.spans[name]
    return b"".join(_filled(compiled, words, hidden)[start:end])


def _filled(compiled: Compiled, words: Mapping[Place, str], hidden: frozenset[str]) -> list[bytes]:
    parts = list(compiled.parts)
    at = compiled.at
    for place, text in words.items():
        for index in at.get(place, ()):
            parts[index] = text.encode()
    for name in hidden:
        for start, end in compiled.spans.get(name, ()):
            parts[start:end] = [b""] * (end - start)
    return parts
