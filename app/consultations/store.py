"""Consultations and their definitions, as the rest of the house asks for them."""

import threading
import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy import delete as sql_delete

from app.boards.models import Board
from app.consultations.models import Consultation, DefinitionVersion, Engagement, Tailoring
from app.consultations.moves import takes_answers
from app.db import db
from app.driver import Statement, reading
from app.errors import NotFound
from app.surveys import snapshot
from app.surveys.definition import Survey
from app.surveys.versions import Version, united
from app.tallies.layout import Layout

_frozen: dict[tuple[uuid.UUID, int], tuple[Survey, Layout]] = {}
_lock = threading.Lock()
MOST_FROZEN = 500  # definitions kept parsed in one process


# What a respondent's page says of a consultation, its engagement and its board, in one statement.
_asked = (
    select(
        Consultation.id, Consultation.board_code, Consultation.slug, Consultation.title, Consultation.status,
        Consultation.audience, Consultation.kind, Consultation.opens_at, Consultation.closes_at,
        Consultation.respond_by, Consultation.demonstration, Consultation.definition_no,
        Consultation.receipt_prefix, Board.slug.label("board_slug"), Board.name.label("board_name"),
        Engagement.purpose, Engagement.promise, Engagement.decides, Engagement.contact, Engagement.controller,
        Engagement.introduction, Engagement.cannot_change, Engagement.lawful_basis, Engagement.privacy,
        Engagement.delete_on, Engagement.contact_post, Engagement.contact_email, Engagement.contact_telephone,
        Engagement.contact_text, Engagement.contact_person, Engagement.slug.label("engagement_slug"),
    )
    .join(Board, Consultation.board_code == Board.code)
    .join(Engagement, Consultation.engagement_id == Engagement.id)
    .where(Board.slug == bindparam("board"), Consultation.slug == bindparam("consultation"))
)  # fmt: skip
_AS_ASKED = Statement(_asked)
_DEFINITION = Statement(
    select(DefinitionVersion.survey, DefinitionVersion.layout).where(
        DefinitionVersion.consultation_id == bindparam("consultation"),
        DefinitionVersion.no == bindparam("no"),
    )
)


def load(board_slug: str, slug: str) -> Consultation:
    """A board's consultation. Raises NotFound."""
    query = select(Consultation).join(Board).where(Board.slug == board_slug, Consultation.slug == slug)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("There is no such consultation.")
    return found


def as_asked(board_slug: str, slug: str) -> dict[str, Any]:
    """What a respondent's page says of a consultation, by column. Raises NotFound."""
    with reading() as driver:
        row = _AS_ASKED.one(driver, board=board_slug, consultation=slug)
    if row is None:
        raise NotFound("There is no such consultation.")
    return dict(zip(_asked.selected_columns.keys(), row, strict=True))


def by_path(path: str) -> Consultation:
    """The consultation that `BOARD/SLUG` names. Raises NotFound."""
    board, _, slug = path.partition("/")
    try:
        return load(board, slug)
    except NotFound:
        raise NotFound(
            f"There is no consultation '{path}'; write it as BOARD/SLUG, for example fife/carers."
        ) from None


def path_of(consultation_id: uuid.UUID) -> tuple[str, str]:
    """(board, slug) of a consultation."""
    query = select(Board.slug, Consultation.slug).join(Board, Board.code == Consultation.board_code)
    row = db.session.execute(query.where(Consultation.id == consultation_id)).one()
    return row[0], row[1]


def path_of_prefix(prefix: str) -> tuple[str, str]:
    """(board, slug) of the public consultation whose receipts begin so. Raises NotFound, for drafts too."""
    query = select(Board.slug, Consultation.slug).join(Board, Board.code == Consultation.board_code)
    public = Consultation.status.not_in(("draft", "in_review"))
    row = db.session.execute(query.where(Consultation.receipt_prefix == prefix, public)).one_or_none()
    if row is None:
        raise NotFound("There is no such consultation.")
    return row[0], row[1]


def of_board(board_code: str) -> Sequence[Consultation]:
    """A board's consultations that the public may know of: open ones first, for people before for groups."""
    query = select(Consultation).where(
        Consultation.board_code == board_code, Consultation.status.not_in(("draft", "in_review"))
    )
    found = db.session.scalars(query)
    return sorted(found, key=lambda one: (one.status != "open", one.kind == "organisation", one.title))


def asking(kind: str) -> Sequence[Consultation]:
    """Consultations of all boards that take answers of this kind of respondent now, by title."""
    query = select(Consultation).where(
        Consultation.kind == kind, Consultation.status.in_(("scheduled", "open"))
    )
    return [one for one in db.session.scalars(query.order_by(Consultation.title)) if is_open(one)]


def of_engagement(engagement_id: uuid.UUID) -> Sequence[Consultation]:
    """The consultations of an engagement."""
    query = select(Consultation).where(Consultation.engagement_id == engagement_id)
    return db.session.scalars(query.order_by(Consultation.audience, Consultation.slug)).all()


