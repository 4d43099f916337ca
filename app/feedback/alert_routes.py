"""The public's pages for news by email: asking, saying yes, ending it. A link alone changes nothing."""

import uuid
from typing import Any

from flask import Blueprint, render_template, request
from flask_wtf import FlaskForm

from app.boards import store as boards
from app.errors import Invalid
from app.feedback import alerts
from app.feedback.forms import AlertForm
from app.web.access import public

bp = Blueprint("alerts", __name__, url_prefix="/boards/<board>/alerts")


@bp.get("/")
@public
def ask(board: str) -> str:
    """The form."""
    return render_template(
        "feedback/alerts.html", board=boards.by_slug(board), form=AlertForm(), problem="", asked=False
    )


@bp.post("/")
@public
def asked(board: str) -> Any:
    """A message goes to the address; the page is the same whether we know it or not."""
    found, form, problem = boards.by_slug(board), AlertForm(), ""
    form.validate_on_submit()
    try:
        alerts.subscribe(found, form.email.data or "")
    except Invalid as error:
        problem = error.message
    page = render_template("feedback/alerts.html", board=found, form=form, problem=problem, asked=not problem)
    return (page, 422) if problem else page


@bp.get("/<uuid:subscription>/")
@public
def link(board: str, subscription: uuid.UUID) -> str:
    """Where a mail's link leads: two buttons, so that a program that opens links changes nothing."""
    found = alerts.opened(subscription, request.args.get("t", ""))
    return _page(board, "confirmed" if found.confirmed_on else "waiting")


@bp.post("/<uuid:subscription>/")
@public
def choose(board: str, subscription: uuid.UUID) -> str:
    """Yes, or no more."""
    found = alerts.opened(subscription, request.args.get("t", ""))
    if request.form.get("go") == "end":
        alerts.end(found)
        return _page(board, "ended")
    alerts.confirm(found)
    return _page(board, "confirmed")


def _page(board: str, state: str) -> str:
    return render_template("feedback/alert.html", board=boards.by_slug(board), state=state, form=FlaskForm())
