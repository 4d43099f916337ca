"""Drafts and responses in the database."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from typing import cast as typed

from sqlalchemy import LargeBinary, Table, bindparam, cast, delete, func, null, select, update
from sqlalchemy.dialects import postgresql

from app.consultations import store as consultations
from app.db import db
from app.driver import Driver, Statement
from app.responses.models import Draft, LinkMessage, Response, ResumeCode, Upload, Withdrawal
from app.tallies.layout import Layout

BLOCK = 500  # rows read at a time
NO_NAMES: Mapping[int, Mapping[str, str]] = MappingProxyType({})

_draft = typed(Table, Draft.__table__)
_response = typed(Table, Response.__table__)
_withdrawal = typed(Table, Withdrawal.__table__)
_resume = typed(Table, ResumeCode.__table__)
_upload = typed(Table, Upload.__table__)
_link = typed(Table, LinkMessage.__table__)
# What the schedule of retention speaks of.
DRAFTS, RESPONSES, WITHDRAWALS, RESUME_CODES = _draft, _response, _withdrawal, _resume
UPLOADS, LINK_MESSAGES = _upload, _link

_MINE = (
    _draft.c.consultation_id == bindparam("consultation"),
    _draft.c.token_hash == bindparam("token"),
)
_AS_SEEN = _draft.c.sealed == bindparam("seen")
_ONE_KEY = ["consultation_id", "submit_key"]
_ADD_RESPONSE = postgresql.insert(_response).on_conflict_do_nothing(index_elements=_ONE_KEY)

# The statements of the path of every answer.
FIND_DRAFT = Statement(select(_draft.c.submit_key, _draft.c.sealed, _draft.c.definition_no).where(*_MINE))
ADD_DRAFT = Statement(_draft.insert())
SAVE_DRAFT = Statement(
    update(_draft).where(*_MINE, _AS_SEEN).values(sealed=bindparam("contents"), definition_no=bindparam("no"))
)
TAKE_DRAFT = Statement(delete(_draft).where(*_MINE, _AS_SEEN))
DELETE_DRAFT = Statement(delete(_draft).where(*_MINE))
ADD_RESPONSE = Statement(_ADD_RESPONSE)
HAS_KEY = Statement(
    select(_response.c.id).where(
        _response.c.consultation_id == bindparam("consultation"), _response.c.submit_key == bindparam("key")
    )
)

FIND_FOR_CORRECTION = Statement(
    select(_response.c.id, _response.c.sealed).where(
        _response.c.consultation_id == bindparam("consultation"), _response.c.submit_key == bindparam("key")
    )
)
CORRECT_RESPONSE = Statement(
    update(_response)
    .where(_response.c.consultation_id == bindparam("consultation"), _response.c.id == bindparam("response"))
    .values(sealed=bindparam("contents"), codes=bindparam("coded"), definition_no=bindparam("no"))
)

# Those of answers with files.
_OF_THE_KEY = (
    _upload.c.consultation_id == bindparam("consultation"),
    _upload.c.submit_key == bindparam("key"),
)
_ONE_FILE = (_upload.c.consultation_id == bindparam("consultation"), _upload.c.id == bindparam("file"))
ADD_UPLOAD = Statement(
    postgresql.insert(_upload).on_conflict_do_nothing(index_elements=["consultation_id", "id"])
)
UPLOADS_OF = Statement(select(_upload.c.id, _upload.c.expires_on).where(*_OF_THE_KEY))
KEEP_UPLOAD = Statement(update(_upload).where(*_ONE_FILE).values(expires_on=null()))
DELETE_UPLOAD = Statement(delete(_upload).where(*_ONE_FILE))
DELETE_UNSENT = Statement(delete(_upload).where(*_ONE_FILE, _upload.c.expires_on.is_not(None)))
HAS_DRAFT_OF = Statement(
    select(_draft.c.token_hash).where(
        _draft.c.consultation_id == bindparam("consultation"), _draft.c.submit_key == bindparam("key")
    )
)


def find_draft(
    driver: Driver, consultation_id: uuid.UUID, token_hash: bytes
) -> tuple[uuid.UUID, bytes, int] | None:
    """The submit key, the sealed contents and the number of the definition of a draft, or None."""
    found: Any = FIND_DRAFT.one(driver, consultation=consultation_id, token=token_hash)
    return found and (found[0], bytes(found[1]), found[2])


def add_draft(driver: Driver, **row: Any) -> None:
    """A new draft."""
    ADD_DRAFT.run(driver, **row)


def save_draft(
    driver: Driver, consultation_id: uuid.UUID, token_hash: bytes, seen: bytes, contents: bytes, no: int
) -> bool:
    """Whether the draft has other contents now: not if it is no longer as it was `seen`.

    So nobody waits while a page is read, and two tabs still lose nothing.
    """
    cursor = SAVE_DRAFT.run(
        driver, consultation=consultation_id, token=token_hash, seen=seen, contents=contents, no=no
    )
    return bool(cursor.rowcount)


def take_draft(driver: Driver, consultation_id: uuid.UUID, token_hash: bytes, seen: bytes) -> bool:
    """Whether the draft is gone now: not if it is no longer as it was `seen`."""
    return bool(TAKE_DRAFT.run(driver, consultation=consultation_id, token=token_hash, seen=seen).rowcount)


def delete_draft(driver: Driver, consultation_id: uuid.UUID, token_hash: bytes) -> None:
    """The draft is gone."""
    DELETE_DRAFT.run(driver, consultation=consultation_id, token=token_hash)


def add_response(driver: Driver, row: Mapping[str, Any]) -> bool:
    """Whether the response is stored; if its submit key is there already, what is there is left as it was."""
    return bool(ADD_RESPONSE.run(driver, **row).rowcount)


def find_for_correction(
    driver: Driver, consultation_id: uuid.UUID, submit_key: uuid.UUID
) -> tuple[uuid.UUID, bytes] | None:
    """The id and the sealed document of the response with this key, or None."""
    found: Any = FIND_FOR_CORRECTION.one(driver, consultation=consultation_id, key=submit_key)
    return found and (found[0], bytes(found[1]))


def correct_response(driver: Driver, consultation_id: uuid.UUID, response_id: uuid.UUID, **kept: Any) -> None:
    """What a response says is replaced; its receipt, its day and how long it took stay."""
    CORRECT_RESPONSE.run(driver, consultation=consultation_id, response=response_id, **kept)


def add_uploads(driver: Driver, rows: Sequence[Mapping[str, Any]]) -> None:
    """What is known of files that are kept; a file that is known already stays as it is."""
    for row in rows:
        ADD_UPLOAD.run(driver, **row)


def uploads_of(
    driver: Driver, consultation_id: uuid.UUID, submit_key: uuid.UUID
) -> dict[uuid.UUID, date | None]:
    """The files of a draft or response with that key: the last day of each by its id, None once sent."""
    rows: Any = UPLOADS_OF.all(driver, consultation=consultation_id, key=submit_key)
    return dict(rows)


def keep_upload(driver: Driver, consultation_id: uuid.UUID, id_: uuid.UUID) -> None:
    """A file has been sent."""
    KEEP_UPLOAD.run(driver, consultation=consultation_id, file=id_)


def delete_upload(driver: Driver, consultation_id: uuid.UUID, id_: uuid.UUID) -> None:
    """Nothing is known of a file any more."""
    DELETE_UPLOAD.run(driver, consultation=consultation_id, file=id_)


def delete_unsent_upload(driver: Driver, consultation_id: uuid.UUID, id_: uuid.UUID) -> bool:
    """Whether nothing is known of a file any more: not if it was sent."""
    return bool(DELETE_UNSENT.run(driver, consultation=consultation_id, file=id_).rowcount)


def has_draft_of(driver: Driver, consultation_id: uuid.UUID, submit_key: uuid.UUID) -> bool:
    """Whether there is a draft with that key."""
    return HAS_DRAFT_OF.one(driver, consultation=consultation_id, key=submit_key) is not None


def sent_uploads(consultation_id: uuid.UUID) -> Sequence[Upload]:
    """The files that were sent to a consultation."""
    query = select(Upload).where(Upload.consultation_id == consultation_id, Upload.expires_on.is_(None))
    return db.session.scalars(query).all()


def sent_upload_counts(consultation_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many files were sent to each of these consultations that has any."""
    query = select(_upload.c.consultation_id, func.count()).group_by(_upload.c.consultation_id)
    wanted = (_upload.c.consultation_id.in_(consultation_ids), _upload.c.expires_on.is_(None))
    return {one: int(count) for one, count in db.session.execute(query.where(*wanted))}


