"""Puts together what a report is made from: the answers as they lie in the database, and the facts."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from app.reports.bases import bases
from app.reports.changed import changes_by_question
from app.reports.frozen import from_json
from app.reports.publishing import Parts, Publication, ThemePublication, publication, theme_publication
from app.reports.source import (
    BoardFacts,
    Census,
    ConsultationSource,
    EngagementFacts,
    Quote,
    ReportSource,
    ThemeCounts,
)
from app.reports.wording import option_words
from app.responses import store as responses
from app.surveys.definition import Survey
from app.surveys.questions import commented
from app.surveys.versions import names_of, renamed, united
from app.tallies import ledger as ledgers
from app.tallies.ledger import Ledger
from app.tallies.rule import SMALL_GROUP
from app.tallies.tally import PublishedGroup, PublishedTally
from app.themes import results
from app.themes.results import Quoted, Sorted

LONDON = ZoneInfo("Europe/London")
PURPOSE = "edition ledger"


Question = tuple[str, str]
"""The key of comments among the answers, and the kind of respondent."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """One consultation as it was read: its codes, its questions, and what was published of it before.

    `survey` is all that was ever asked, `earlier` what was asked in versions before. `ledger` is all that was
    published of it, exactly; `last` is what the newest edition showed. `comments` are those that have been
    sorted, `quoted` those chosen to be quoted; `theme_ledgers` and `last_themes` are of themes what the
    others are of numbers, by (question, kind). `changes` says what was changed of the questions.
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
    earlier: tuple[Survey, ...]
    parts: Parts
    ledger: Ledger
    last: PublishedTally | None
    census: tuple[Census, ...]
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comments: Sequence[Sorted] = ()
    quoted: Sequence[Quoted] = ()
    organisations: Sequence[str] = ()
    theme_ledgers: Mapping[Question, Ledger] = field(default_factory=dict)
    last_themes: Mapping[Question, ThemeCounts] = field(default_factory=dict)

    def publish(self) -> Publication:
        """What may be shown of it now. Raises Conflict where too few have answered since the last edition."""
        shown = publication(self.parts, self.survey, self.ledger, self.last, self.earlier)
        return replace(shown, themes=tuple(self._themes(self._source(shown))))

    def source(self, published: Publication) -> ConsultationSource:
        """What a report may know of it."""
        plain = self._source(published)
        return replace(
            plain,
            themes=tuple(one.counts for one in published.themes),
            quotes=tuple(self._quotes(plain)),
            organisations=tuple(self.organisations),
        )

    def _source(self, published: Publication) -> ConsultationSource:
        return ConsultationSource(
            slug=self.slug, title=self.title, audience=self.audience, kind=self.kind, state=self.state,
            survey=self.survey, tally=published.tally, opened=self.opened, closed=self.closed,
            census=self.census, bases=bases(self.survey), changes=self.changes,
        )  # fmt: skip

    def _themes(self, source: ConsultationSource) -> Iterator[ThemePublication]:
        """What may be shown of the themes of each question, beside the numbers that are shown."""
        for now in self.comments:
            key = (now.question, now.kind)
            question = commented(self.survey, now.question)
            group = source.groups.get(now.kind)
            if question is None or group is None:
                continue
            shown = theme_publication(
                now,
                wrote(group, self.survey, now.question),
                question.sensitive,
                today(),
                self.theme_ledgers.get(key, Ledger()),
                self.last_themes.get(key),
            )
            if shown is not None:
                yield shown

    def _quotes(self, source: ConsultationSource) -> Iterator[Quote]:
        """The quotations, none from a kind of respondent so few that their number is hidden."""
        for one in self.quoted:
            group = source.groups.get(one.kind)
            if group is not None and group.responses:
                yield Quote(one.question, one.kind, one.text, self._about(source.tally, one))

    def _about(self, tally: PublishedTally, one: Quoted) -> str:
        """The one broad thing that may be said of whoever wrote it, where its group is large enough."""
        group = tally.by.get(one.breakdown, {}).get(one.group)
        question = self.survey.by_id.get(one.breakdown)
        option = question.option(one.group) if question is not None else None
        if group is None or question is None or option is None or (group.responses or 0) < SMALL_GROUP:
            return ""
        return f"{question.text} {option_words(option)}"


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

    ledgers: dict[str, Ledger]
    newest: ReportSource | None

    @classmethod
    def of(cls, engagement_id: uuid.UUID) -> "Published":
        """Read it."""
        last = store.latest(engagement_id)
        kept = store.by_id(last.id).report if last is not None else None
        return cls(ledgers_of(engagement_id), from_json(kept) if kept is not None else None)

    def shown(self, slug: str) -> ConsultationSource | None:
        """What the newest edition showed of a consultation."""
        every = self.newest.consultations if self.newest is not None else ()
        return next((one for one in every if one.slug == slug), None)

    def tally(self, slug: str) -> PublishedTally | None:
        """The numbers that the newest edition showed of a consultation."""
        last = self.shown(slug)
        return last.tally if last is not None else None

    def theme_ledgers(self, consultation_id: uuid.UUID) -> dict[Question, Ledger]:
        """What has been published of the themes of a consultation."""
        found: dict[Question, Ledger] = {}
        for key, ledger in self.ledgers.items():
            owner, _, rest = key.partition("/")
            question, _, kind = rest.partition("/")
            if rest and owner == str(consultation_id):
                found[question, kind] = ledger
        return found


