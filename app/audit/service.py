"""One line in the trail, in the caller's transaction: the deed and the line about it stand or fall together.

Nothing that a respondent does is written here: a line has an exact time, an answer must not.
"""

import json
from datetime import UTC, datetime
from typing import Any

from flask import has_request_context
from flask_login import current_user

from app.audit.chain import BEGINNING, Verdict, hash_of, walk
from app.audit.models import AuditLine
from app.audit.store import in_order, last_line
from app.db import db


def record(
    act: str,
    *,
    board: str | None,
    subject: str,
    detail: dict[str, Any] | None = None,
    reason: str = "",
    actor: str | None = None,
) -> None:
    """Add a line to the trail; the caller commits.

    `act` is a verb in the past ("edition_published"), `board` the board's code or None, `subject` what
    it was done to ("consultation fife/carers"), `detail` JSON values that hold no answer and no password.
    `actor` is the signed-in account's id unless given, "cli" outside a request.
    """
    before = last_line()
    line = AuditLine(
        no=before.no + 1 if before else 1,
        at=datetime.now(UTC),
        actor=actor or _actor(),
        board_code=board,
        act=act,
        subject=_plain(subject, 200),
        reason=_plain(reason, 1000),
        # Through JSON and back, so that what is hashed is what the database will hand back.
        detail=json.loads(json.dumps(detail or {}, allow_nan=False)),
        previous_hash=before.hash if before else BEGINNING,
    )
    line.hash = hash_of(line)
    db.session.add(line)
    db.session.flush()


def verify() -> Verdict:
    """Walk the whole chain from its first line."""
    return walk(in_order())


def holds(noted: str) -> bool:
    """Whether the trail still has the line noted as "NO:HASH": a chain cut short at its end is sound too."""
    no, _, noted_hash = noted.partition(":")
    if not (no.isascii() and no.isdigit()) or len(no) > 9:
        return False
    line = db.session.get(AuditLine, int(no))
    return (line.hash if line is not None else BEGINNING) == noted_hash and (line is not None or int(no) == 0)


def _actor() -> str:
    """Who acts: the account signed in, or the operator at the shell."""
    if not has_request_context():
        return "cli"
    return str(current_user.id) if current_user.is_authenticated else "anonymous"


def _plain(words: str, longest: int) -> str:
    """Words that both databases keep as they are: printable, and no longer than the column."""
    return "".join(sign if sign.isprintable() else " " for sign in words)[:longest]
