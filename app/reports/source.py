"""What a report is made from: published numbers, the survey they answer, and facts. Nothing else reaches it.

Exact counts have another type, so a section that wanted to show one would not pass the type checker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.surveys.definition import Question, Survey
from app.tallies.tally import PublishedGroup, PublishedTally

AUDIENCE_NAMES: Mapping[str, str] = {
    "carer": "Carers",
    "service_user": "People who use services",
    "third_sector": "Third sector organisations",
    "independent_provider": "Independent providers",
    "public": "Members of the public",
    "planning_group": "Members of planning groups",
}


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Who asked: `name` as the public knows it, `place` the area in short ("Fife")."""

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class EngagementFacts:
    """What the board said of the engagement, in the officer's own words. An empty text was not written."""

    title: str
    purpose: str = ""
    promise: str = ""
    decides: str = ""
    ask_of_group: str = ""
    officer_words: str = ""
    contact: str = ""
    respond_by: date | None = None


@dataclass(frozen=True, slots=True)
class Census:
    """Shares (0 to 1, together 1) of the people of the area by band; ids as those of the survey's options."""

    subject: str
    """Whom the shares are of, as "unpaid carers aged 16 and over"."""
    question: str
    """The id of the question whose options they can be set beside."""
    year: int
    source: str
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    """What the comments of one kind of respondent on one question are about.

    `question` is the key under which they stand among the answers ("help", "role.other"). `names` are the
    themes by the ids that the one item of `tally`, THEMES, counts as its options. `as_at` is the day of
    that count: while too little has changed to show a newer one, the last edition's is shown again.
    """

    question: str
    kind: str
    names: Mapping[str, str]
    tally: PublishedTally
    as_at: date


THEMES = "themes"
"""The item of a tally of themes."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A released comment that was chosen to be quoted. `about` says one broad thing of its writer, or ""."""

    question: str
    kind: str
    text: str
    about: str = ""


@dataclass(frozen=True)
class ConsultationSource:
    """One consultation: its questions and what may be shown of the answers.

    `groups` are the published counts to be reported, by kind of respondent: organisations are never counted
    with people. Where all responses are of one kind, that is the whole tally.
    """

    slug: str
    title: str
    audience: str
    kind: str
    state: str
    survey: Survey
    tally: PublishedTally
    opened: date | None = None
    closed: date | None = None
    census: tuple[Census, ...] = ()
    themes: tuple[ThemeCounts, ...] = ()
    quotes: tuple[Quote, ...] = ()
    bases: Mapping[str, str] = field(default_factory=dict)
    """Of whom a question was asked that was not asked of all, by its id: what stands after "those"."""
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What was changed while it was open, by question: sentences for its readers."""
    organisations: tuple[str, ...] = ()
    """The names of those that agreed to be named."""

    @property
    def audience_name(self) -> str:
        """Who was asked, as a heading says it."""
        return AUDIENCE_NAMES.get(self.audience, self.audience.replace("_", " ").capitalize())

    @property
    def groups(self) -> Mapping[str, PublishedGroup]:
        """The kinds of respondent, each with what it answered."""
        kinds = self.tally.by.get("kind", {})
        some = {key: group for key, group in kinds.items() if group.responses != 0}
        mixed = len(some) > 1 and all(group.items for group in some.values())
        return some if mixed else {self.kind: self.tally.overall}

    @property
    def mixed(self) -> bool:
        """Whether people and organisations both answered."""
        return len(self.groups) > 1

    def question(self, question_id: str) -> Question | None:
        """The question of that id, or None."""
        return self.survey.by_id.get(question_id)


@dataclass(frozen=True)
class ReportSource:
    """Everything an edition of a report says, before it is put into words.

    `as_at` is the day of the count; `status_address` the short address that says whether the edition has been
    superseded. `demonstration` marks answers that were made up.
    """

    board: BoardFacts
    engagement: EngagementFacts
    consultations: tuple[ConsultationSource, ...]
    edition_no: int
    as_at: date
    status_address: str = ""
    demonstration: bool = False
    language: str = "en"
    attribution: tuple[str, ...] = field(default=())
