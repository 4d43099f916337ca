"""What an analyst chose for a comment, and what of it is to be mended: from a form to the service."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from app.errors import Invalid

LONGEST_NAME = 120  # characters of a theme
REASONS = {
    "tells_who": "It could tell who wrote it",
    "names_others": "It names or describes somebody else",
    "staff": "It names or describes a member of staff",
    "harm": "It speaks of harm, and has been passed on",
    "unfit": "It is abusive, or may be unlawful to print",
    "no_comment": "It is no comment, but a name, a number or a slip",
}
"""Why words were taken out, or a comment is held back: closed words, so that no text gets into the trail."""


class Mistake(Invalid):
    """Something in a form to be mended, and where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Choices:
    """What an analyst chose for a comment. `hide` are keys of marks, `attribute` a breakdown or ""."""

    hide: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    reason: str = ""
    themes: frozenset[uuid.UUID] = frozenset()
    new_theme: str = ""
    quoted: bool = False
    attribute: str = ""


def lines(typed: str) -> tuple[str, ...]:
    """Words to hide as they are typed: a line each.

    >>> lines(" Old  Mill \\n\\nAnn")
    ('Old  Mill', 'Ann')
    """
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def chosen(typed: Iterable[str]) -> frozenset[uuid.UUID]:
    """Ids as a form sends them. Raises Mistake for what is none."""
    try:
        return frozenset(uuid.UUID(one) for one in typed)
    except ValueError:
        raise Mistake("themes", "Choose themes from the list.") from None
