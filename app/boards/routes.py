"""The directory of boards, and the way from a postcode to one.

A whole postcode comes by POST only and goes no further than the answer to it, so that it stands in no
address, no log and no history. A sector or district ("IV27 4", "IV27") is many streets and may be linked to.
"""

from collections.abc import Sequence
from itertools import groupby

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.boards import attribution, lookup, store, words
from app.boards.forms import FindForm
from app.boards.models import Board
from app.web.access import public

bp = Blueprint("boards", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/boards/")
@public
def directory() -> str:
    """Every board under its health board."""
    boards = sorted(store.all(), key=lambda board: (board.health_board_name, board.place))
    groups = [
        (name, list(group)) for name, group in groupby(boards, key=lambda board: board.health_board_name)
    ]
    return render_template("boards/directory.html", boards=boards, groups=groups)


@bp.post("/find")
@public
def find() -> Response | tuple[str, int]:
    """To the board or boards of a postcode; a page that helps where there is none."""
    form = FindForm()
    found = lookup.find(form.postcode.data or "")
    match found:
        case lookup.ExactMatch(code):
            return redirect(store.by_code(code).path, 303)
        case lookup.Candidates(area):
            return redirect(url_for("boards.candidates", area=area), 303)
        case _:
            return _page(form, _problem(form.postcode.data or "", found), found), 422


@bp.get("/find")
@public
def candidates() -> str | Response:
    """The boards of a sector or district; the form alone for anything else, a whole postcode among it."""
    found = lookup.find(request.args.get("area", "", str))
    match found:
        case lookup.Candidates():
            return _page(FindForm(), "", found)
        case _:
            return _page(FindForm(), "", lookup.Malformed())


@bp.get("/about/data")
@public
def about_data() -> str:
    """Where the facts come from: the attribution that their licences ask for, and their limits."""
    return render_template(
        "boards/about_data.html",
        attribution=attribution.ATTRIBUTION,
        sources=attribution.sources(),
        limits=attribution.limits(),
    )


def _problem(typed: str, found: lookup.Found) -> str:
    """What to tell the person, and how to go on."""
    match found:
        case lookup.OutsideScotland():
            return _(
                "That postcode is not in Scotland. "
                "Use the postcode of the person you care for, or choose a board."
            )
        case lookup.Unknown():
            return _(
                "Our list does not have that postcode. It may be new, or a letter or number may be wrong. "
                "Check it, or choose a board below."
            )
        case _ if not typed.strip():
            return _("Type a postcode, or choose a board.")
        case _:
            return _(
                "That does not look like a postcode. "
                "A postcode looks like EH99 1SP. Check it, or choose a board."
            )


def _page(form: FindForm, problem: str, found: lookup.Found) -> str:
    boards = store.all()
    near = found.near if isinstance(found, lookup.Unknown) else found
    divided = near if isinstance(near, lookup.Candidates) else None
    return render_template(
        "boards/find.html",
        form=form,
        problem=problem,
        boards=boards,
        near=_near(near, boards),
        area=divided.area if divided else "",
        abroad=words.share(divided.outside) if divided and divided.outside else "",
    )


def _near(found: lookup.Found | None, boards: Sequence[Board]) -> list[tuple[Board, str]]:
    """The boards that are likely, each with its share in words ("" when there is only one)."""
    by_code = {board.code: board for board in boards}
    match found:
        case lookup.ExactMatch(code):
            return [(by_code[code], "")]
        case lookup.Candidates(shares=shares):
            return [(by_code[one.board_code], words.share(one.share)) for one in shares]
        case _:
            return []
