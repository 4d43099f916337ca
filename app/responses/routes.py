"""What a respondent sees: start, pages, check, sent. It can all be done with GET, POST and cookies."""

from typing import Any

from flask import Blueprint, Flask, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as Answer

from app.errors import SpeirError
from app.responses import filling, live
from app.responses.live import Live
from app.web.access import respondent, takes_files
from app.web.errors import unproven
from app.web.htmx import wants_fragment

bp = Blueprint("responses", __name__, url_prefix="/boards/<board>/<consultation>")


def register(app: Flask) -> None:
    """The respondent's pages, paper, the look-up of a receipt, and an analyst's export."""
    from app.responses import (
        export_routes,
        file_routes,
        paper_routes,
        receipt_routes,
        resume_routes,
    )

    app.register_blueprint(bp)
    app.register_blueprint(paper_routes.bp)
    app.register_blueprint(receipt_routes.bp)
    app.register_blueprint(resume_routes.bp)
    app.register_blueprint(export_routes.bp)
    app.register_blueprint(file_routes.bp)


@bp.get("/")
@respondent
def start_page(board: str, consultation: str) -> bytes:
    """Who asks, why, what happens next, by when people will hear, and how."""
    return filling.start_page(_enter(board, consultation))


@bp.get("/privacy")
@respondent
def privacy(board: str, consultation: str) -> bytes:
    """The privacy notice: who holds the answers, by which law, for how long, and what anybody may ask."""
    return filling.privacy(_enter(board, consultation))


@bp.post("/start")
@respondent
def start(board: str, consultation: str) -> Answer:
    """A draft, and a cookie that opens it; a draft that is there already goes on."""
    return filling.start(_enter(board, consultation))


@bp.get("/p/<page_id>")
@respondent
def page(board: str, consultation: str, page_id: str) -> bytes | Answer:
    """One page of the survey, with what was said so far."""
    return filling.page(_enter(board, consultation), page_id)


@bp.post("/p/<page_id>")
@takes_files
@respondent
def save_page(board: str, consultation: str, page_id: str) -> Any:
    """Save the page as it is left. What has a slip is saved as typed, and shown again."""
    return filling.save_page(_enter(board, consultation), page_id)


@bp.get("/check")
@respondent
def check(board: str, consultation: str) -> bytes | Answer:
    """Every answer in plain words, each with a link to change it."""
    return filling.check(_enter(board, consultation))


@bp.post("/check")
@respondent
def submit(board: str, consultation: str) -> Any:
    """Send, once."""
    return filling.submit(_enter(board, consultation))


@bp.get("/sent")
@respondent
def sent(board: str, consultation: str) -> bytes | Answer:
    """The receipt. Its cookie lasts some minutes, so that a reload on a bad line loses nothing."""
    return filling.sent(_enter(board, consultation))


@bp.get("/later")
@respondent
def later(board: str, consultation: str) -> str | Answer:
    """The code of words with which somebody finishes later."""
    return filling.later(_enter(board, consultation))


@bp.post("/later")
@respondent
def leave(board: str, consultation: str) -> Any:
    """The link to carry on goes out by e-mail; or this device forgets the draft: its code still opens it."""
    entered = _enter(board, consultation)
    if request.form.get("go") == "mail" and not entered.preview:
        return filling.mail_link(entered)
    return filling.leave(entered)


@bp.post("/clear")
@respondent
def clear(board: str, consultation: str) -> Answer:
    """Delete the draft and every cookie of this consultation from this device."""
    return filling.clear(_enter(board, consultation))


@bp.errorhandler(CSRFError)
def too_old(error: CSRFError) -> Any:
    """A form whose session is over, after a night or a restart: what was typed on it is shown again."""
    address = request.view_args or {}
    if request.endpoint != f"{bp.name}.{save_page.__name__}" or wants_fragment():
        return unproven(error)
    try:
        return filling.ask_again(_enter(address["board"], address["consultation"]), address["page_id"])
    except SpeirError:  # there is no such page to show again
        return unproven(error)


def _enter(board: str, consultation: str) -> Live:
    """The consultation, with the page's language settled. Raises NotFound."""
    return filling.enter(live.load(board, consultation))
