"""Making consultations and moving them through their states."""

import re
import secrets
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.audit import service as trail
from app.boards import store as boards
from app.boards.models import Board
from app.boards.service import require_confirmed
from app.consultations import store
from app.consultations.checklist import require_complete
from app.consultations.models import Consultation, DefinitionVersion, Engagement, Tailoring
from app.consultations.moves import move
from app.db import db
from app.errors import Conflict, Invalid
from app.questionnaires import media
from app.surveys import snapshot
from app.surveys.definition import Survey
from app.surveys.own_words import own_words
from app.surveys.parser import read_survey
from app.surveys.questions import shapes
from app.tallies.layout import Layout

LONDON = ZoneInfo("Europe/London")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
RESERVED = frozenset(
    ["about", "alerts", "audit", "e", "edit", "editions", "engagements", "feed", "new", "questions"]
    + ["receipts", "register", "reports", "results", "resume", "s", "static"]
    + ["add", "comments", "consultations", "contact", "decisions", "key-in", "keying", "paper", "posters"]
    + ["privacy", "report", "watch", "words"]
)
WORDS = (
    "introduction", "purpose", "promise", "cannot_change", "decides",
    "contact", "contact_person", "contact_post", "contact_email", "contact_telephone", "contact_text",
    "controller", "lawful_basis", "privacy", "officer_words", "ask_of_group",
)  # fmt: skip
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: read over a telephone without a mistake
AFTER_LOCALITIES = {
    "not_sure": own_words("I am not sure").words,
    "elsewhere": own_words("Somewhere else").words,
}


def create(
    board: Board,
    survey: Survey,
    slug: str,
    title: str,
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    respond_by: date | None = None,
    engagement: Engagement | None = None,
    demonstration: bool = False,
) -> Consultation:
    """A draft consultation with its definition frozen; commits nothing.

    Without an engagement it gets one of its own, with the same slug and title.
    """
    require_address(board, slug)
    require_order(opens_at, closes_at)
    if engagement is None:
        engagement = Engagement(
            board_code=board.code, slug=slug, title=title, respond_by=respond_by, demonstration=demonstration
        )
        db.session.add(engagement)
        db.session.flush()
    made = Consultation(
        engagement_id=engagement.id,
        board_code=board.code,
        slug=slug,
        title=title,
        audience=survey.audience,
        kind=survey.kind,
        opens_at=opens_at,
        closes_at=closes_at,
        respond_by=respond_by,
        demonstration=demonstration,
        receipt_prefix=_prefix(),
    )
    db.session.add(made)
    db.session.flush()
    freeze(made, survey, board, 1)
    db.session.add(Tailoring(consultation_id=made.id, source=snapshot.to_json(survey), choices={}))
    trail.record(
        "consultation_created",
        board=board.code,
        subject=f"{board.slug}/{slug}",
        detail={"survey": survey.key},
    )
    return made


def require_address(board: Board, slug: str) -> None:
    """Raises Invalid, or Conflict, where a consultation of the board cannot have this address."""
    require_slug(slug, "a consultation")
    same = select(Consultation.id).where(Consultation.board_code == board.code, Consultation.slug == slug)
    if db.session.scalar(same):
        raise Conflict(f"{board.name} has a consultation '{slug}' already: choose another slug.")


def require_slug(slug: str, what: str) -> None:
    """Raises Invalid for a word that cannot be part of an address."""
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise Invalid(
            f"'{slug}' cannot be the address of {what}: use small letters, digits and hyphens, at most 60."
        )
    if slug in RESERVED:
        raise Invalid(f"'{slug}' is the address of a page of ours: choose another for {what}.")


