"""An analyst's page for raw answers: it asks for a reason, says what comes, and gives the file once."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than it
from wtforms.validators import InputRequired, Length

from app.accounts.permissions import require
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.responses import export, store
from app.web.access import staff

bp = Blueprint("export", __name__, url_prefix="/workspace/<board>/consultations/<consultation>/raw")
CHOICES = [
    SelectChoice("csv", "CSV: opens in any spreadsheet or statistics program"),
    SelectChoice("xlsx", "Excel workbook"),
    SelectChoice("jsonl", "JSON lines, for programs"),
]
_SAY_WHY = "Say why you need them, in a few words"


class ExportForm(FlaskForm):
    """Why, and as what."""

    reason = TextAreaField(
        "Why you need the answers",
        [
            InputRequired(_SAY_WHY),
            Length(export.LEAST_REASON, 1_000, f"{_SAY_WHY}: {export.LEAST_REASON} to 1,000 characters"),
        ],
        description="This goes into the audit trail with your name.",
    )
    format = RadioField("File", choices=CHOICES, default="csv")


@bp.get("/")
@staff("export_raw")
def ask(board: str, consultation: str) -> str:
    """The form."""
    found_board, found = _load(board, consultation)
    return _page(found_board, found, ExportForm())


@bp.post("/")
@staff("export_raw")
def download(board: str, consultation: str) -> Any:
    """The file, after a line in the audit trail; nothing on the way may keep it."""
    found_board, found = _load(board, consultation)
    account = require("export_raw", found.board_code)
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(found_board, found, form), 422
    name = form.format.data
    secret = current_app.extensions["speir_config"].secret_key
    written = export.export(found, name, form.reason.data or "", secret, str(account.id))
    answer = Response(written, mimetype=export.FORMATS[name].media_type)
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"{found_board.slug}-{found.slug}-responses.{name}"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _load(board: str, consultation: str) -> tuple[Board, Consultation]:
    found = consultations.load(board, consultation)
    require("export_raw", found.board_code)
    return boards.by_code(found.board_code), found


def _page(board: Board, consultation: Consultation, form: ExportForm) -> str:
    return render_template(
        "responses/export.html",
        board=board,
        consultation=consultation,
        form=form,
        count=store.count(consultation.id),
    )
