"""What the public sees of the loop: "We asked, you said, we did", a board's register, and its feed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from flask import Blueprint, Response, current_app, render_template

from app.boards import store as boards
from app.boards.models import Board
from app.config import Config
from app.consultations import store as consultations
from app.consultations.models import Consultation, Engagement
from app.consultations.service import LONDON, today
from app.errors import NotFound
from app.feedback import service as feedback
from app.feedback import store
from app.feedback.models import Listing
from app.reports import service as reports
from app.reports import store as editions
from app.reports.model import BulletList
from app.reports.sections import compose
from app.web.access import public

bp = Blueprint("loop", __name__, url_prefix="/boards/<board_slug>")
KNOWN = 64  # editions whose figures a process remembers: an edition never changes


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register: an engagement of ours, or one entered by hand."""

    key: uuid.UUID
    title: str
    about: str
    address: str
    first: date | None
    last: date | None
    state: str
    outcome: str = ""
    promised: date | None = None
    told_on: date | None = None

    @property
    def changed(self) -> date | None:
        """The newest day, not in the future, on which something happened to it."""
        days = (self.first, self.last, self.told_on)
        return max((day for day in days if day is not None and day <= today()), default=None)


@bp.get("/engagements/<slug>/")
@public
def told(board_slug: str, slug: str) -> str:
    """We asked, you said, we did."""
    board = boards.by_slug(board_slug)
    engagement = consultations.engagement(board_slug, slug)
    if not feedback.is_public(engagement):
        raise NotFound("There is no such engagement.")
    kept = store.of(engagement.id)
    published = kept is not None and kept.published_on is not None
    latest = editions.latest(engagement.id) if published else None
    return render_template(
        "workspaces/told.html",
        board=board,
        engagement=engagement,
        asked=[one for one in consultations.of_engagement(engagement.id) if one.status not in store.UNASKED],
        kept=kept if published else None,
        decisions=store.decisions(engagement.id) if published else (),
        overdue=feedback.is_overdue(engagement, today()),
        edition=latest,
        counts=_figures(latest.id).counts if latest is not None else (),
        findings=_figures(latest.id).findings if latest is not None else (),
    )


@bp.get("/register/")
@public
def register(board_slug: str) -> str:
    """Everything the board asks and asked, wherever it was run, and what came of it."""
    board = boards.by_slug(board_slug)
    return render_template("workspaces/register.html", board=board, entries=_entries(board))


@bp.get("/feed/")
@public
def feed(board_slug: str) -> Response:
    """The register as an Atom feed (RFC 4287)."""
    board = boards.by_slug(board_slug)
    config: Config = current_app.extensions["speir_config"]
    entries = _entries(board)
    newest = max((one.changed for one in entries if one.changed is not None), default=today())
    written = render_template(
        "workspaces/feed.xml", board=board, entries=entries, base=config.base_url, newest=newest
    )
    return Response(written, mimetype="application/atom+xml")


@dataclass(frozen=True, slots=True)
class Figures:
    """What an edition shows first: how many answered what (None is hidden), and what stood out."""

    counts: tuple[tuple[str, int | None], ...]
    findings: tuple[str, ...]


@lru_cache(maxsize=KNOWN)
def _figures(edition_id: uuid.UUID) -> Figures:
    source = reports.source_of(editions.by_id(edition_id))
    return Figures(
        tuple((one.title, one.tally.overall.responses) for one in source.consultations),
        tuple(
            item
            for section in compose(source).sections
            if section.id == "findings"
            for block in section.blocks
            if isinstance(block, BulletList)
            for item in block.items
        ),
    )


def _entries(board: Board) -> list[Entry]:
    """The register, what is open first, then the newest."""
    found = [_own(board, one) for one in store.public_engagements(board.code)]
    found += [_by_hand(one) for one in store.listings(board.code)]
    return sorted(found, key=lambda one: (one.state != "open", -(one.first or date.min).toordinal()))


def _own(board: Board, engagement: Engagement) -> Entry:
    asked = [one for one in consultations.of_engagement(engagement.id) if one.status not in store.UNASKED]
    kept = store.of(engagement.id)
    if any(consultations.is_open(one) for one in asked):
        state = "open"
    elif feedback.is_overdue(engagement, today()):
        state = "overdue"
    else:
        state = "answered" if kept is not None and kept.published_on is not None else "closed"
    return Entry(
        key=engagement.id,
        title=engagement.title,
        about=engagement.purpose,
        address=f"/boards/{board.slug}/engagements/{engagement.slug}/",
        first=min(_days(asked, "opens_at"), default=None),
        last=max(_days(asked, "closes_at"), default=None),
        state=state,
        promised=engagement.respond_by,
        told_on=kept.published_on if kept is not None else None,
    )


def _by_hand(one: Listing) -> Entry:
    is_open = (
        one.opened is not None and one.opened <= today() and (one.closed is None or today() <= one.closed)
    )
    state = "open" if is_open else "answered" if one.outcome else "closed"
    return Entry(one.id, one.title, one.about, one.web_address, one.opened, one.closed, state, one.outcome)


def _days(asked: Sequence[Consultation], name: str) -> list[date]:
    """The days in Scotland of all openings or closings; what closes at midnight closes on the day before."""
    before = timedelta(minutes=1) if name == "closes_at" else timedelta()
    found = (getattr(one, name) for one in asked)
    return [(moment - before).astimezone(LONDON).date() for moment in found if moment is not None]
