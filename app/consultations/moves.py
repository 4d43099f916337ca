"""The states of a consultation and the moves between them: one table, the same names everywhere."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from app.errors import Conflict

STATES = (
    "draft",
    "in_review",
    "scheduled",
    "open",
    "paused",
    "closed",
    "analysed",
    "reported",
    "answered",
    "evaluated",
)

MOVES: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"in_review", "scheduled", "open"}),
    "in_review": frozenset({"draft", "scheduled", "open"}),
    "scheduled": frozenset({"draft", "open"}),
    "open": frozenset({"paused", "closed"}),
    "paused": frozenset({"open", "closed"}),
    "closed": frozenset({"open", "analysed", "reported"}),
    "analysed": frozenset({"reported"}),
    "reported": frozenset({"answered"}),
    "answered": frozenset({"evaluated"}),
    "evaluated": frozenset(),
}


def move(now: str, to: str) -> str:
    """The state after a move. Raises Conflict where the table has none.

    >>> move("draft", "open")
    'open'
    """
    if to not in MOVES[now]:
        may = ", ".join(sorted(MOVES[now])) or "nothing else"
        raise Conflict(f"A consultation that is {now} cannot become {to}; it can become {may}.")
    return to


def takes_answers(
    status: str, opens_at: datetime | None, closes_at: datetime | None, now: datetime | None = None
) -> bool:
    """Whether answers are taken at this moment. One that is scheduled opens by the clock, to the second.

    >>> takes_answers("scheduled", None, None)
    False
    """
    now = now or datetime.now(UTC)
    if status == "scheduled":
        started = opens_at is not None and opens_at <= now
    else:
        started = status == "open" and (opens_at is None or opens_at <= now)
    return started and (closes_at is None or now < closes_at)


def takes_keying(status: str, opens_at: datetime | None, now: datetime | None = None) -> bool:
    """Whether staff may key in what came by post or telephone: from its opening until it is analysed.

    >>> takes_keying("closed", None)
    True
    >>> takes_keying("reported", None)
    False
    """
    begun = opens_at is None or opens_at <= (now or datetime.now(UTC))
    return begun and (
        status in ("open", "paused", "closed") or (status == "scheduled" and opens_at is not None)
    )


def is_overdue(status: str, respond_by: date | None, on: date) -> bool:
    """Whether the day by which people were to hear what was decided has passed, and they have not heard.

    >>> is_overdue("closed", date(2026, 3, 31), date(2026, 4, 1))
    True
    >>> is_overdue("answered", date(2026, 3, 31), date(2026, 4, 1))
    False
    """
    return status not in ("answered", "evaluated") and respond_by is not None and respond_by < on
