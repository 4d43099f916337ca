"""The audit trail as a page: up here because it names people and boards, which the trail may not know."""

import uuid
from typing import Any

from flask import Blueprint, g, render_template, request

from app.accounts import store as accounts
from app.accounts.permissions import boards_where
from app.accounts.service import current_account
from app.audit import store as trail
from app.boards import store as boards
from app.errors import NotAllowed
from app.web.access import staff

bp = Blueprint("trail", __name__)
A_PAGE = 50  # lines


@bp.get("/audit/")
@staff("see_audit")
def lines() -> Any:
    """The newest lines of the boards whose trail this person may see; `before=NO` goes on from there."""
    g.page_language = "en"
    person = current_account()
    seen = boards_where(person, "see_audit") if person is not None else frozenset()
    if seen is not None and not seen:
        raise NotAllowed("Your roles do not include seeing the audit trail.")
    typed = request.args.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    found = trail.newest(seen, before, A_PAGE + 1)
    page, more = found[:A_PAGE], len(found) > A_PAGE
    return render_template(
        "workspaces/trail.html",
        lines=page,
        older=page[-1].no if more else None,
        begun=before is not None,
        people=accounts.called({uuid.UUID(line.actor) for line in page if len(line.actor) == 36}),
        boards={board.code: board.name for board in boards.all()},
        everything=seen is None,
    )
