"""Puts the comments of new and corrected responses in the queue when somebody opens it.

Nothing is added to the path of an answer, and no batch job has to run: a response that is there is in the
queue. What was decided on a comment stands while its words stay the same.
"""

import uuid

from flask import current_app

from app.consultations import store as consultations
from app.crypto import keyed_digest
from app.db import db, may_write, new_id
from app.responses.service import open_document
from app.themes import store
from app.themes.harm import may_speak_of_harm
from app.themes.models import WAITING, Comment
from app.themes.texts import comments_in

AT_ONCE = 1_000  # responses read in one transaction
PURPOSE = "comment digest"


def take_in(consultation_id: uuid.UUID) -> None:
    """Read every response that has not been read as it is now. Where all have been, nothing is written."""
    if not store.unread(consultation_id, 1):
        return
    db.session.commit()  # what was read so far was read without a right to write
    with may_write():
        while rows := store.unread(consultation_id, AT_ONCE):
            _take_in(consultation_id, rows)
            db.session.commit()


def take_in_now(consultation_id: uuid.UUID) -> None:
    """The same within the caller's transaction, which may write; commits nothing."""
    while rows := store.unread(consultation_id, AT_ONCE):
        _take_in(consultation_id, rows)


def digest_of(response_id: uuid.UUID, text: str) -> bytes:
    """By which a comment is known to be the same words: nobody without the key can tell them from it."""
    return keyed_digest(_secret(), PURPOSE, response_id.bytes + text.encode())


def _take_in(consultation_id: uuid.UUID, rows: store.Unread) -> None:
    there: dict[uuid.UUID, dict[str, Comment]] = {}
    for comment in store.of_responses(consultation_id, [row.id for row in rows]):
        there.setdefault(comment.response_id, {})[comment.question] = comment
    new = []
    for response_id, no, sealed in rows:
        survey, _ = consultations.definition(consultation_id, no)
        document = open_document(_secret(), response_id, sealed)
        known = there.get(response_id, {})
        texts = comments_in(survey, document["answers"])
        for key, text in texts.items():
            digest, urgent = digest_of(response_id, text), may_speak_of_harm(text)
            if key not in known:
                new.append(
                    {
                        "id": new_id(), "consultation_id": consultation_id, "response_id": response_id,
                        "question": key, "kind": document["attributes"]["kind"], "digest": digest,
                        "urgent": urgent, "state": WAITING, "reason": "", "sealed": None, "quoted": False,
                        "attribute": "",
                    }
                )  # fmt: skip
            elif known[key].digest != digest:
                store.begin_again(known[key].id, digest=digest, urgent=urgent)
        for key in set(known) - set(texts):
            store.remove(known[key])
    store.add_comments(new)
    store.note_read(consultation_id, {row.id: row.sealed[-store.TAG :] for row in rows})


def _secret() -> str:
    secret: str = current_app.extensions["speir_config"].secret_key
    return secret
