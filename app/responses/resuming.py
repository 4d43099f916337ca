"""Finishing later, also on another device: a code of six words opens a draft as its browser's token does.

The words are made from the draft, so that it has one code however often it is asked for. What is stored is a
keyed digest of them, and the token sealed: the words cannot be read back. Nothing of this is on the path of
an answer; a code whose draft was sent or deleted leads nowhere, and the daily retention takes it away.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from app.consultations import store as consultations
from app.consultations.service import LONDON, today
from app.crypto import keyed_digest, seal, unseal
from app.db import db
from app.responses import live as lives
from app.responses import service, store
from app.responses.live import Live
from app.surveys.routing import route

WORDS = 6
BEGINNING = 4
"""Letters by which a word of the list is known: no two begin alike, so a slip at its end does no harm."""

PURPOSE = "resume code"
DIGEST = 16  # bytes stored


@dataclass(frozen=True, slots=True)
class Resumed:
    """A draft that a code has opened, where in it somebody goes on, and in which language."""

    live: Live
    token: str
    where: str
    language: str


@cache
def word_list() -> tuple[str, ...]:
    """The words, short and known to everybody, in order of the alphabet."""
    file = Path(__file__).parent / "data" / "words.txt"
    return tuple(file.read_text(encoding="utf-8").split())


def code(secret: str, live: Live, hashed: bytes) -> str:
    """The six words of a draft (57 bits), with spaces between them."""
    number = int.from_bytes(keyed_digest(secret, PURPOSE, live.id.bytes + hashed), "big")
    words = []
    for _place in range(WORDS):
        number, index = divmod(number, len(word_list()))
        words.append(word_list()[index])
    return " ".join(words)


def normal(typed: str) -> str:
    """A code as it was made, however it was typed; what is no word of the list stays as it is.

    >>> normal(" Acorn, ACTOR - adultt")
    'acorn actor adult'
    """
    by_beginning = {word[:BEGINNING]: word for word in word_list()}
    return " ".join(by_beginning.get(word[:BEGINNING], word) for word in re.findall(r"[a-z]+", typed.lower()))


def keep(live: Live, token: str, secret: str) -> str:
    """The code of a draft, which opens it from now on. Twice does no harm. Commits."""
    hashed = service.token_hash(token)
    words = code(secret, live, hashed)
    digest = _digest(secret, words)
    draft = store.expiry_of_draft(live.id, hashed)
    if draft is not None and not store.has_resume_code(digest):
        store.add_resume_code(
            digest=digest,
            consultation_id=live.id,
            token_hash=hashed,
            sealed=seal(secret, PURPOSE, token.encode(), digest),
            expires_on=draft,
        )
    db.session.commit()
    return words


def resume(typed: str, secret: str) -> Resumed | None:
    """The draft of a code; None where there is no such code, or its draft was sent or deleted."""
    words = normal(typed)
    row = store.find_resume_code(_digest(secret, words))
    if row is None:
        return None
    consultation_id, sealed, digest = row
    token = unseal(secret, PURPOSE, sealed, digest).decode()
    live = _live(consultation_id)
    db.session.commit()
    draft = service.load(live, token, secret)
    if draft is None:
        return None
    return Resumed(live, token, where(live, draft), draft.contents.language)


def where(live: Live, draft: service.DraftState) -> str:
    """The page on which somebody goes on: the first that was not left yet, else the check page."""
    contents = draft.contents
    for page in route(live.survey, contents.answers).pages:
        if page.id not in contents.seen:
            return f"p/{page.id}"
    return "check"


def last_day(live: Live, draft: service.DraftState) -> date:
    """The last day on which a draft can be finished: it is deleted after that, or the consultation closes."""
    kept_until = store.expiry_of_draft(live.id, draft.token_hash) or today()
    closes = (
        (live.closes_at - timedelta(minutes=1)).astimezone(LONDON).date() if live.closes_at else kept_until
    )
    return min(kept_until, closes)


def _live(consultation_id: uuid.UUID) -> Live:
    return lives.load(*consultations.path_of(consultation_id))


def _digest(secret: str, words: str) -> bytes:
    return keyed_digest(secret, f"{PURPOSE} look-up", words.encode())[:DIGEST]
