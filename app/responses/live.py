"""What answering needs to know of a consultation, asked of the database at most once a second.

Opening and closing by the clock stay exact, for the times are in what is kept; a staff member's
`pause` reaches every web worker within that second.
"""

import time
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import current_app

from app.consultations import store
from app.consultations.moves import is_overdue, takes_answers
from app.errors import NotFound
from app.surveys.definition import Survey
from app.surveys.translations import reviewed
from app.tallies.layout import Layout

FRESH_FOR = 1.0  # seconds


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A consultation as a respondent meets it. Equal to itself only: what is rendered is kept by it."""

    id: uuid.UUID
    board_code: str
    board_slug: str
    board_name: str
    slug: str
    title: str
    status: str
    audience: str
    kind: str
    opens_at: datetime | None
    closes_at: datetime | None
    respond_by: date | None
    demonstration: bool
    definition_no: int
    receipt_prefix: str
    purpose: str
    promise: str
    decides: str
    contact: str
    controller: str
    introduction: str
    cannot_change: str
    lawful_basis: str
    privacy: str
    delete_on: date | None
    contact_post: str
    contact_email: str
    contact_telephone: str
    contact_text: str
    contact_person: str
    engagement_slug: str
    survey: Survey
    layout: Layout
    preview: bool = False
    """Whether somebody of the board is trying it out: then nothing that is sent is kept."""

    @property
    def base(self) -> str:
        """The address under which everything a respondent sees stands."""
        return f"{self.workspace}preview/" if self.preview else f"/boards/{self.board_slug}/{self.slug}/"

    @property
    def told(self) -> str:
        """The address of what was asked, what people said, and what was decided."""
        return f"/boards/{self.board_slug}/engagements/{self.engagement_slug}/"

    @property
    def workspace(self) -> str:
        """The address of the staff's page about it."""
        return f"/workspace/{self.board_slug}/{self.engagement_slug}/{self.slug}/"

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """The other ways to take part that the board named: (name of the way, what to write to or call)."""
        named = ("person", "post", "email", "telephone", "text")
        return tuple((one, way) for one in named if (way := getattr(self, f"contact_{one}")))

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether answers are taken at this moment; somebody who tries it out may always answer."""
        return self.preview or takes_answers(self.status, self.opens_at, self.closes_at, now)

    def is_coming(self, now: datetime | None = None) -> bool:
        """Whether it will open at a time that is known."""
        now = now or datetime.now(UTC)
        waits = self.status in ("scheduled", "open")
        return waits and self.opens_at is not None and now < self.opens_at

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether it took answers, and takes none any more."""
        return not (self.is_open(now) or self.is_coming(now) or self.status == "paused")

    def has_ended(self, now: datetime | None = None) -> bool:
        """Whether its closing time is over; it may have been closed before that."""
        return self.closes_at is not None and self.closes_at <= (now or datetime.now(UTC))

    def is_overdue(self, on: date) -> bool:
        """Whether people were to hear what was decided before this day, and have not."""
        return is_overdue(self.status, self.respond_by, on)

    def languages(self, offered: tuple[str, ...], production: bool) -> tuple[str, ...]:
        """The languages it may be answered in; in production only those somebody has reviewed."""
        return tuple(
            one for one in self.survey.languages
            if one in offered and (not production or reviewed(self.survey, one))
        )  # fmt: skip


MOST_KEPT = 1_000


_Kept = dict[tuple[str, str, bool], tuple[float, dict[str, Any], Live]]


def _kept() -> _Kept:
    """What this application remembers by address: when it asked, what the database said, what that is."""
    kept: _Kept = current_app.extensions.setdefault("speir_live", {})
    return kept


def load(board_slug: str, slug: str, preview: bool = False) -> Live:
    """The consultation of that address. Raises NotFound, for drafts too: nobody may know of them.

    With `preview` as somebody of the board tries it out, whatever its state; who may, the caller asks.
    """
    key = (board_slug, slug, preview)
    kept = _kept()
    found = kept.get(key)
    now = time.monotonic()
    if found is not None and now - found[0] < FRESH_FOR:
        return found[2]
    row = store.as_asked(board_slug, slug)
    if row["status"] in ("draft", "in_review") and not preview:
        raise NotFound("There is no such consultation.")
    survey, layout = store.definition(row["id"], row["definition_no"])
    # The same as before is the same object, so that what was rendered from it stays.
    live = found[2] if found is not None and found[1] == row else _met(row, survey, layout, preview)
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = (now, row, live)
    return live


def _met(row: dict[str, Any], survey: Survey, layout: Layout, preview: bool) -> Live:
    return Live(**row, survey=survey, layout=layout, preview=preview)


def forget() -> None:
    """Ask the database again at the next request; for tests that change a consultation."""
    _kept().clear()
