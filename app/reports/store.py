"""Every question about editions that goes to the database."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from app.accounts.models import Account, Grant
from app.boards.models import Board
from app.consultations.models import Engagement
from app.db import db
from app.errors import NotFound
from app.reports.models import FAILED, PENDING, READY, Edition


def lock(engagement_id: uuid.UUID) -> None:
    """Let nobody else publish this engagement until the transaction ends."""
    db.session.execute(select(Engagement.id).where(Engagement.id == engagement_id).with_for_update())


def of_engagement(engagement_id: uuid.UUID) -> Sequence[Edition]:
    """The editions of an engagement, the newest first, those that are being made or failed among them."""
    wanted = select(Edition).where(Edition.engagement_id == engagement_id).order_by(Edition.no.desc())
    return db.session.scalars(wanted).all()


def by_no(engagement_id: uuid.UUID, no: int) -> Edition:
    """One edition. Raises NotFound."""
    return _one(select(Edition).where(Edition.engagement_id == engagement_id, Edition.no == no))


def by_id(edition_id: uuid.UUID) -> Edition:
    """One edition with its report. Raises NotFound."""
    return _one(select(Edition).where(Edition.id == edition_id).options(undefer(Edition.report)))


def by_short(short: str) -> Edition:
    """The published edition with the code that stands on its paper. Raises NotFound."""
    return _one(select(Edition).where(Edition.short == short, Edition.state == READY))


def latest(engagement_id: uuid.UUID) -> Edition | None:
    """The newest published edition, if there is one."""
    wanted = select(Edition).where(Edition.engagement_id == engagement_id, Edition.state == READY)
    return db.session.scalars(wanted.order_by(Edition.no.desc()).limit(1)).one_or_none()


def ledgers(engagement_id: uuid.UUID) -> Iterator[tuple[uuid.UUID, bytes]]:
    """(id, sealed ledger) of each published edition, the oldest first."""
    wanted = select(Edition.id, Edition.ledger).where(
        Edition.engagement_id == engagement_id, Edition.state == READY
    )
    for edition_id, ledger in db.session.execute(wanted.order_by(Edition.no)):
        if ledger is not None:
            yield edition_id, ledger


def published(board_codes: Collection[str] | None) -> Sequence[tuple[Edition, Engagement, Board]]:
    """The published editions of some boards (None: of all), the newest first."""
    wanted = (
        select(Edition, Engagement, Board)
        .join(Engagement, Edition.engagement_id == Engagement.id)
        .join(Board, Edition.board_code == Board.code)
        .where(Edition.state == READY)
        .order_by(Edition.published_at.desc())
    )
    if board_codes is not None:
        wanted = wanted.where(Edition.board_code.in_(list(board_codes)))
    return [(edition, engagement, board) for edition, engagement, board in db.session.execute(wanted)]


def engagements(board_codes: Collection[str] | None) -> Sequence[tuple[Engagement, Board]]:
    """The engagements of some boards (None: of all), by board and title."""
    wanted = select(Engagement, Board).join(Board, Engagement.board_code == Board.code)
    if board_codes is not None:
        wanted = wanted.where(Engagement.board_code.in_(list(board_codes)))
    rows = db.session.execute(wanted.order_by(Board.place, Engagement.title))
    return [(engagement, board) for engagement, board in rows]


def engagement_of(edition: Edition) -> Engagement:
    """The engagement that an edition reports on."""
    return db.session.get_one(Engagement, edition.engagement_id)


def make_ready(edition_id: uuid.UUID, **values: Any) -> bool:
    """Close a pending edition with what was made. False: somebody else has done so already."""
    wanted = update(Edition).where(Edition.id == edition_id, Edition.state == PENDING)
    found: Any = db.session.execute(wanted.values(state=READY, error="", **values))
    return bool(found.rowcount == 1)


def make_failed(edition_id: uuid.UUID, error: str) -> None:
    """Close a pending edition with the reason why there is none."""
    wanted = update(Edition).where(Edition.id == edition_id, Edition.state == PENDING)
    db.session.execute(wanted.values(state=FAILED, error=error))


def planners_of(board_code: str) -> Sequence[Account]:
    """The active planning group members of a board, by address."""
    wanted = select(Account).join(Grant, Grant.account_id == Account.id)
    return db.session.scalars(
        wanted.where(Grant.role == "planner", Grant.board_code == board_code, Account.active)
        .distinct()
        .order_by(Account.email)
    ).all()


def _one(wanted: Any) -> Edition:
    found: Edition | None = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound("There is no such edition.")
    return found
