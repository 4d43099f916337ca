"""The front door and a board's own page: they bring together what boards are and what they ask just now."""

from datetime import UTC, datetime

from flask import Blueprint, render_template

from app.boards import forms, store, words
from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.consultations.moves import is_overdue
from app.consultations.service import today
from app.feedback import store as feedback
from app.web.access import public

bp = Blueprint("public", __name__)

COMING = "scheduled"
OVER = frozenset({"paused", "closed", "analysed", "reported", "answered", "evaluated"})
"""States in which a consultation is known to the public, but takes no answers."""


@bp.get("/")
@public
def home() -> str:
    """What Speir is, who asks, and which board is mine."""
    return render_template("workspaces/home.html", form=forms.FindForm(), problem="")


@bp.get("/third-sector/")
@public
def third_sector() -> str:
    """What organisations are asked just now, area by area: nobody has to be on a board's list."""
    asked: dict[str, list[Consultation]] = {}
    for one in consultations.asking("organisation"):
        asked.setdefault(one.board_code, []).append(one)
    found = [(board, asked[board.code]) for board in store.all() if board.code in asked]
    return render_template("workspaces/third_sector.html", areas=found)


@bp.get("/boards/<board_slug>/")
@public
def board(board_slug: str) -> str:
    """One board: who they are, how to reach them, what they ask now, will ask and asked before."""
    found = store.by_slug(board_slug)
    asked = consultations.of_board(found.code)
    open_now = [one for one in asked if consultations.is_open(one)]
    now, day = datetime.now(UTC), today()
    return render_template(
        "workspaces/board.html",
        board=found,
        localities=store.localities_of(found.code),
        led=words.led(found.model),
        open_now=[one for one in asked if one in open_now or one.status == "paused"],
        coming=[one for one in asked if one not in open_now and (one.status == COMING or _waits(one))],
        over=[
            one
            for one in asked
            if one.status in OVER or (one.status == "open" and one not in open_now and not _waits(one))
        ],
        engagements=feedback.public_engagements(found.code),
        ended={one.id for one in asked if one.closes_at and one.closes_at <= now},
        overdue={one.id for one in asked if is_overdue(one.status, one.respond_by, day)},
    )


def _waits(one: Consultation) -> bool:
    """Whether it has been opened for a time that lies ahead."""
    return one.status == "open" and one.opens_at is not None and not consultations.has_begun(one)
