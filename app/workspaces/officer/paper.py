"""Paper and posters of a consultation, for staff: before it opens too, for the post takes its time."""

from typing import Any

from flask import render_template, url_for

from app.consultations.models import Consultation
from app.consultations.moves import takes_keying
from app.responses import handing_out, live, paper
from app.responses.live import Live
from app.web.access import staff
from app.web.language import called
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.loading import Place, load

HERE = "/<board>/<engagement>/<consultation>/paper/"


@bp.get(HERE)
@staff("see_reports")
def papers(board: str, engagement: str, consultation: str) -> str:
    """Everything there is to print, in each language, and what to do with it."""
    place, one = _place(board, engagement, consultation)
    found = _live(place, one)
    return render_template(
        "workspaces/officer/papers.html",
        place=place,
        one=one,
        live=found,
        takes_keying=takes_keying(one.status, one.opens_at),
        at=place.at(one.slug),
        forms=paper.FORMS,
        posters=paper.POSTERS,
        short=paper.short_address(found),
        languages=[(code, called(code)) for code in paper.languages(found)],
    )


@bp.get(f"{HERE}<any(form, large):kind>/<string(maxlength=3):language>")
@staff("see_reports")
def paper_page(board: str, engagement: str, consultation: str, kind: str, language: str) -> str:
    """The form as a page that a browser prints."""
    place, one = _place(board, engagement, consultation)
    return handing_out.as_page(_live(place, one), kind, language, _back(place, one))


@bp.get(f"{HERE}<any(form, large, a4, a3):kind>/<string(maxlength=3):language>.pdf")
@staff("see_reports")
def paper_pdf(board: str, engagement: str, consultation: str, kind: str, language: str) -> Any:
    """The form or a poster as a PDF."""
    place, one = _place(board, engagement, consultation)
    return handing_out.as_pdf(_live(place, one), kind, language, _back(place, one))


def _place(board: str, engagement: str, consultation: str) -> tuple[Place, Consultation]:
    """Where it stands. Raises NotFound, NotAllowed."""
    place = load(board, engagement, "see_reports")
    return place, place.one(consultation)


def _live(place: Place, one: Consultation) -> Live:
    """The consultation as its respondents will meet it, whatever its state."""
    return live.load(place.board.slug, one.slug, preview=True)


def _back(place: Place, one: Consultation) -> str:
    return url_for("officer.papers", **place.at(one.slug))
