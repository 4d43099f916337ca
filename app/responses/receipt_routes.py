"""Looking up a response by its receipt code: a form, and a POST so that no address bar keeps the code."""

from flask import Blueprint, current_app, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField

from app.responses import lookup, receipts
from app.web.access import respondent

bp = Blueprint("receipts", __name__, url_prefix="/receipts")


class CodeForm(FlaskForm):
    """One code."""

    code = StringField()


@bp.get("/")
@respondent
def look() -> str:
    """The form."""
    return render_template("responses/receipt.html", form=CodeForm(), found=None, error="")


@bp.post("/")
@respondent
def found() -> tuple[str, int]:
    """Where the response stands, or what to look at in the code."""
    form = CodeForm()
    form.validate()
    state = lookup.find(form.code.data or "", current_app.extensions["speir_config"].secret_key)
    if state is None:
        words = _problem(receipts.length(form.code.data or ""))
        return render_template("responses/receipt.html", form=form, found=None, error=words), 422
    return render_template("responses/receipt.html", form=form, found=state, error=""), 200


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