def sent_upload(consultation_id: uuid.UUID, id_: uuid.UUID) -> Upload | None:
    """One of them, or None."""
    found = db.session.get(Upload, (consultation_id, id_))
    return found if found is not None and found.expires_on is None else None


def all_upload_ids() -> set[uuid.UUID]:
    """The ids of all files that are known."""
    return set(db.session.scalars(select(_upload.c.id)))


def add_responses(rows: Sequence[dict[str, Any]]) -> int:
    """The number of responses stored. One whose submit key is there already is left as it was."""
    if not rows:
        return 0
    return int(db.session.connection().execute(_ADD_RESPONSE, list(rows)).rowcount)


def has_submit_key(driver: Driver, consultation_id: uuid.UUID, submit_key: uuid.UUID) -> bool:
    """Whether a response with this key is stored."""
    return HAS_KEY.one(driver, consultation=consultation_id, key=submit_key) is not None


def submit_keys(consultation_id: uuid.UUID) -> set[uuid.UUID]:
    """Every submit key of a consultation, for a loader that must count duplicates."""
    query = select(_response.c.submit_key).where(_response.c.consultation_id == consultation_id)
    return set(db.session.scalars(query))


def find_by_receipt(consultation_id: uuid.UUID, receipt_digest: bytes) -> Any:
    """The row of a response, with id, submitted_on, definition_no, submit_key and sealed; or None."""
    query = select(
        _response.c.id, _response.c.submitted_on, _response.c.definition_no,
        _response.c.submit_key, _response.c.sealed,
    )  # fmt: skip
    return db.session.execute(
        query.where(
            _response.c.consultation_id == consultation_id, _response.c.receipt_digest == receipt_digest
        )
    ).one_or_none()


