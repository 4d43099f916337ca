"""The states of a consultation and the moves between them: one table, the same names everywhere."""

from collections.abc import Mapping

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
