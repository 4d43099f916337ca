"""How many answered, and what they left out: for staff who watch who is not being reached.

Exact, and for the screen of those who may see exact figures; nothing here is published. Numbers stand
alone, never crossed with one another: that is what a report is for, under the disclosure rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.consultations.service import LONDON, today
from app.responses import store
from app.surveys.definition import Survey
from app.surveys.questions import SILENT, UNSEEN, shape, tallied
from app.surveys.questions.parts import called
from app.surveys.shapes import Choice, Ranking
from app.tallies.layout import AUDIENCES, ROUTES
from app.tallies.tally import NOT_ANSWERED_GROUP, NOT_ASKED_GROUP, GroupTally, Tally

DAYS = 28
"""Days that are shown one by one; those before them are one number."""

WHERE = "locality"
LABELS = {
    "carer": "Carers", "service_user": "People who use services",
    "third_sector": "Third sector organisations",
    "independent_provider": "Independent providers", "public": "Members of the public",
    "planning_group": "Members of planning groups",
    "web": "Web", "paper": "Paper", "telephone": "Telephone", "assisted": "With help from staff",
    "kiosk": "Kiosk", "import": "Loaded from a file",
    NOT_ANSWERED_GROUP: "Left this question out", NOT_ASKED_GROUP: "Were not asked",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """One number and what it is of."""

    label: str
    responses: int


@dataclass(frozen=True, slots=True)
class Left:
    """How many of those who were asked a question left it out."""

    label: str
    asked: int
    left_out: int

    @property
    def share(self) -> int:
        """In whole percent."""
        return round(100 * self.left_out / self.asked) if self.asked else 0


@dataclass(frozen=True, slots=True)
class Watched:
    """What came in for one consultation so far."""

    responses: int
    days: Sequence[tuple[date, int]]
    before: int
    by_audience: Sequence[Count]
    by_route: Sequence[Count]
    by_locality: Sequence[Count]
    left_out: Sequence[Left]


def watch(consultation: Consultation) -> Watched:
    """The numbers as they are in the database at this moment."""
    from app.tallies import counting  # loads numpy, which answering has no need of

    survey = consultations.survey_of(consultation)
    asks_where = WHERE in survey.by_id and isinstance(shape(survey.by_id[WHERE]), Choice)
    by = ("audience", "route", *((WHERE,) if asks_where else ()))
    tally = counting.count(store.codes_of(consultation.id), by)
    days = dict(store.days_of(consultation.id))
    first = today() - timedelta(days=DAYS - 1)
    shown = [first + timedelta(days=number) for number in range(DAYS)]
    begun = min(days, default=today())
    places = {option.id: str(option.text) for option in survey.by_id[WHERE].options} if asks_where else {}
    return Watched(
        responses=tally.overall.responses,
        days=[(day, days.get(day, 0)) for day in reversed(shown) if day >= begun],
        before=sum(count for day, count in days.items() if day < first),
        by_audience=_counts(tally, "audience", {key: LABELS[key] for key in AUDIENCES}, empty=False),
        by_route=_counts(tally, "route", {key: LABELS[key] for key in ROUTES}, empty=False),
        by_locality=_counts(tally, WHERE, places, empty=True),
        left_out=_left_out(survey, tally.overall),
    )


def now() -> datetime:
    """The time in Scotland, to say how fresh the numbers are."""
    return datetime.now(LONDON)


def _counts(tally: Tally, by: str, names: dict[str, str], empty: bool) -> list[Count]:
    """Numbers in the order of their names; `empty` ones too, where it matters who is missing."""
    groups = tally.by.get(by, {})
    keys = [*names, *(key for key in groups if key not in names)]
    found = [
        Count(names.get(key) or LABELS.get(key, key), groups[key].responses if key in groups else 0)
        for key in keys
    ]
    return [one for one in found if one.responses or empty]


def _left_out(survey: Survey, overall: GroupTally) -> list[Left]:
    """Each question, with those who were asked it and gave no answer; parts one by one."""
    found = []
    for question in survey.questions:
        if question.type in SILENT | UNSEEN:
            continue
        rows = [(part.id, f"{question.text} {called(question, part)}") for part in tallied(question)]
        if isinstance(shape(question), Ranking):
            continue  # not every option need have a place: what was left out of one says nothing
        for key, label in rows or [(question.id, str(question.text))]:
            item = overall.items.get(key)
            if item is not None:
                found.append(Left(label, item.base + item.not_answered, item.not_answered))
    return found
