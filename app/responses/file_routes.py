"""The files that came with answers, for staff who read what people wrote: a list, and each as an attachment.

Nothing here says to whose answers a file belongs, and a browser is told to open none of them itself.
"""

import uuid

from flask import Blueprint, Response, current_app, render_template

from app.accounts.permissions import require
from app.audit import service as trail
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.db import db
from app.files.uploads import KINDS
from app.responses import attaching
from app.responses.attaching import SCAN
from app.web.access import staff

bp = Blueprint("files", __name__, url_prefix="/workspace/<board>/consultations/<consultation>/files")
READ = "code_comments"
"""Whose act it is: what somebody sends as a file is read as what they write is."""

LOCKED_IN = "default-src 'none'; sandbox"  # where a browser shows it after all, nothing in it runs


@bp.get("/")
@staff(READ)
def files(board: str, consultation: str) -> str:
    """All that were sent."""
    found_board, found = _load(board, consultation)
    called = {one.id: str(one.text) for one in consultations.ever_asked(found).questions}
    return render_template(
        "responses/files.html",
        board=found_board,
        consultation=found,
        files=attaching.sent(found.id, _secret()),
        called=called | {SCAN.id: "A scan of a paper form"},
        kinds=KINDS,
    )


@bp.get("/<uuid:file>")
@staff(READ)
def download(board: str, consultation: str, file: uuid.UUID) -> Response:
    """One of them, after a line in the audit trail; nothing on the way may keep it."""
    found_board, found = _load(board, consultation)
    kept, data = attaching.opened(found.id, file, _secret())
    trail.record(
        "file_opened",
        board=found_board.code,
        subject=f"consultation {found_board.slug}/{found.slug}",
        detail={"question": kept.question, "kind": kept.kind},
    )
    db.session.commit()
    answer = Response(data, mimetype=KINDS[kept.kind].media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=kept.name)
    answer.headers["Content-Security-Policy"] = LOCKED_IN
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _load(board: str, consultation: str) -> tuple[Board, Consultation]:
    found = consultations.load(board, consultation)
    require(READ, found.board_code)
    return boards.by_code(found.board_code), found


def _secret() -> str:
    secret: str = current_app.extensions["speir_config"].secret_key
    return secret