def remove_response(
    consultation_id: uuid.UUID, response_id: uuid.UUID, submit_key: uuid.UUID
) -> Sequence[uuid.UUID]:
    """A response is gone, with what was made of its comments and each draft of a correction of it.

    So is what is known of its files; the ids of these, which the caller drops once this is committed.
    """
    of_it = (_draft.c.consultation_id == consultation_id, _draft.c.submit_key == submit_key)
    db.session.execute(delete(_draft).where(*of_it))
    its_files = (_upload.c.consultation_id == consultation_id, _upload.c.submit_key == submit_key)
    files = list(db.session.scalars(select(_upload.c.id).where(*its_files)))
    if files:
        db.session.execute(delete(_upload).where(*its_files))
    row = (_response.c.consultation_id == consultation_id, _response.c.id == response_id)
    db.session.execute(delete(_response).where(*row))
    return files


def remember_withdrawal(consultation_id: uuid.UUID, receipt_digest: bytes) -> None:
    """That the receipt's response was withdrawn."""
    db.session.add(Withdrawal(consultation_id=consultation_id, receipt_digest=receipt_digest))


def was_withdrawn(consultation_id: uuid.UUID, receipt_digest: bytes) -> bool:
    """Whether the receipt's response was withdrawn."""
    return db.session.get(Withdrawal, (consultation_id, receipt_digest)) is not None


def forget_withdrawal(consultation_id: uuid.UUID, receipt_digest: bytes) -> None:
    """Nothing is left of a receipt."""
    mine = (_withdrawal.c.consultation_id == consultation_id, _withdrawal.c.receipt_digest == receipt_digest)
    db.session.execute(delete(_withdrawal).where(*mine))


def expiry_of_draft(consultation_id: uuid.UUID, token_hash: bytes) -> date | None:
    """The last day of a draft, or None where there is none."""
    query = select(_draft.c.expires_on).where(_draft.c.consultation_id == consultation_id)
    return db.session.scalar(query.where(_draft.c.token_hash == token_hash))


def has_resume_code(digest: bytes) -> bool:
    """Whether the code is kept."""
    return db.session.get(ResumeCode, digest) is not None


def add_resume_code(**row: Any) -> None:
    """A new code; where the same was added meanwhile, nothing happens."""
    db.session.execute(postgresql.insert(_resume).values(**row).on_conflict_do_nothing())


def find_resume_code(digest: bytes) -> tuple[uuid.UUID, bytes, bytes] | None:
    """(consultation, sealed token, digest) of a code, or None."""
    row = db.session.get(ResumeCode, digest)
    return (row.consultation_id, row.sealed, row.digest) if row is not None else None


def add_link_message(id_: uuid.UUID, sealed: bytes, expires_on: date) -> None:
    """A message that is to leave."""
    db.session.add(LinkMessage(id=id_, sealed=sealed, expires_on=expires_on))


def link_message(id_: uuid.UUID) -> bytes | None:
    """What a message says, sealed, or None once it has left."""
    return db.session.scalar(select(_link.c.sealed).where(_link.c.id == id_))