def slugs_of(board_code: str) -> set[str]:
    """The last part of the addresses of all consultations of a board, drafts too."""
    return set(db.session.scalars(select(Consultation.slug).where(Consultation.board_code == board_code)))


def delete(consultation: Consultation) -> None:
    """A consultation goes with its definitions. The database refuses one that has responses."""
    for table in (Tailoring, DefinitionVersion):
        db.session.execute(sql_delete(table).where(table.consultation_id == consultation.id))
    db.session.delete(consultation)
    db.session.flush()


def lock(consultation: Consultation) -> None:
    """Nobody else moves it until the end of this transaction. It is as the database has it now."""
    db.session.refresh(consultation, with_for_update=True)


def running() -> Sequence[Consultation]:
    """The consultations whose state the clock may change."""
    query = select(Consultation).where(Consultation.status.in_(("scheduled", "open")))
    return db.session.scalars(query.order_by(Consultation.id)).all()


def has_begun(consultation: Consultation, now: datetime | None = None) -> bool:
    """Whether its opening, if it has one, is over."""
    starts = consultation.opens_at
    return starts is not None and starts <= (now or datetime.now(UTC))


def prune(consultation: Consultation) -> None:
    """The definitions that a draft had before the one that is asked go."""
    db.session.execute(
        sql_delete(DefinitionVersion).where(
            DefinitionVersion.consultation_id == consultation.id,
            DefinitionVersion.no != consultation.definition_no,
        )
    )


def engagement(board_slug: str, slug: str) -> Engagement:
    """A board's engagement. Raises NotFound."""
    query = select(Engagement).join(Board).where(Board.slug == board_slug, Engagement.slug == slug)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("There is no such engagement.")
    return found


def engagement_of(consultation: Consultation) -> Engagement:
    """The engagement that a consultation belongs to."""
    found = db.session.get(Engagement, consultation.engagement_id)
    if found is None:
        raise NotFound("There is no such engagement.")
    return found


def engagements_of(board_code: str) -> Sequence[Engagement]:
    """A board's engagements, by title."""
    return db.session.scalars(
        select(Engagement).where(Engagement.board_code == board_code).order_by(Engagement.title)
    ).all()


def definition(consultation_id: uuid.UUID, no: int) -> tuple[Survey, Layout]:
    """A frozen definition and its layout, parsed once in a process: it never changes."""
    key = (consultation_id, no)
    found = _frozen.get(key)
    if found is None:
        with reading() as driver:
            row = _DEFINITION.one(driver, consultation=consultation_id, no=no)
        if row is None:
            raise NotFound("This consultation has no questions yet.")
        found = (snapshot.from_json(row[0]), Layout.from_spec(row[1]))
        with _lock:
            if len(_frozen) >= MOST_FROZEN:
                _frozen.clear()
            _frozen[key] = found
    return found


def survey_of(consultation: Consultation) -> Survey:
    """The definition that is asked now."""
    return definition(consultation.id, consultation.definition_no)[0]


def version_by_path(path: str, no: int | None = None) -> Survey:
    """The newest definition of the consultation that `BOARD/SLUG` names, or that number. Raises NotFound."""
    consultation = by_path(path)
    found = {version.no: version.survey for version in versions_of(consultation)}
    no = consultation.definition_no if no is None else no
    if no not in found:
        raise NotFound(f"{path} has no version {no}: it has {', '.join(map(str, found))}.")
    return found[no]


def versions_of(consultation: Consultation) -> tuple[Version, ...]:
    """The definitions that people have been asked, the newest last."""
    nos = range(consultation.definition_no, consultation.definition_no + 1)
    if consultation.status not in ("draft", "in_review", "scheduled"):
        nos = range(1, consultation.definition_no + 1)
    query = select(DefinitionVersion.no, DefinitionVersion.since).where(
        DefinitionVersion.consultation_id == consultation.id, DefinitionVersion.no.in_(nos)
    )
    rows = db.session.execute(query.order_by(DefinitionVersion.no))
    return tuple(Version(no, definition(consultation.id, no)[0], since) for no, since in rows)


def versions_between(consultation_id: uuid.UUID, first: int, last: int) -> list[Version]:
    """Those definitions, of all numbers from the first to the last, that are still there."""
    found = []
    for no in range(first, last + 1):
        with suppress(NotFound):
            found.append(Version(no, definition(consultation_id, no)[0]))
    return found


def ever_asked(consultation: Consultation) -> Survey:
    """Everything that people have been asked, by which all their answers can be read."""
    return united(versions_of(consultation))


def is_open(consultation: Consultation, now: datetime | None = None) -> bool:
    """Whether answers are taken at this moment."""
    return takes_answers(consultation.status, consultation.opens_at, consultation.closes_at, now)
