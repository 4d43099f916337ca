"""Marks that a template leaves where a person's own words go, so that a page is rendered once.

A page of a survey is the same for everybody but for a few places. The template is rendered once
with a mark in each; afterwards a page is a join of ready pieces, and costs the same however many
questions it has.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

OPEN, BETWEEN, CLOSE = "\x02", "\x1f", "\x03"


def slot(kind: str, *names: str) -> Markup:
    """The mark of a place, for use in a template."""
    return Markup(OPEN + BETWEEN.join((kind, *names)) + CLOSE)  # control characters only


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a compiled template: what goes there, and for which control, option or question."""

    kind: str
    names: tuple[str, ...]


Piece = str | Place
Filler = Callable[[tuple[str, ...]], str]


def compile_(rendered: str) -> tuple[Piece, ...]:
    """A rendered template as ready pieces and places."""
    pieces: list[Piece] = []
    for index, part in enumerate(rendered.split(OPEN)):
        if index:
            mark, _, part = part.partition(CLOSE)
            kind, *names = mark.split(BETWEEN)
            pieces.append(Place(kind, tuple(names)))
        if part:
            pieces.append(part)
    return tuple(pieces)


def fill(pieces: Sequence[Piece], fillers: Mapping[str, Filler], hidden: frozenset[str] = frozenset()) -> str:
    """The page: every place filled by the filler of its kind.

    Between the places `question` and `question_end` of a question in `hidden`, everything is left out.
    """
    out: list[str] = []
    skipping = ""
    for piece in pieces:
        if isinstance(piece, str):
            if not skipping:
                out.append(piece)
        elif piece.kind == "question":
            if piece.names[0] in hidden:
                skipping = piece.names[0]
        elif piece.kind == "question_end":
            if piece.names[0] == skipping:
                skipping = ""
        elif not skipping:
            out.append(fillers[piece.kind](piece.names))
    return "".join(out)
