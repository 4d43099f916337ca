"""From a receipt code to what it stands for, and what its holder may do with that, with no account.

Nothing here is written to the audit trail: a line of it has an exact time, and an answer must not.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.boards.models import Board
from app.consultations import store as consultations
from app.consultations.models import Consultation, Engagement
from app.consultations.moves import is_overdue
from app.consultations.service import today
from app.db import db
from app.errors import NotFound
from app.files import uploads
from app.responses import live as live_module
from app.responses import receipts, service, store
from app.responses.live import Live
from app.surveys.answers import Answers
from app.surveys.questions import say
from app.surveys.routing import asked_ids

RECEIVED, WITHDRAWN = "received", "withdrawn"
Said = Sequence[tuple[str, Sequence[tuple[str, Sequence[str]]]]]
"""The pages of a survey by title, each with its questions in words and the lines of their answers."""


@dataclass(frozen=True, slots=True)
class Found:
    """A response as its receipt shows it: nothing that tells who wrote it. `on` is None once withdrawn."""

    path: str
    told: str
    title: str
    board: str
    state: str
    status: str
    on: date | None
    respond_by: date | None
    delete_on: date | None
    correctable: bool

    @property
    def overdue(self) -> bool:
        """Whether people were to hear what was decided by now, and have not."""
        return is_overdue(self.status, self.respond_by, today())


def find(typed: str, secret: str) -> Found | None:
    """What a code stands for, however it was typed; None where there is no such code."""
    pair = _consultation(typed)
    if pair is None:
        return None
    consultation, board = pair
    digest = receipts.digest(secret, typed)
    row = store.find_by_receipt(consultation.id, digest)
    if row is None and not store.was_withdrawn(consultation.id, digest):
        return None
    engagement = db.session.get_one(Engagement, consultation.engagement_id)
    return Found(
        path=f"{board.slug}/{consultation.slug}",
        told=f"/boards/{board.slug}/engagements/{engagement.slug}/",
        title=consultation.title,
        board=board.name,
        state=WITHDRAWN if row is None else RECEIVED,
        status=consultation.status,
        on=row.submitted_on if row is not None else None,
        respond_by=consultation.respond_by,
        delete_on=engagement.delete_on,
        correctable=row is not None and consultations.is_open(consultation),
    )


def answers(typed: str, language: str, secret: str) -> Said:
    """What the response of a code says, as the page "check your answers" showed it."""
    pair = _consultation(typed)
    row = pair and store.find_by_receipt(pair[0].id, receipts.digest(secret, typed))
    if not pair or not row:
        return ()
    survey, _ = consultations.definition(pair[0].id, row.definition_no)
    document = service.open_document(secret, row.id, row.sealed)
    given = Answers(document["answers"])
    asked = frozenset(document["asked"]) if "asked" in document else asked_ids(survey, given)
    pages = []
    for page in survey.pages:
        said = [
            (question.text.in_language(language), tuple(say(question, given, language)))
            for question in page.questions
            if question.id in asked and question.id in given
        ]
        if said:
            pages.append((page.title.in_language(language), said))
    return pages


def document(typed: str, secret: str) -> Mapping[str, Any]:
    """The answers of the response of a code as they are kept; empty where there is none."""
    pair = _consultation(typed)
    row = pair and store.find_by_receipt(pair[0].id, receipts.digest(secret, typed))
    answers: Mapping[str, Any] = service.open_document(secret, row.id, row.sealed)["answers"] if row else {}
    return answers


def withdraw(typed: str, secret: str) -> None:
    """The response of a code is gone; its receipt says "withdrawn". Twice does no harm."""
    _remove(typed, secret, remember=True)


def erase(typed: str, secret: str) -> None:
    """The response of a code is gone and its receipt with it. Twice does no harm."""
    _remove(typed, secret, remember=False)


def correct(typed: str, language: str, secret: str) -> tuple[Live, str]:
    """Where the answers of a code may be corrected, and the token of a new draft that holds them.

    Raises NotFound where there is no such response, and Conflict where no answers are taken.
    """
    pair = _consultation(typed)
    row = pair and store.find_by_receipt(pair[0].id, receipts.digest(secret, typed))
    if not pair or not row:
        raise NotFound("There is no such receipt.")
    live = live_module.load(pair[1].slug, pair[0].slug)
    document = service.open_document(secret, row.id, row.sealed)
    db.session.commit()
    given = document["answers"]
    return live, service.reopen(live, row.submit_key, row.definition_no, given, language, secret)


def _remove(typed: str, secret: str, *, remember: bool) -> None:
    pair = _consultation(typed)
    if pair is None:
        return
    consultation, digest = pair[0], receipts.digest(secret, typed)
    row = store.find_by_receipt(consultation.id, digest)
    files: Sequence[uuid.UUID] = ()
    if row is not None:
        files = store.remove_response(consultation.id, row.id, row.submit_key)
        if remember:
            store.remember_withdrawal(consultation.id, digest)
    if not remember:
        store.forget_withdrawal(consultation.id, digest)
    db.session.commit()
    uploads.drop(files)


def _consultation(typed: str) -> tuple[Consultation, Board] | None:
    query = select(Consultation, Board).join(Board, Board.code == Consultation.board_code)
    pair = db.session.execute(
        query.where(Consultation.receipt_prefix == receipts.prefix_of(typed))
    ).one_or_none()
    return pair and (pair[0], pair[1])
