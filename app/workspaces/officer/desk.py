"""A desk for the staff of a board: its engagements, what they ask, and how many answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from app.accounts.permissions import boards_where, may
from app.accounts.sessions import current_account
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import store as consultations
from app.consultations.models import Engagement
from app.web.access import signed_in
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.lines import Line, lines_of


@dataclass(frozen=True, slots=True)
class Exercise:
    """An engagement on the desk."""

    engagement: Engagement
    lines: Sequence[Line]
    may_describe: bool
    may_export: bool


@bp.get("/")
@signed_in
def desk() -> str:
    """Every board on which the person has a role, with its engagements."""
    account = current_account()
    codes = boards_where(account, "see_reports") if account else frozenset()
    found = [board for board in boards.all() if codes is None or board.code in codes]
    desks = [(board, _exercises(board), may(account, "manage_consultations", board.code)) for board in found]
    # Somebody of every board would be shown thirty empty ones.
    shown = [one for one in desks if one[1] or (one[2] and codes is not None)]
    return render_template("workspaces/desk.html", desks=shown)


def _exercises(board: Board) -> list[Exercise]:
    """A board's engagements, those that are open first; live counts for those who may see exact figures."""
    account = current_account()
    counted = may(account, "see_exact", board.code)
    found = [
        Exercise(
            engagement,
            lines_of(engagement, counted),
            may(account, "manage_consultations", board.code),
            may(account, "export_raw", board.code),
        )
        for engagement in consultations.engagements_of(board.code)
    ]
    return sorted(found, key=lambda one: not any(line.open_now for line in one.lines))
