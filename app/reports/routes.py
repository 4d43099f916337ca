"""Editions: an officer publishes them, a planning group reads them, anybody may ask if one is the newest.

Planning group members get editions, never the numbers as they stand today: no page here counts anything.
"""

from typing import Any

from flask import Blueprint, Flask, g, redirect, render_template, send_file, url_for
from flask_wtf import FlaskForm

from app.accounts.permissions import boards_where, may, require
from app.accounts.sessions import current_account
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import store as consultations
from app.consultations.models import Engagement
from app.errors import NotFound
from app.files import service as files
from app.jobs.service import look_up
from app.reports import service, store
from app.reports.formats import FORMATS
from app.reports.formats.as_html import drawn_for_screen
from app.reports.models import PENDING, READY, Edition
from app.reports.sections import compose
from app.web.access import public, signed_in, staff
from app.web.htmx import wants_fragment

bp = Blueprint("reports", __name__)
EDITIONS = "/boards/<board_slug>/engagements/<slug>/editions/"


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.before_request
def in_english() -> None:
    """Reports exist in English only today, whatever language was chosen for answering."""
    g.page_language = "en"


@bp.get("/reports/")
@signed_in
def reports() -> str:
    """The published editions that this person may read, and the engagements of which they may publish one."""
    account = current_account()
    read, publish = (
        boards_where(account, act) if account else frozenset() for act in ("see_reports", "publish_edition")
    )
    return render_template(
        "reports/reports.html", found=store.published(read), engagements=store.engagements(publish)
    )


@bp.get(EDITIONS)
@staff("see_reports")
def editions(board_slug: str, slug: str) -> str:
    """The editions of an engagement; who may publish sees those that are being made, and the way to do so."""
    board, engagement = _load(board_slug, slug)
    account = require("see_reports", engagement.board_code)
    publishes = may(account, "publish_edition", engagement.board_code)
    found = [one for one in store.of_engagement(engagement.id) if publishes or one.state == READY]
    return render_template(
        "reports/editions.html",
        board=board,
        engagement=engagement,
        editions=found,
        publishes=publishes,
    )


@bp.get(EDITIONS + "new")
@staff("publish_edition")
def confirm(board_slug: str, slug: str) -> str:
    """What publishing does, what stays as it is for ever, and who is told; then the button."""
    board, engagement = _load(board_slug, slug)
    require("publish_edition", engagement.board_code)
    return render_template(
        "reports/confirm.html",
        board=board,
        engagement=engagement,
        plan=service.plan_of(engagement),
        form=FlaskForm(),
    )


@bp.post(EDITIONS)
@staff("publish_edition")
def publish(board_slug: str, slug: str) -> Any:
    """Ask for a new edition and go to where its making can be watched."""
    _, engagement = _load(board_slug, slug)
    account = require("publish_edition", engagement.board_code)
    edition = service.publish_edition(engagement, account)
    return redirect(url_for("reports.edition", board_slug=board_slug, slug=slug, no=edition.no), 303)


@bp.get(EDITIONS + "<int:no>/")
@staff("see_reports")
def edition(board_slug: str, slug: str, no: int) -> str:
    """An edition as a page; while it is being made, how far that is."""
    board, engagement, found = _edition(board_slug, slug, no)
    if found.state != READY:
        return _progress_page(board, engagement, found)
    return render_template(
        "reports/edition.html",
        board=board,
        engagement=engagement,
        edition=found,
        newer=service.superseded(found),
        report=compose(service.source_of(store.by_id(found.id))),
        draw=drawn_for_screen,
        files=[FORMATS[name] for name in service.downloads(found) if name != "pdf"],
    )


@bp.get(EDITIONS + "<int:no>/progress")
@staff("publish_edition")
def progress(board_slug: str, slug: str, no: int) -> Any:
    """The same as a fragment for HTMX; without it, the page."""
    board, engagement, found = _edition(board_slug, slug, no)
    require("publish_edition", engagement.board_code)
    if not wants_fragment():
        return redirect(url_for("reports.edition", board_slug=board_slug, slug=slug, no=no), 303)
    return render_template("reports/_progress.html", **_progress(board, engagement, found))


@bp.get(EDITIONS + "<int:no>/report.<any(pdf, docx, xlsx, csv):name>")
@staff("see_reports")
def download(board_slug: str, slug: str, no: int, name: str) -> Any:
    """The edition as a file. Who may have it is asked each time; nothing on the way may keep it."""
    _, engagement, found = _edition(board_slug, slug, no)
    if found.state != READY:
        raise NotFound("This edition is not there yet.")
    path = files.kept(service.FOLDER, service.file_name(found.file, name))
    called = f"{board_slug}-{engagement.slug}-edition-{found.no}.{name}"
    answer = send_file(
        path, FORMATS[name].media_type, as_attachment=True, download_name=called, conditional=False
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/e/<short>")
@public
def status(short: str) -> str:
    """Behind the short address on the paper: number, day, and whether there is a newer edition."""
    found = store.by_short(short.upper())
    newer = service.superseded(found)
    engagement, board = store.engagement_of(found), boards.by_code(found.board_code)
    where = url_for("reports.edition", board_slug=board.slug, slug=engagement.slug, no=(newer or found).no)
    return render_template(
        "reports/status.html", edition=found, newer=newer, where=where, engagement=engagement
    )


def _load(board_slug: str, slug: str) -> tuple[Board, Engagement]:
    engagement = consultations.engagement(board_slug, slug)
    return boards.by_code(engagement.board_code), engagement


def _edition(board_slug: str, slug: str, no: int) -> tuple[Board, Engagement, Edition]:
    """An edition that the person signed in may know of. Raises NotFound, NotAllowed."""
    board, engagement = _load(board_slug, slug)
    account = require("see_reports", engagement.board_code)
    found = store.by_no(engagement.id, no)
    if found.state != READY and not may(account, "publish_edition", engagement.board_code):
        raise NotFound("There is no such edition.")
    return board, engagement, found


def _progress_page(board: Board, engagement: Engagement, found: Edition) -> str:
    return render_template("reports/progress.html", form=FlaskForm(), **_progress(board, engagement, found))


def _progress(board: Board, engagement: Engagement, found: Edition) -> dict[str, Any]:
    """What the progress page and its fragment show."""
    job = look_up(found.job_id) if found.job_id else None
    waiting = found.state == PENDING
    return {"board": board, "engagement": engagement, "edition": found, "job": job, "waiting": waiting}
