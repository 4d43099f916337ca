"""Puts together what a report is made from: the answers as they lie in the database, and the facts."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from app.boards import attribution, census
from app.boards import store as boards
from app.config import Config
from app.consultations import store as consultations
from app.consultations.models import Consultation, Engagement
from app.crypto import seal, unseal
from app.errors import NotFound
from app.reports import store
from app.reports.frozen import from_json
from app.reports.publishing import Parts, Publication, publication
from app.reports.source import BoardFacts, Census, ConsultationSource, EngagementFacts, ReportSource
from app.responses import store as responses
from app.surveys.definition import Survey
from app.tallies import ledger as ledgers
from app.tallies.ledger import Ledger
from app.tallies.tally import PublishedTally

LONDON = ZoneInfo("Europe/London")
PURPOSE = "edition ledger"


@dataclass(frozen=True, slots=True)
class Gathered:
    """One consultation as it was read: its codes, its questions, and what was published of it before.

    `ledger` is all of that, exactly; `last` is what the newest edition showed.
    """

    id: uuid.UUID
    slug: str
    title: str
    audience: str
    kind: str
    state: str
    opened: date | None
    closed: date | None
    survey: Survey
    parts: Parts
    ledger: Ledger
    last: PublishedTally | None
    census: tuple[Census, ...]

    def publish(self) -> Publication:
        """What may be shown of it now. Raises Conflict where too few have answered since the last edition."""
        return publication(self.parts, self.survey, self.ledger, self.last)

    def source(self, published: Publication) -> ConsultationSource:
        """What a report may know of it."""
        return ConsultationSource(
            slug=self.slug, title=self.title, audience=self.audience, kind=self.kind, state=self.state,
            survey=self.survey, tally=published.tally, opened=self.opened, closed=self.closed,
            census=self.census,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GatheredEngagement:
    """An engagement as it was read, with everything that a report needs and nothing of the database."""

    board: BoardFacts
    facts: EngagementFacts
    demonstration: bool
    consultations: tuple[Gathered, ...]

    def source(
        self, published: list[Publication], edition_no: int, as_at: date, status_address: str
    ) -> ReportSource:
        """The source of a report, from what may be shown of each consultation."""
        both = zip(self.consultations, published, strict=True)
        return ReportSource(
            board=self.board,
            engagement=self.facts,
            consultations=tuple(one.source(shown) for one, shown in both),
            edition_no=edition_no,
            as_at=as_at,
            status_address=status_address,
            demonstration=self.demonstration,
            attribution=(attribution.ATTRIBUTION,),
        )


def today() -> date:
    """The day it is in Scotland."""
    return datetime.now(LONDON).date()


def gather(engagement: Engagement) -> GatheredEngagement:
    """Read all that a report of the engagement needs. Drafts of consultations are no part of it."""
    board = boards.by_code(engagement.board_code)
    published = Published.of(engagement.id)
    asked = [
        one
        for one in consultations.of_engagement(engagement.id)
        if one.opens_at or one.status not in _UNASKED
    ]
    return GatheredEngagement(
        BoardFacts(board.name, board.place),
        EngagementFacts(
            title=engagement.title, purpose=engagement.purpose, promise=engagement.promise,
            decides=engagement.decides, ask_of_group=engagement.ask_of_group,
            officer_words=engagement.officer_words, contact=engagement.contact,
            respond_by=engagement.respond_by,
        ),
        engagement.demonstration or any(one.demonstration for one in asked),
        tuple(gather_one(one, published) for one in asked),
    )  # fmt: skip


_UNASKED = frozenset({"draft", "in_review", "scheduled"})


@dataclass(frozen=True, slots=True)
class Published:
    """What has been published of an engagement: the ledgers by consultation, and the newest edition."""

    ledgers: dict[uuid.UUID, Ledger]
    newest: ReportSource | None

    @classmethod
    def of(cls, engagement_id: uuid.UUID) -> "Published":
        """Read it."""
        last = store.latest(engagement_id)
        kept = store.by_id(last.id).report if last is not None else None
        return cls(ledgers_of(engagement_id), from_json(kept) if kept is not None else None)

    def tally(self, slug: str) -> PublishedTally | None:
        """What the newest edition showed of a consultation."""
        every = self.newest.consultations if self.newest is not None else ()
        return next((one.tally for one in every if one.slug == slug), None)


def gather_one(consultation: Consultation, published: Published) -> Gathered:
    """Read one consultation."""
    survey = consultations.survey_of(consultation)
    return Gathered(
        id=consultation.id,
        slug=consultation.slug,
        title=consultation.title,
        audience=consultation.audience,
        kind=consultation.kind,
        state=consultation.status,
        opened=_day(consultation.opens_at),
        closed=_day(consultation.closes_at),
        survey=survey,
        parts=responses.codes_of(consultation.id),
        ledger=published.ledgers.get(consultation.id, Ledger()),
        last=published.tally(consultation.slug),
        census=tuple(_census(consultation, survey)),
    )


def ledgers_of(engagement_id: uuid.UUID) -> dict[uuid.UUID, Ledger]:
    """What has been published of each consultation of an engagement, all editions together."""
    secret = _config().secret_key
    found: dict[uuid.UUID, Ledger] = {}
    for edition_id, sealed in store.ledgers(engagement_id):
        kept = json.loads(unseal(secret, PURPOSE, sealed, edition_id.bytes))
        for key, entries in kept.items():
            consultation_id = uuid.UUID(key)
            ledger = found.get(consultation_id, Ledger())
            for entry in entries:
                ledger = ledger.with_(ledgers.Edition.from_json(entry))
            found[consultation_id] = ledger
    return found


def sealed_ledger(edition_id: uuid.UUID, entries: dict[uuid.UUID, ledgers.Edition]) -> bytes:
    """What an edition showed, exactly, so that only the holder of the key can read it."""
    kept = {str(key): [entry.to_json()] for key, entry in entries.items()}
    return seal(_config().secret_key, PURPOSE, json.dumps(kept).encode(), edition_id.bytes)


def publish_all(gathered: GatheredEngagement) -> list[Publication]:
    """What may be shown of every consultation. Raises Conflict where too few have answered since the last."""
    return [one.publish() for one in gathered.consultations]


def _census(consultation: Consultation, survey: Survey) -> list[Census]:
    """The census tables that can stand beside the questions of this audience."""
    tables = {
        "carer": [
            ("age", "unpaid carers", census.carers_by_age),
            ("hours", "unpaid carers", census.carers_by_hours),
        ],
        "public": [
            ("age", "people aged 16 and over", census.adults_by_age),
            ("sex", "all people", census.people_by_sex),
        ],
    }  # fmt: skip
    found = []
    for question, subject, read in tables.get(consultation.audience, []):
        if question in survey.by_id:
            try:
                table = read(consultation.board_code)
            except NotFound:
                continue
            found.append(Census(subject, question, table.year, table.source, dict(table.shares)))
    return found


def _day(moment: datetime | None) -> date | None:
    utc = consultations.utc(moment)
    return None if utc is None else utc.astimezone(LONDON).date()


def _config() -> Config:
    config: Config = current_app.extensions["speir_config"]
    return config