def require_order(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Raises Invalid where it would close before it opens."""
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid("The consultation closes before it opens: change one of the two dates.")


def open_(consultation: Consultation, production: bool) -> None:
    """Open a consultation; commits nothing.

    A production installation asks for a confirmed board, and for everything that people must be told.
    """
    board = boards.by_code(consultation.board_code)
    require_confirmed(board, production)
    if production:
        require_complete(store.engagement_of(consultation), consultation)
    consultation.status = move(consultation.status, "open")
    trail.record("consultation_opened", board=board.code, subject=f"{board.slug}/{consultation.slug}")


def close(path: str) -> Consultation:
    """Close the consultation that `BOARD/SLUG` names."""
    consultation = store.by_path(path)
    end(consultation)
    db.session.commit()
    return consultation


def end(consultation: Consultation) -> None:
    """Close a consultation; commits nothing."""
    board = boards.by_code(consultation.board_code)
    consultation.status = move(consultation.status, "closed")
    trail.record("consultation_closed", board=board.code, subject=f"{board.slug}/{consultation.slug}")


def create_from_file(
    board_slug: str,
    survey_path: Path,
    slug: str,
    title: str,
    *,
    opens: str | None,
    closes: str | None,
    respond_by: str | None,
    open_now: bool,
    production: bool,
) -> Consultation:
    """A consultation from a library file, as the command line asks for it.

    With `open_now` it opens with nothing said of privacy or promises, but not in `production`.
    """
    board = boards.by_slug(board_slug)
    survey = read_survey(survey_path)
    made = create(
        board,
        survey,
        slug,
        title,
        opens_at=moment(opens, "--opens"),
        closes_at=moment(closes, "--closes", end_of_day=True),
        respond_by=day(respond_by, "--respond-by"),
    )
    if open_now:
        open_(made, production)
    db.session.commit()
    return made


def describe(engagement: Engagement, **words: Any) -> None:
    """Keep what people are told of an engagement: texts of `WORDS`, `title`, `respond_by`, `delete_on`."""
    changed = sorted(name for name, value in words.items() if getattr(engagement, name) != value)
    for name in changed:
        setattr(engagement, name, words[name])
    if "respond_by" in changed:
        for one in store.of_engagement(engagement.id):
            one.respond_by = engagement.respond_by
    board = boards.by_code(engagement.board_code)
    trail.record(
        "engagement_described",
        board=board.code,
        subject=f"{board.slug}/{engagement.slug}",
        detail={"changed": changed},
    )
    db.session.commit()


def moment(typed: str | None, what: str, end_of_day: bool = False) -> datetime | None:
    """An ISO date or time, in Europe/London where it names no zone, as UTC.

    A bare closing date lasts until the end of that day.
    """
    if not typed:
        return None
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        raise Invalid(f"{what} is {typed!r}; write a date such as 2027-03-31 or 2027-03-31T17:00.") from None
    if end_of_day and len(typed) <= 10:
        found += timedelta(days=1)
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)


def day(typed: str | None, what: str) -> date | None:
    """An ISO date."""
    if not typed:
        return None
    try:
        return date.fromisoformat(typed[:10])
    except ValueError:
        raise Invalid(f"{what} is {typed!r}; write a date such as 2027-03-31.") from None


def today() -> date:
    """The date in Scotland."""
    return datetime.now(LONDON).date()


def localities(board: Board) -> list[tuple[str, str]]:
    """The board's localities as options: (id, name)."""
    return [(option_id(one.name), one.name) for one in boards.localities_of(board.code)]


def freeze(
    consultation: Consultation,
    survey: Survey,
    board: Board,
    no: int,
    offered: Collection[str] | None = None,
    since: date | None = None,
) -> None:
    """Snapshot the definition and its layout, with the board's localities in it, or those `offered`."""
    media.keep(survey)
    survey = with_places(survey, board, offered)
    kept = snapshot.to_json(survey)
    layout = Layout.build(survey, shapes(survey))
    db.session.add(
        DefinitionVersion(
            consultation_id=consultation.id,
            no=no,
            content_hash=snapshot.content_hash(kept),
            survey=kept,
            layout=layout.to_spec(),
            since=since,
        )
    )


def with_places(survey: Survey, board: Board, offered: Collection[str] | None = None) -> Survey:
    """The survey as it is asked: with the board's localities in it, or those `offered`."""
    places = [one for one in localities(board) if offered is None or one[0] in offered]
    return snapshot.with_localities(survey, places, AFTER_LOCALITIES)


def option_id(name: str) -> str:
    """A name as an option id.

    >>> option_id("Cowdenbeath & Lochgelly")
    'cowdenbeath_lochgelly'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _prefix() -> str:
    """Five characters by which a receipt finds its consultation."""
    while True:
        prefix = "".join(secrets.choice(ALPHABET) for _ in range(5))
        if not db.session.scalar(select(Consultation.id).where(Consultation.receipt_prefix == prefix)):
            return prefix