def drop_link_message(id_: uuid.UUID) -> None:
    """The message has left: its address is gone."""
    db.session.execute(delete(_link).where(_link.c.id == id_))


def without_draft() -> Any:
    """The condition that a code's draft is gone."""
    same = (
        _draft.c.consultation_id == _resume.c.consultation_id,
        _draft.c.token_hash == _resume.c.token_hash,
    )
    return ~select(_draft.c.token_hash).where(*same).exists()


def count(consultation_id: uuid.UUID) -> int:
    """How many responses a consultation has."""
    query = select(func.count()).select_from(_response).where(_response.c.consultation_id == consultation_id)
    return int(db.session.scalar(query) or 0)


def days_of(consultation_id: uuid.UUID) -> Iterator[tuple[date, int]]:
    """How many responses came on each day on which there were any."""
    query = select(_response.c.submitted_on, func.count()).group_by(_response.c.submitted_on)
    for day, count in db.session.execute(query.where(_response.c.consultation_id == consultation_id)):
        yield day, int(count)


def delete_drafts_of(consultation_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Everything that was begun and not sent is gone; the ids of its files, for the caller to drop."""
    db.session.execute(delete(_draft).where(_draft.c.consultation_id == consultation_id))
    unsent = (_upload.c.consultation_id == consultation_id, _upload.c.expires_on.is_not(None))
    files = list(db.session.scalars(select(_upload.c.id).where(*unsent)))
    db.session.execute(delete(_upload).where(*unsent))
    return files


def keyed_in(consultation_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many responses each account keyed in."""
    query = select(_response.c.keyed_by, func.count()).group_by(_response.c.keyed_by)
    rows = db.session.execute(
        query.where(_response.c.consultation_id == consultation_id, _response.c.keyed_by.is_not(None))
    )
    return {keyed_by: int(count) for keyed_by, count in rows}


def ids_of(consultation_id: uuid.UUID) -> list[uuid.UUID]:
    """The ids of all responses of a consultation."""
    query = select(_response.c.id).where(_response.c.consultation_id == consultation_id)
    return list(db.session.scalars(query))


def documents(
    consultation_id: uuid.UUID, ids: Sequence[uuid.UUID]
) -> Iterator[tuple[uuid.UUID, bytes, date, int]]:
    """(id, sealed document, day, number of the definition) of these responses, in this order.

    There is a block of rows in memory at a time.
    """
    query = select(_response.c.id, _response.c.sealed, _response.c.submitted_on, _response.c.definition_no)
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        rows = db.session.execute(
            query.where(_response.c.consultation_id == consultation_id, _response.c.id.in_(block))
        )
        found = {row.id: (row.id, row.sealed, row.submitted_on, row.definition_no) for row in rows}
        yield from (found[one] for one in block if one in found)


def codes_of(
    consultation_id: uuid.UUID, names: Mapping[int, Mapping[str, str]] = NO_NAMES
) -> list[tuple[Layout, bytes]]:
    """The codes of all responses, joined, with the layout of each version of the definition.

    `names` has what questions of a version, by its number, are called in results (`surveys.versions`).
    """
    found = []
    for no, responses, joined in _joined(consultation_id):
        layout = consultations.definition(consultation_id, no)[1]
        if len(joined) != responses * layout.width:  # an SQLite older than 3.39 ends at the first zero
            joined = _one_by_one(consultation_id, no)
        found.append((layout.renamed(names[no]) if names.get(no) else layout, joined))
    return found


def _joined(consultation_id: uuid.UUID) -> Iterator[tuple[int, int, bytes]]:
    """(definition number, number of responses, joined codes). The database joins: rows would cost far more.

    SQLite has no such function for bytes; its one for texts joins whatever it is given, and reads nothing
    but an index that holds the codes.
    """
    codes = _response.c.codes
    if db.session.get_bind().dialect.name == "postgresql":
        joined: Any = func.string_agg(codes, func.decode("", "escape"))
    else:
        joined = cast(func.group_concat(codes, ""), LargeBinary)
    query = select(_response.c.definition_no, func.count(), joined).group_by(_response.c.definition_no)
    for no, responses, found in db.session.execute(
        query.where(_response.c.consultation_id == consultation_id)
    ):
        yield no, responses, bytes(found)


def _one_by_one(consultation_id: uuid.UUID, no: int) -> bytes:
    """The codes of one version's responses, joined here."""
    query = select(_response.c.codes).where(
        _response.c.consultation_id == consultation_id, _response.c.definition_no == no
    )
    return b"".join(db.session.scalars(query))
