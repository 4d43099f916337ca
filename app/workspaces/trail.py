"""The audit trail as a page: up here because it names people and boards, which the trail may not know."""

import csv
import io
import json
import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, g, render_template, request
from flask_wtf import FlaskForm
from wtforms import DateField, Form, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than it
from wtforms.validators import InputRequired, Length, Optional

from app.accounts import store as accounts
from app.accounts.permissions import boards_where
from app.accounts.service import current_account
from app.audit import store as trail
from app.audit.models import AuditLine
from app.audit.service import record, verify
from app.boards import store as boards
from app.consultations.service import LONDON
from app.db import db
from app.errors import Invalid, NotAllowed
from app.files.cells import plain
from app.web.access import staff

bp = Blueprint("trail", __name__)
A_PAGE = 50  # lines
MOST_EXPORTED = 20_000  # lines of one file
MARK = "\ufeff"  # without it a spreadsheet program reads accents wrongly
CHOSEN = ("board", "act", "since", "until")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@bp.get("/audit/")
@staff("see_audit")
def lines() -> Any:
    """The newest lines of the boards whose trail this person may see; `before=NO` goes on from there."""
    seen, form = _seen(), FilterForm(request.args, meta={"csrf": False})
    _offer(form, seen)
    asked = form.validate()
    typed = request.args.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    found = trail.newest(_wanted(form, seen) if asked else trail.Wanted(seen), before, A_PAGE + 1)
    page, more = found[:A_PAGE], len(found) > A_PAGE
    people = _people(page)
    chosen = {name: value for name, value in request.args.items() if name in CHOSEN and value}
    shown = render_template(
        "workspaces/trail.html",
        form=form,
        export=ExportForm(formdata=None),
        chosen=chosen,
        lines=page,
        subjects={line.no: _said(line.subject, people) for line in page},
        older=page[-1].no if more else None,
        begun=before is not None,
        people=people,
        boards={board.code: board.name for board in boards.all()},
        everything=seen is None,
    )
    return shown if asked else (shown, 422)


@bp.get("/audit/check")
@staff("see_audit")
def check() -> Any:
    """Walks the whole chain, of all boards: whether any line was changed, taken out or slipped in."""
    _seen()
    return render_template("workspaces/trail_check.html", verdict=verify())


@bp.post("/audit/export")
@staff("see_audit")
def export() -> Any:
    """The chosen lines as CSV, at most MOST_EXPORTED; the trail says who took them, and why."""
    seen, form, why = _seen(), FilterForm(request.form, meta={"csrf": False}), ExportForm()
    _offer(form, seen)
    if not why.validate_on_submit():
        raise Invalid("Say why you need these lines, in a few words. Go back and write it above the button.")
    if not form.validate():
        raise Invalid("Go back and choose again which lines you need.")
    found = trail.newest(_wanted(form, seen), None, MOST_EXPORTED)
    people, names = _people(found), {board.code: board.name for board in boards.all()}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("no", "at (UTC)", "who", "act", "subject", "board", "reason", "detail", "hash"))
    for line in found:
        cells = (
            people.get(line.actor, line.actor), line.act, _said(line.subject, people),
            names.get(line.board_code or "", line.board_code or ""), line.reason,
            json.dumps(line.detail, sort_keys=True), line.hash,
        )  # fmt: skip
        writer.writerow((line.no, line.at.isoformat(timespec="seconds"), *map(plain, cells)))
    record(
        "audit_exported", board=form.board.data or None, subject="audit trail",
        detail={"lines": len(found)}, reason=why.reason.data or "",
    )  # fmt: skip
    db.session.commit()
    heads = {"Content-Disposition": "attachment; filename=audit.csv", "Cache-Control": "no-store"}
    return Response(MARK + out.getvalue(), mimetype="text/csv", headers=heads)


class FilterForm(Form):
    """Which lines of the trail."""

    board = SelectField("Board", [Optional()], validate_choice=True)
    act = SelectField("Act", [Optional()], validate_choice=True)
    since = DateField("From", [Optional()])
    until = DateField("To", [Optional()])


class ExportForm(FlaskForm):
    """Why lines are taken out of the house."""

    reason = StringField("Why you need these lines", [InputRequired(), Length(min=10, max=1000)])


def _seen() -> frozenset[str] | None:
    """The boards whose trail this person may see; None for all. Raises NotAllowed for nobody's."""
    g.page_language = "en"
    person = current_account()
    seen = boards_where(person, "see_audit") if person is not None else frozenset()
    if seen is not None and not seen:
        raise NotAllowed("Your roles do not include seeing the audit trail.")
    return seen


def _offer(form: FilterForm, seen: frozenset[str] | None) -> None:
    """The boards and acts there are to choose from."""
    form.board.choices = [SelectChoice("", "All of them")] + [
        SelectChoice(board.code, board.name) for board in boards.all() if seen is None or board.code in seen
    ]
    form.act.choices = [SelectChoice("", "All of them")] + [
        SelectChoice(act, act.replace("_", " ")) for act in trail.acts(seen)
    ]
    for field in (form.board, form.act):
        field.data = field.data or ""


def _wanted(form: FilterForm, seen: frozenset[str] | None) -> trail.Wanted:
    """What was chosen, of what this person may see. Days are those of Scotland."""
    return trail.Wanted(
        frozenset({form.board.data}) if form.board.data else seen,
        form.act.data,
        _midnight(form.since.data),
        _midnight(form.until.data + timedelta(days=1)) if form.until.data else None,
    )


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), LONDON).astimezone(UTC) if day is not None else None


def _people(found: Sequence[AuditLine]) -> dict[str, str]:
    return {"cli": "the operator", "anonymous": "somebody not signed in"} | accounts.called(_ids(found))


def _ids(lines: Iterable[AuditLine]) -> set[uuid.UUID]:
    """The accounts that lines speak of: who did it, and to whom."""
    words = [word for line in lines for word in (line.actor, *line.subject.split())]
    return {uuid.UUID(word) for word in words if ID.fullmatch(word)}


def _said(subject: str, people: dict[str, str]) -> str:
    """A subject with people's names for their ids; whoever is gone keeps the id."""
    return ID.sub(lambda found: people.get(found[0], found[0]), subject)
