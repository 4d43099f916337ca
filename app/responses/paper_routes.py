"""Paper for everybody: the form to print, in each size and language; and the short address on it."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from app.consultations import store as consultations
from app.errors import NotFound
from app.questionnaires.compiled import printed_tellers
from app.responses import filling, handing_out, live, paper
from app.responses.live import Live
from app.web.access import public, respondent
from app.web.language import called

bp = Blueprint("paper", __name__)
HERE = "/boards/<board>/<consultation>/paper/"


@bp.get("/s/<short>")
@public
def short(short: str) -> Answer:
    """From the short address on paper to the start page, in the language of the paper."""
    board, consultation = consultations.path_of_prefix(short.upper())
    lang = request.args.get("lang")
    return redirect(url_for("responses.start_page", board=board, consultation=consultation, lang=lang), 303)


@bp.get("/s/<short>/<question>")
@public
def watch(short: str, question: str) -> str:
    """From the address on paper to what there is to watch."""
    found = _enter(*consultations.path_of_prefix(short.upper()))
    shown = found.survey.by_id.get(question)
    if shown is None or not (shown.video or shown.bsl):
        raise NotFound("There is nothing to watch here.")
    return render_template(
        "responses/paper/watch.html",
        live=found,
        setting=g.setting,
        question=shown,
        **printed_tellers(g.page_language),
    )


@bp.get(HERE)
@respondent
def forms(board: str, consultation: str) -> str:
    """What there is to print, and where to send it."""
    found = _enter(board, consultation)
    return render_template(
        "responses/paper/forms.html",
        live=found,
        setting=g.setting,
        forms=paper.FORMS,
        languages=[(one, called(one)) for one in paper.languages(found)],
    )


@bp.get(f"{HERE}<any(form, large):kind>/<string(maxlength=3):language>")
@respondent
def form(board: str, consultation: str, kind: str, language: str) -> str:
    """The form as a page that a browser prints."""
    found = _enter(board, consultation)
    return handing_out.as_page(found, kind, language, f"{found.base}paper/")


@bp.get(f"{HERE}<any(form, large):kind>/<string(maxlength=3):language>.pdf")
@respondent
def form_pdf(board: str, consultation: str, kind: str, language: str) -> Any:
    """The form as a PDF."""
    found = _enter(board, consultation)
    return handing_out.as_pdf(found, kind, language, f"{found.base}paper/")


def _enter(board: str, consultation: str) -> Live:
    """The consultation, with the page's language settled. Raises NotFound."""
    return filling.enter(live.load(board, consultation))
