"""Opening, pausing, extending and closing: each is one move, one line in the trail, and one commit."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from app.audit import service as trail
from app.boards import store as boards
from app.boards.service import require_confirmed
from app.consultations import store
from app.consultations.checklist import require_complete
from app.consultations.drafting import at
from app.consultations.models import Consultation
from app.consultations.moves import move
from app.db import db
from app.errors import Conflict, Invalid
from app.jobs.service import Progress, daily

CLOCK = "the clock"
"""Who does what was arranged before for a certain time."""


def open_(consultation: Consultation, production: bool) -> None:
    """Open it now, or, where its opening lies ahead, arrange that it opens then.

    Raises Unready with a list of what is to be mended first.
    """
    store.lock(consultation)
    require_confirmed(boards.by_code(consultation.board_code), production)
    require_complete(store.engagement_of(consultation), consultation)
    opens, now = consultation.opens_at, datetime.now(UTC)
    later = opens is not None and opens > now
    if not later and consultation.opens_at is None:
        consultation.opens_at = now
    store.prune(consultation)
    _move(consultation, "scheduled" if later else "open", "scheduled" if later else "opened")


def take_back(consultation: Consultation) -> None:
    """Make a draft again of one that was to open later."""
    catch_up(consultation)
    _move(consultation, "draft", "taken_back")


def pause(consultation: Consultation, reason: str) -> None:
    """Take no answers for a while."""
    catch_up(consultation)
    _move(consultation, "paused", "paused", reason)


def reopen(consultation: Consultation, reason: str) -> None:
    """Take answers again. Raises Invalid where its closing date is over."""
    catch_up(consultation)
    closes = consultation.closes_at
    if closes is not None and closes <= datetime.now(UTC):
        raise Invalid("Its closing date is over: give it a later one first.")
    _move(consultation, "open", "reopened", reason)


def extend(consultation: Consultation, day: date, clock: time | None, reason: str) -> None:
    """Give it a later closing date; one that has closed is open again. Raises Invalid."""
    catch_up(consultation)
    if consultation.status not in ("scheduled", "open", "paused", "closed"):
        raise Conflict(f"A consultation that is {consultation.status} cannot be extended.")
    closes, before = at(day, clock, end_of_day=True), consultation.closes_at
    if closes is None or closes <= datetime.now(UTC):
        raise Invalid("Choose a day that lies ahead.")
    if before is not None and closes <= before:
        raise Invalid("Choose a later day than the one it has: people were told that they have until then.")
    engagement = store.engagement_of(consultation)
    if engagement.delete_on is not None and engagement.delete_on <= closes.date():
        raise Invalid("Answers would be deleted before it closes: change that day under Privacy first.")
    consultation.closes_at = closes
    detail = {"closes": closes.isoformat(), "before": before.isoformat() if before else None}
    if consultation.status == "closed":
        consultation.status = move(consultation.status, "open")
    _record(consultation, "extended", reason, detail)
    db.session.commit()


def close(consultation: Consultation, reason: str) -> None:
    """Take no more answers."""
    catch_up(consultation)
    _move(consultation, "closed", "closed", reason)


ACTS: dict[str, Callable[[Consultation, str], None]] = {
    "draft": lambda consultation, _reason: take_back(consultation),
    "pause": pause,
    "reopen": reopen,
    "close": close,
}
"""The moves that need no more than a reason, by the names that addresses have for them."""


@daily("consultations")
def keep_the_clock(_args: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """Write down what has begun and what has ended by the clock; answers go by the clock itself."""
    done = {"opened": 0, "closed": 0}
    for one in store.running():
        before = one.status
        catch_up(one)
        done["opened"] += before == "scheduled" and one.status == "open"
        if one.status == "open" and one.closes_at is not None and one.closes_at <= datetime.now(UTC):
            one.status = move(one.status, "closed")
            _record(one, "closed", actor=CLOCK)
            done["closed"] += 1
    db.session.commit()
    return done


def catch_up(consultation: Consultation) -> None:
    """Let one that was to open by now be open; commits nothing."""
    store.lock(consultation)
    if consultation.status == "scheduled" and store.has_begun(consultation):
        store.prune(consultation)
        consultation.status = move(consultation.status, "open")
        _record(consultation, "opened", actor=CLOCK)


def _move(consultation: Consultation, to: str, verb: str, reason: str = "") -> None:
    consultation.status = move(consultation.status, to)
    _record(consultation, verb, reason)
    db.session.commit()


def _record(
    consultation: Consultation,
    verb: str,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    actor: str | None = None,
) -> None:
    board = boards.by_code(consultation.board_code)
    trail.record(
        f"consultation_{verb}",
        board=board.code,
        subject=f"{board.slug}/{consultation.slug}",
        detail=detail,
        reason=reason,
        actor=actor,
    )
