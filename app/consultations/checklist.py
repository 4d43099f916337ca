"""What must be told before people are asked: the list to mend that stands between a draft and its opening."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from app.consultations.models import Consultation, Engagement
from app.errors import Conflict

WORDS, CONTACT, PRIVACY, DATES = "words", "contact", "privacy", "dates"
"""The pages on which things are mended; the first three are the engagement's."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to mend: on which page, in which field of it, and what it is."""

    page: str
    field: str
    what: str


class Unready(Conflict):
    """A consultation that cannot open yet; `missing` says why."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(
            "This cannot open yet. " + " ".join(f"{one.what}." for one in missing) + " Officers mend this"
            " on the pages of the engagement."
        )
        self.missing = missing


def to_mend(
    engagement: Engagement, consultation: Consultation, now: datetime | None = None
) -> tuple[Missing, ...]:
    """Everything that is missing before the consultation may open."""
    now = now or datetime.now(UTC)
    return (*of_engagement(engagement), *_dates(engagement, consultation, now))


def of_engagement(engagement: Engagement) -> tuple[Missing, ...]:
    """What is missing in the words that all consultations of an engagement share."""
    return tuple(_texts(engagement))


def require_complete(engagement: Engagement, consultation: Consultation) -> None:
    """Raises Unready where something is missing."""
    missing = to_mend(engagement, consultation)
    if missing:
        raise Unready(missing)


def _texts(engagement: Engagement) -> Iterator[Missing]:
    for page, field, what in (
        (WORDS, "promise", "Say what answers can change"),
        (WORDS, "cannot_change", "Say what answers cannot change"),
        (WORDS, "decides", "Say who decides"),
    ):
        if not getattr(engagement, field).strip():
            yield Missing(page, field, what)
    if engagement.respond_by is None:
        yield Missing(WORDS, "respond_by", "Say by when people will hear what was decided")
    if not engagement.contact_person.strip():
        yield Missing(CONTACT, "contact_person", "Name a person whom people can ask")
    ways = (engagement.contact_post, engagement.contact_telephone, engagement.contact_text)
    if not any(way.strip() for way in ways):
        yield Missing(
            CONTACT, "contact_post", "Name a way to take part without the internet: post, telephone or text"
        )
    for page, field, what in (
        (PRIVACY, "controller", "Say who holds the answers"),
        (PRIVACY, "lawful_basis", "Say which law lets you ask"),
        (PRIVACY, "privacy", "Write the privacy notice"),
    ):
        if not getattr(engagement, field).strip():
            yield Missing(page, field, what)
    if engagement.delete_on is None:
        yield Missing(PRIVACY, "delete_on", "Say when the answers are deleted")


def _dates(engagement: Engagement, consultation: Consultation, now: datetime) -> Iterator[Missing]:
    closes = consultation.closes_at
    if closes is None:
        yield Missing(DATES, "closes_on", "Say when it closes")
        return
    if closes <= now:
        yield Missing(DATES, "closes_on", "The closing date has passed: choose a later one")
    if engagement.respond_by is not None and engagement.respond_by < closes.date():
        yield Missing(
            WORDS, "respond_by", "The day on which people will hear is before the closing date: move it"
        )
    if engagement.delete_on is not None and engagement.delete_on <= closes.date():
        yield Missing(PRIVACY, "delete_on", "Answers would be deleted before it closes: choose a later day")
