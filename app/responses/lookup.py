"""From a receipt code to what it stands for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.boards.models import Board
from app.consultations.models import Consultation
from app.consultations.moves import is_overdue
from app.consultations.service import today
from app.db import db
from app.responses import receipts, store


@dataclass(frozen=True, slots=True)
class Found:
    """A response as its receipt shows it: nothing that tells who wrote it."""

    path: str
    title: str
    board: str
    state: str
    status: str
    on: date
    respond_by: date | None

    @property
    def overdue(self) -> bool:
        """Whether people were to hear what was decided by now, and have not."""
        return is_overdue(self.status, self.respond_by, today())


def find(typed: str, secret: str) -> Found | None:
    """What a code stands for, however it was typed; None where there is no such code."""
    query = select(Consultation, Board).join(Board, Board.code == Consultation.board_code)
    pair = db.session.execute(
        query.where(Consultation.receipt_prefix == receipts.prefix_of(typed))
    ).one_or_none()
    if pair is None:
        return None
    consultation, board = pair
    row = store.find_by_receipt(consultation.id, receipts.digest(secret, typed))
    if row is None:
        return None
    return Found(
        path=f"{board.slug}/{consultation.slug}",
        title=consultation.title,
        board=board.name,
        state="received",
        status=consultation.status,
        on=row.submitted_on,
        respond_by=consultation.respond_by,
    )
