"""Staff pages: what was decided, and the board's register of engagements."""

import uuid
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask_wtf import FlaskForm

from app.accounts.permissions import require
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import store as consultations
from app.consultations.models import Engagement
from app.errors import Conflict, Invalid
from app.feedback import service, store
from app.feedback.forms import DecisionForm, ListingForm, WordsForm
from app.surveys.questions.words import clean
from app.web.access import staff

bp = Blueprint("feedback", __name__, url_prefix="/workspace/<board>")
ENGAGEMENT = "/<engagement>/decisions/"
REGISTER = "/register/entries/"


def register(app: Flask) -> None:
    """The staff pages, and the public's alerts."""
    from app.feedback import alert_routes

    app.register_blueprint(bp)
    app.register_blueprint(alert_routes.bp)


@bp.get(ENGAGEMENT)
@staff("decide")
def decisions(board: str, engagement: str) -> str:
    """What was asked, what people said, what was decided: as it stands."""
    found_board, found = _load(board, engagement)
    return _page(found_board, found)


@bp.post(ENGAGEMENT)
@staff("decide")
def write(board: str, engagement: str) -> Any:
    """Keep the words."""
    found_board, found = _load(board, engagement)
    form = WordsForm()
    if not form.validate_on_submit():
        return _page(found_board, found, words=form), 422
    service.write(found, clean(form.asked.data or ""), clean(form.said.data or ""))
    return _back(board, engagement)


@bp.post(ENGAGEMENT + "new")
@staff("decide")
def decide(board: str, engagement: str) -> Any:
    """A new decision."""
    found_board, found = _load(board, engagement)
    form = DecisionForm()
    if not _decided(found, form):
        return _page(found_board, found, decision=form), 422
    return _back(board, engagement)


@bp.get(ENGAGEMENT + "<uuid:decision>/")
@staff("decide")
def decision(board: str, engagement: str, decision: uuid.UUID) -> str:
    """One decision, to be changed."""
    found_board, found = _load(board, engagement)
    made = store.decision(found.id, decision)
    return _decision_page(found_board, found, made.id, DecisionForm(obj=made))


@bp.post(ENGAGEMENT + "<uuid:decision>/")
@staff("decide")
def change(board: str, engagement: str, decision: uuid.UUID) -> Any:
    """Keep it as changed."""
    found_board, found = _load(board, engagement)
    made = store.decision(found.id, decision)
    form = DecisionForm()
    if not _decided(found, form, made.id):
        return _decision_page(found_board, found, made.id, form), 422
    return _back(board, engagement)


@bp.post(ENGAGEMENT + "<uuid:decision>/drop")
@staff("decide")
def drop(board: str, engagement: str, decision: uuid.UUID) -> Any:
    """Take it away."""
    _, found = _load(board, engagement)
    service.drop(found, store.decision(found.id, decision))
    return _back(board, engagement)


@bp.post(ENGAGEMENT + "publish")
@staff("decide")
def publish(board: str, engagement: str) -> Any:
    """Show people what was done."""
    found_board, found = _load(board, engagement)
    try:
        service.publish(found)
    except Conflict as problem:
        return _page(found_board, found, problem=problem.message), 409
    return _back(board, engagement)


@bp.get(REGISTER)
@staff("manage_consultations")
def entries(board: str) -> str:
    """What was entered into the register by hand, and a form for more."""
    found = _board(board)
    return render_template(
        "feedback/entries.html",
        board=found,
        listings=store.listings(found.code),
        form=ListingForm(),
        here=None,
    )


@bp.post(REGISTER)
@staff("manage_consultations")
def enter(board: str) -> Any:
    """A new entry."""
    return _entered(_board(board), None)


@bp.get(REGISTER + "<uuid:entry>/")
@staff("manage_consultations")
def entry(board: str, entry: uuid.UUID) -> str:
    """One entry, to be changed."""
    found = _board(board)
    listing = store.listing(found.code, entry)
    return render_template(
        "feedback/entries.html", board=found, listings=(), form=ListingForm(obj=listing), here=listing
    )


@bp.post(REGISTER + "<uuid:entry>/")
@staff("manage_consultations")
def change_entry(board: str, entry: uuid.UUID) -> Any:
    """Keep it as changed."""
    found = _board(board)
    return _entered(found, store.listing(found.code, entry))


@bp.post(REGISTER + "<uuid:entry>/strike")
@staff("manage_consultations")
def strike(board: str, entry: uuid.UUID) -> Any:
    """Take it out of the register."""
    found = _board(board)
    service.strike(found, store.listing(found.code, entry))
    return redirect(url_for("feedback.entries", board=board), 303)


def _decided(engagement: Engagement, form: DecisionForm, decision: uuid.UUID | None = None) -> bool:
    """Whether the form held a decision, which is kept now; else it says what is wrong."""
    if not form.validate_on_submit():
        return False
    made = store.decision(engagement.id, decision) if decision else None
    try:
        service.decide(
            engagement,
            clean(form.theme.data or ""),
            form.outcome.data,
            clean(form.reason.data or ""),
            made,
        )
    except Invalid as problem:
        form.reason.errors = [problem.message]
        return False
    return True


def _entered(board: Board, listing: Any) -> Any:
    form = ListingForm()
    if form.validate_on_submit():
        texts = {name: clean(form[name].data or "") for name in ("title", "about", "web_address", "outcome")}
        try:
            service.enter(board, listing, **texts, opened=form.opened.data, closed=form.closed.data)
            return redirect(url_for("feedback.entries", board=board.slug), 303)
        except Invalid as problem:
            form.closed.errors = [problem.message]
    listings = () if listing else store.listings(board.code)
    return (
        render_template("feedback/entries.html", board=board, listings=listings, form=form, here=listing),
        422,
    )


def _load(board: str, engagement: str) -> tuple[Board, Engagement]:
    """An engagement of a board on which the person may record decisions. Raises NotFound, NotAllowed."""
    found = consultations.engagement(board, engagement)
    require("decide", found.board_code)
    return boards.by_code(found.board_code), found


def _board(slug: str) -> Board:
    found = boards.by_slug(slug)
    require("manage_consultations", found.code)
    return found


def _back(board: str, engagement: str) -> Any:
    return redirect(url_for("feedback.decisions", board=board, engagement=engagement), 303)


def _page(
    board: Board,
    engagement: Engagement,
    words: WordsForm | None = None,
    decision: DecisionForm | None = None,
    problem: str = "",
) -> str:
    kept = store.of(engagement.id)
    return render_template(
        "feedback/decisions.html",
        board=board,
        engagement=engagement,
        kept=kept,
        decisions=store.decisions(engagement.id),
        themes=service.undecided(engagement),
        outcomes=service.OUTCOMES,
        words=words or WordsForm(formdata=None, obj=kept),
        form=decision or DecisionForm(formdata=None),
        button=FlaskForm(formdata=None),
        problem=problem,
        is_public=service.is_public(engagement),
    )


def _decision_page(board: Board, engagement: Engagement, decision_id: uuid.UUID, form: DecisionForm) -> str:
    return render_template(
        "feedback/decision.html",
        board=board,
        engagement=engagement,
        decision_id=decision_id,
        form=form,
        button=FlaskForm(formdata=None),
    )
