"""What a receipt's holder sees and may do: one form, and a POST so that no address bar keeps the code.

All of it is one address, so that what limits guessing at codes limits every way of guessing.
"""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField

from app.errors import Conflict
from app.responses import filling, guessing, lookup, receipts
from app.web.access import respondent
from app.web.language import current

bp = Blueprint("receipts", __name__, url_prefix="/receipts")


class CodeForm(FlaskForm):
    """One code, and what is to be done."""

    code = StringField()
    go = StringField()


@bp.get("/")
@respondent
def look() -> str:
    """The form."""
    return _page(CodeForm())


@bp.post("/")
@respondent
def found() -> Any:
    """Where the response stands and what it says; or what to look at in the code; or the deed done."""
    form = CodeForm()
    form.validate()
    code, go, secret = form.code.data or "", form.go.data or "", _secret()
    if guessing.must_wait():
        return _page(form, error=guessing.wait()), 429
    state = lookup.find(code, secret)
    if state is None:
        guessing.note_wrong()
        return _page(form, error=_problem(receipts.length(code))), 422
    if go in ("withdraw", "erase"):
        return render_template("responses/receipt_sure.html", form=form, found=state, go=go)
    if go == "withdraw-now":
        lookup.withdraw(code, secret)
        state = lookup.find(code, secret)
    elif go == "erase-now":
        lookup.erase(code, secret)
        return render_template("responses/erased.html")
    elif go == "correct" and state.on is not None:
        return _correct(code, secret)
    return _page(form, state, lookup.answers(code, current(), secret))


def _correct(code: str, secret: str) -> Any:
    """To "check your answers" with a draft of the answers as they stand."""
    try:
        live, token = lookup.correct(code, current(), secret)
    except Conflict:
        raise Conflict(_("This consultation takes no answers now, so they cannot be corrected.")) from None
    answer = redirect(f"{live.base}check?correcting=1", 303)
    filling.remember(answer, live, token)
    return answer


def _page(form: CodeForm, found: lookup.Found | None = None, said: lookup.Said = (), error: str = "") -> str:
    return render_template("responses/receipt.html", form=form, found=found, said=said, error=error)


def _secret() -> str:
    secret: str = current_app.extensions["speir_config"].secret_key
    return secret


def _problem(length: int) -> str:
    """What to look at in a code of so many letters and numbers that stands for nothing."""
    if not length:
        return _("Type the code of your receipt.")
    if length != receipts.LENGTH:
        return _(
            "A code has %(whole)s letters and numbers; this one has %(typed)s. Look at your receipt again.",
            whole=receipts.LENGTH,
            typed=length,
        )
    return _("We know no such code. Look at each letter and number; it has four groups of five.")
