"""The library of surveys, for somebody who chooses one: what each is good for and whose words it has."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from app.accounts.permissions import boards_where
from app.accounts.sessions import current_account
from app.consultations import library
from app.errors import NotAllowed
from app.questionnaires.printing import printed
from app.reports.source import AUDIENCE_NAMES
from app.surveys.definition import SOURCE_LANGUAGE, Survey
from app.surveys.estimate import estimate_minutes
from app.surveys.questions import SILENT, UNSEEN
from app.web.access import staff
from app.workspaces.officer.blueprint import bp


@dataclass(frozen=True, slots=True)
class Instrument:
    """A survey of the library in a list, with how long it is in words."""

    survey: Survey

    @property
    def size(self) -> str:
        """How many questions, and how long they take."""
        asked = sum(1 for one in self.survey.questions if one.type not in SILENT | UNSEEN)
        minutes = self.survey.minutes or estimate_minutes(self.survey)
        return f"{asked} questions, about {minutes} {'minute' if minutes == 1 else 'minutes'}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Those surveys of the library that ask the same people."""

    name: str
    instruments: Sequence[Instrument]


def shelves() -> Sequence[Shelf]:
    """The whole library by whom its surveys ask."""
    return [
        Shelf(AUDIENCE_NAMES.get(audience, audience), [Instrument(one) for one in surveys])
        for audience, surveys in library.by_audience().items()
    ]


@bp.get("/library")
@staff("see_reports")
def instruments() -> str:
    """Every survey of the library."""
    _require_a_board()
    return render_template("workspaces/officer/instruments.html", shelves=shelves())


@bp.get("/library/<instrument>")
@staff("see_reports")
def instrument(instrument: str) -> str:
    """One survey: its guide, its sources, and its questions page by page. Raises NotFound."""
    _require_a_board()
    survey = library.by_key(instrument)
    return render_template(
        "workspaces/officer/instrument.html",
        survey=survey,
        size=Instrument(survey).size,
        who=AUDIENCE_NAMES.get(survey.audience, survey.audience),
        pages=printed(survey, SOURCE_LANGUAGE),
        blocks=sorted({one.block for one in survey.questions if one.block}),
    )


def _require_a_board() -> None:
    """The library is for people who work with some board. Raises NotAllowed."""
    account = current_account()
    if account is None or boards_where(account, "see_reports") == frozenset():
        raise NotAllowed("The library is for people with a role on a board.")
