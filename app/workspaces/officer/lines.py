"""A consultation in one line: what state it is in, and how many answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.consultations import store
from app.consultations.models import Consultation, Engagement
from app.consultations.moves import takes_keying
from app.responses import store as responses
from app.web.formatting import lastday, longtime

WORDS = {"scheduled": "opens later", "in_review": "in review"}


@dataclass(frozen=True, slots=True)
class Line:
    """A consultation on the desk; `count` is None for those who see editions only."""

    consultation: Consultation
    open_now: bool
    count: int | None

    @property
    def state(self) -> str:
        """In a word: one that the clock has not opened yet, or has closed, is "not open"."""
        status = self.consultation.status
        said = WORDS.get(status, status)
        if self.open_now:
            said = "open"
        elif status == "open":
            said = "not open"
        return said.capitalize()

    @property
    def dates(self) -> str:
        """From when until when, in words."""
        opens, closes = self.consultation.opens_at, self.consultation.closes_at
        if self.consultation.status == "draft":
            said = f"From {longtime(opens)}" if opens else "From when you open it"
            return f"{said} to {longtime(closes)}." if closes else f"{said}."
        if self.open_now:
            return f"Until {longtime(closes)}." if closes else "No closing date."
        if opens and not store.has_begun(self.consultation):
            return f"Opens on {longtime(opens)}."
        return f"Closing date {lastday(closes)}." if closes else ""

    @property
    def takes_keying(self) -> bool:
        """Whether answers that came by post or telephone may be keyed in."""
        return takes_keying(self.consultation.status, self.consultation.opens_at)

    @property
    def is_public(self) -> bool:
        """Whether there is a page about it that anybody may see."""
        return self.consultation.status not in ("draft", "in_review")


def lines_of(engagement: Engagement, counted: bool) -> Sequence[Line]:
    """The consultations of an engagement; with counts for those who may see exact figures."""
    return [
        Line(one, store.is_open(one), responses.count(one.id) if counted else None)
        for one in store.of_engagement(engagement.id)
    ]
