"""Every question about feedback, the register and alerts that goes to the database."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select

from app.consultations.models import Consultation, Engagement
from app.db import db
from app.errors import NotFound
from app.feedback.models import Announcement, Decision, Feedback, Listing, Subscription

UNASKED = ("draft", "in_review")


def of(engagement_id: uuid.UUID) -> Feedback | None:
    """What was written for an engagement so far."""
    return db.session.get(Feedback, engagement_id)


def decisions(engagement_id: uuid.UUID) -> Sequence[Decision]:
    """The decisions on an engagement's themes, in their order."""
    wanted = select(Decision).where(Decision.engagement_id == engagement_id)
    return db.session.scalars(wanted.order_by(Decision.position)).all()


def decision(engagement_id: uuid.UUID, decision_id: uuid.UUID) -> Decision:
    """One of an engagement's decisions. Raises NotFound."""
    found = db.session.get(Decision, decision_id)
    if found is None or found.engagement_id != engagement_id:
        raise NotFound("There is no such decision.")
    return found


def next_position(engagement_id: uuid.UUID) -> int:
    """The place after the last decision."""
    last = db.session.scalar(
        select(func.max(Decision.position)).where(Decision.engagement_id == engagement_id)
    )
    return (last or 0) + 1


def listings(board_code: str) -> Sequence[Listing]:
    """What was entered into a board's register by hand, the newest first."""
    found = db.session.scalars(select(Listing).where(Listing.board_code == board_code)).all()
    return sorted(found, key=lambda one: (one.opened or date.min, one.title), reverse=True)


def listing(board_code: str, listing_id: uuid.UUID) -> Listing:
    """An entry of a board's register. Raises NotFound."""
    found = db.session.get(Listing, listing_id)
    if found is None or found.board_code != board_code:
        raise NotFound("There is no such entry in the register.")
    return found


def public_engagements(board_code: str) -> Sequence[Engagement]:
    """A board's engagements of which something has been asked or is about to be."""
    asked = select(Consultation.engagement_id).where(Consultation.status.not_in(UNASKED))
    wanted = select(Engagement).where(Engagement.board_code == board_code, Engagement.id.in_(asked))
    return db.session.scalars(wanted.order_by(Engagement.title)).all()


def subscription(subscription_id: uuid.UUID) -> Subscription | None:
    """One subscription."""
    return db.session.get(Subscription, subscription_id)


def by_address(board_code: str, address_key: bytes) -> Subscription | None:
    """The subscription of an address to a board's news."""
    return db.session.scalars(
        select(Subscription).where(
            Subscription.board_code == board_code, Subscription.address_key == address_key
        )
    ).one_or_none()


def confirmed(board_code: str) -> Sequence[Subscription]:
    """Those who are to be told of a board's news."""
    return db.session.scalars(
        select(Subscription).where(
            Subscription.board_code == board_code, Subscription.confirmed_on.is_not(None)
        )
    ).all()


def forget_unconfirmed(before: date) -> int:
    """The number of subscriptions asked for before that day, never confirmed, and gone now."""
    found = db.session.execute(
        delete(Subscription).where(Subscription.confirmed_on.is_(None), Subscription.asked_on < before)
    )
    return int(found.rowcount)  # type: ignore[attr-defined]  # of a result that changed rows


def announced(subject: str) -> bool:
    """Whether subscribers have been told of this."""
    return db.session.get(Announcement, subject) is not None


def open_consultations() -> Sequence[Consultation]:
    """Every consultation whose state is open."""
    return db.session.scalars(select(Consultation).where(Consultation.status == "open")).all()


def published() -> Sequence[Feedback]:
    """All feedback that the public can read."""
    return db.session.scalars(select(Feedback).where(Feedback.published_on.is_not(None))).all()