def gather_one(consultation: Consultation, published: Published) -> Gathered:
    """Read one consultation."""
    versions = consultations.versions_of(consultation)
    survey, *earlier = united(versions), *renamed(versions)[:-1]
    last = published.shown(consultation.slug)
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
        earlier=tuple(earlier),
        parts=responses.codes_of(consultation.id, names_of(versions)),
        ledger=published.ledgers.get(str(consultation.id), Ledger()),
        last=last.tally if last is not None else None,
        census=tuple(_census(consultation, survey)),
        changes=changes_by_question(versions),
        comments=results.sorted_comments(consultation.id),
        quoted=results.quotations(consultation),
        organisations=results.organisations(consultation),
        theme_ledgers=published.theme_ledgers(consultation.id),
        last_themes={(one.question, one.kind): one for one in (last.themes if last is not None else ())},
    )


def wrote(group: PublishedGroup, survey: Survey, key: str) -> int | None:
    """How many of a group may have written a comment, as it is shown; None where it is hidden.

    Of the words beside an option that is how many chose it, for they are not counted themselves.
    """
    if key not in survey.beside:
        return group.items[key].base if key in group.items else None
    question, beside = survey.beside[key]
    item = group.items.get(question.id)
    return item.counts.get(beside.options[0].id) if item is not None and len(beside.options) == 1 else None


def ledgers_of(engagement_id: uuid.UUID) -> dict[str, Ledger]:
    """What has been published of an engagement in all editions together.

    It goes by the id of each consultation, and of its themes by "ID/QUESTION/KIND".
    """
    secret = _config().secret_key
    found: dict[str, Ledger] = {}
    for edition_id, sealed in store.ledgers(engagement_id):
        kept = json.loads(unseal(secret, PURPOSE, sealed, edition_id.bytes))
        for key, entries in kept.items():
            ledger = found.get(key, Ledger())
            for entry in entries:
                ledger = ledger.with_(ledgers.Edition.from_json(entry))
            found[key] = ledger
    return found


def entries_of(consultation: Gathered, published: Publication) -> dict[str, ledgers.Edition]:
    """What the ledgers must keep of a consultation once it has been published, as `ledgers_of` names them."""
    kept = {str(consultation.id): published.entry} if published.entry is not None else {}
    for one in published.themes:
        if one.entry is not None:
            kept[f"{consultation.id}/{one.counts.question}/{one.counts.kind}"] = one.entry
    return kept


def sealed_ledger(edition_id: uuid.UUID, entries: Mapping[str, ledgers.Edition]) -> bytes:
    """What an edition showed, exactly, so that only the holder of the key can read it."""
    kept = {key: [entry.to_json()] for key, entry in entries.items()}
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
    return None if moment is None else moment.astimezone(LONDON).date()


def _config() -> Config:
    config: Config = current_app.extensions["speir_config"]
    return config
