"""The audit trail as a page: up here because it names people and boards, which the trail may not know."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, g, render_template, request

from app.accounts import store as accounts
from app.accounts.permissions import boards_where
from app.accounts.service import current_account
from app.audit import store as trail
from app.audit.models import AuditLine
from app.boards import store as boards
from app.errors import NotAllowed
from app.web.access import staff

bp = Blueprint("trail", __name__)
A_PAGE = 50  # lines
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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
    people = {"cli": "the operator", "anonymous": "somebody not signed in"} | accounts.called(_ids(page))
    return render_template(
        "workspaces/trail.html",
        lines=page,
        subjects={line.no: _said(line.subject, people) for line in page},
        older=page[-1].no if more else None,
        begun=before is not None,
        people=people,
        boards={board.code: board.name for board in boards.all()},
        everything=seen is None,
    )


def _ids(lines: Iterable[AuditLine]) -> set[uuid.UUID]:
    """The accounts that lines speak of: who did it, and to whom."""
    words = [word for line in lines for word in (line.actor, *line.subject.split())]
    return {uuid.UUID(word) for word in words if ID.fullmatch(word)}


def _said(subject: str, people: dict[str, str]) -> str:
    """A subject with people's names for their ids; whoever is gone keeps the id."""
    return ID.sub(lambda found: people.get(found[0], found[0]), subject)
