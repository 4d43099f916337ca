"""Drafts and responses in the database. Statements are Core: this is the path of every answer."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Insert, Table, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.consultations import store as consultations
from app.db import db
from app.responses.models import Draft, Response
from app.tallies.layout import Layout

_draft = cast(Table, Draft.__table__)
_response = cast(Table, Response.__table__)
_LOAD = select(_draft.c.definition_no, _draft.c.submit_key, _draft.c.sealed)


def find_draft(consultation_id: uuid.UUID, token_hash: bytes) -> Any:
    """The row of a draft, with definition_no, submit_key and sealed; or None."""
    query = _LOAD.where(_draft.c.consultation_id == consultation_id, _draft.c.token_hash == token_hash)
    return db.session.execute(query).one_or_none()


def add_draft(**row: Any) -> None:
    """A new draft."""
    db.session.execute(_draft.insert().values(**row))


def save_draft(consultation_id: uuid.UUID, token_hash: bytes, sealed: bytes) -> int:
    """The number of drafts saved: 1, or 0 where it is gone."""
    query = update(_draft).where(
        _draft.c.consultation_id == consultation_id, _draft.c.token_hash == token_hash
    )
    found: Any = db.session.execute(query.values(sealed=sealed))
    return int(found.rowcount)


def delete_draft(consultation_id: uuid.UUID, token_hash: bytes) -> None:
    """The draft is gone."""
    db.session.execute(
        delete(_draft).where(_draft.c.consultation_id == consultation_id, _draft.c.token_hash == token_hash)
    )


def delete_expired(as_at: date) -> int:
    """The number of drafts that ended before `as_at` and are gone now."""
    found: Any = db.session.execute(delete(_draft).where(_draft.c.expires_on < as_at))
    return int(found.rowcount)


def add_responses(rows: Sequence[dict[str, Any]]) -> int:
    """The number of responses stored. One whose submit key is there already is left as it was."""
    if not rows:
        return 0
    statement: Insert
    if db.session.get_bind().dialect.name == "postgresql":
        statement = postgresql.insert(_response).on_conflict_do_nothing(
            index_elements=["consultation_id", "submit_key"]
        )
    else:
        statement = sqlite.insert(_response).on_conflict_do_nothing(
            index_elements=["consultation_id", "submit_key"]
        )
    found: Any = db.session.execute(statement, list(rows))
    return int(found.rowcount)


def has_submit_key(consultation_id: uuid.UUID, submit_key: uuid.UUID) -> bool:
    """Whether a response with this key is stored."""
    query = select(_response.c.id).where(
        _response.c.consultation_id == consultation_id, _response.c.submit_key == submit_key
    )
    return db.session.execute(query).first() is not None


def submit_keys(consultation_id: uuid.UUID) -> set[uuid.UUID]:
    """Every submit key of a consultation, for a loader that must count duplicates."""
    query = select(_response.c.submit_key).where(_response.c.consultation_id == consultation_id)
    return set(db.session.scalars(query))


def find_by_receipt(consultation_id: uuid.UUID, receipt_digest: bytes) -> Any:
    """The row of a response, with id and submitted_on; or None."""
    query = select(_response.c.id, _response.c.submitted_on).where(
        _response.c.consultation_id == consultation_id, _response.c.receipt_digest == receipt_digest
    )
    return db.session.execute(query).one_or_none()


def count(consultation_id: uuid.UUID) -> int:
    """How many responses a consultation has."""
    query = select(func.count()).select_from(_response).where(_response.c.consultation_id == consultation_id)
    return int(db.session.scalar(query) or 0)


def codes_of(consultation_id: uuid.UUID) -> list[tuple[Layout, bytes]]:
    """The codes of all responses, joined, with the layout of each version of the definition."""
    return [
        (consultations.definition(consultation_id, no)[1], joined) for no, joined in _joined(consultation_id)
    ]


def _joined(consultation_id: uuid.UUID) -> Iterator[tuple[int, bytes]]:
    """(definition number, joined codes) pairs. The database joins them where it can."""
    mine = _response.c.consultation_id == consultation_id
    if db.session.get_bind().dialect.name == "postgresql":
        joined = func.string_agg(_response.c.codes, func.decode("", "escape"))
        query: Any = select(_response.c.definition_no, joined).where(mine).group_by(_response.c.definition_no)
        for no, codes in db.session.execute(query):
            yield no, bytes(codes)
        return
    by_no: dict[int, list[bytes]] = {}
    # The driver's own cursor: a row here is two small values, and the ORM would cost more than the read.
    cursor = db.session.connection().exec_driver_sql(
        "SELECT definition_no, codes FROM response WHERE consultation_id = ?", (consultation_id.hex,)
    )
    for no, codes in cursor:
        by_no.setdefault(no, []).append(codes)
    for no, parts in by_no.items():
        yield no, b"".join(parts)
