"""Writing and publishing what a board did, and keeping its register."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.audit import service as trail
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import store as consultations
from app.consultations.models import Engagement
from app.consultations.moves import MOVES, move
from app.consultations.service import today
from app.db import db
from app.errors import Conflict, Invalid
from app.feedback import store
from app.feedback.models import OUTCOMES, Decision, Feedback, Listing
from app.jobs.service import enqueue
from app.themes import store as themes

ON_THE_WAY = {"closed": "reported", "analysed": "reported", "reported": "answered"}
"""The moves of a consultation that has been answered, from where it may stand."""


def undecided(engagement: Engagement) -> Sequence[str]:
    """The themes of an engagement's comments on which nothing is decided yet, by name."""
    decided = {one.theme.casefold() for one in store.decisions(engagement.id)}
    every = [
        theme.name for one in consultations.of_engagement(engagement.id) for theme in themes.themes(one.id)
    ]
    return sorted({name for name in every if name.casefold() not in decided}, key=str.casefold)


def write(engagement: Engagement, asked: str, said: str) -> None:
    """Keep the words about what was asked and what people said."""
    found = _feedback(engagement)
    found.asked, found.said = asked, said
    _note(engagement, "feedback_written")
    db.session.commit()


def decide(
    engagement: Engagement, theme: str, outcome: str, reason: str, decision: Decision | None = None
) -> Decision:
    """Keep a decision about a theme: a new one, or `decision` changed. A rejection needs its reason."""
    if not theme:
        raise Invalid("Say which theme this is about.")
    if outcome not in OUTCOMES:
        raise Invalid(f"Choose what was decided: {', '.join(OUTCOMES.values())}.")
    if outcome == "rejected" and not reason:
        raise Invalid("Give the reason: people who asked for this should hear why not.")
    if decision is None:
        decision = Decision(engagement_id=engagement.id, position=store.next_position(engagement.id))
        db.session.add(decision)
    decision.theme, decision.outcome, decision.reason = theme, outcome, reason
    db.session.flush()
    close_loop(engagement)
    _note(engagement, "decision_recorded", {"outcome": outcome})
    db.session.commit()
    return decision


def drop(engagement: Engagement, decision: Decision) -> None:
    """Take a decision away; published feedback always keeps one."""
    found = store.of(engagement.id)
    if found is not None and found.published_on and len(store.decisions(engagement.id)) == 1:
        raise Conflict("This is the only decision on a public page. Change it, or add another one first.")
    db.session.delete(decision)
    db.session.flush()
    close_loop(engagement)
    _note(engagement, "decision_dropped")
    db.session.commit()


def publish(engagement: Engagement) -> None:
    """Show people what was done, and tell subscribers.

    Consultations that have closed become `answered` once nothing is left undecided. Raises Conflict while
    there is no decision to show, or nothing has been asked.
    """
    found = _feedback(engagement)
    made = store.decisions(engagement.id)
    if not made:
        raise Conflict("There is nothing to tell yet: write down at least one decision first.")
    if not _asked(engagement):
        raise Conflict("Nothing has been asked yet, so there is nothing to answer.")
    found.published_on = found.published_on or today()
    _note(engagement, "feedback_published", {"decisions": len(made)})
    close_loop(engagement)
    enqueue("tell_of_news", {}, "news")
    db.session.commit()


def close_loop(engagement: Engagement) -> None:
    """Once nothing is left undecided, each consultation that has closed is answered; an open one
    goes on. Commits nothing.
    """
    if not _is_told(engagement):
        return
    for one in consultations.of_engagement(engagement.id):
        while one.status in ON_THE_WAY and ON_THE_WAY[one.status] in MOVES[one.status]:
            one.status = move(one.status, ON_THE_WAY[one.status])


def is_overdue(engagement: Engagement, on: date) -> bool:
    """Whether the day by which people were to hear is over, and they have not heard everything."""
    return engagement.respond_by is not None and engagement.respond_by < on and not _is_told(engagement)


def is_public(engagement: Engagement) -> bool:
    """Whether the public may know of an engagement."""
    return bool(_asked(engagement))


def enter(board: Board, listing: Listing | None = None, **words: Any) -> Listing:
    """Keep an engagement run elsewhere in a board's register: a new entry, or `listing` changed."""
    if not words["title"]:
        raise Invalid("Give it a title.")
    if words["opened"] and words["closed"] and words["closed"] < words["opened"]:
        raise Invalid("It closed before it opened: change one of the two dates.")
    if listing is None:
        listing = Listing(board_code=board.code)
        db.session.add(listing)
    for name, value in words.items():
        setattr(listing, name, value)
    trail.record("register_entered", board=board.code, subject=f"register {board.slug}")
    db.session.commit()
    return listing


def strike(board: Board, listing: Listing) -> None:
    """Take an entry out of the register."""
    db.session.delete(listing)
    trail.record("register_struck", board=board.code, subject=f"register {board.slug}")
    db.session.commit()


def _is_told(engagement: Engagement) -> bool:
    """Whether people can read what was decided, and nothing is left open."""
    found = store.of(engagement.id)
    if found is None or found.published_on is None:
        return False
    return all(one.outcome != "not_yet" for one in store.decisions(engagement.id))


def _asked(engagement: Engagement) -> Sequence[Any]:
    return [one for one in consultations.of_engagement(engagement.id) if one.status not in store.UNASKED]


def _feedback(engagement: Engagement) -> Feedback:
    found = store.of(engagement.id)
    if found is None:
        found = Feedback(engagement_id=engagement.id)
        db.session.add(found)
    return found


def _note(engagement: Engagement, act: str, detail: dict[str, Any] | None = None) -> None:
    board = boards.by_code(engagement.board_code)
    trail.record(act, board=board.code, subject=f"{board.slug}/{engagement.slug}", detail=detail)
