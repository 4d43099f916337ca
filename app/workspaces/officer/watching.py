"""How many answered so far, exactly, for those who may see that; asked for again every ten seconds."""

from typing import Any

from flask import redirect, render_template, url_for

from app.consultations import store
from app.responses import watching as watched
from app.web.access import staff
from app.web.htmx import wants_fragment
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.lines import Line
from app.workspaces.officer.loading import Place, load


@bp.get("/<board>/<engagement>/watch")
@staff("see_exact")
def watch(board: str, engagement: str) -> str:
    """The numbers of each consultation of an engagement."""
    return render_template("workspaces/officer/watch.html", **_numbers(load(board, engagement, "see_exact")))


@bp.get("/<board>/<engagement>/watch/numbers")
@staff("see_exact")
def watch_numbers(board: str, engagement: str) -> Any:
    """The same as a fragment for HTMX; without it, the page."""
    place = load(board, engagement, "see_exact")
    if not wants_fragment():
        return redirect(url_for("officer.watch", board=board, engagement=engagement), 303)
    return render_template("workspaces/officer/_watch.html", **_numbers(place))


def _numbers(place: Place) -> dict[str, Any]:
    asked = [
        one for one in store.of_engagement(place.engagement.id) if one.status not in ("draft", "in_review")
    ]
    found = [(Line(one, store.is_open(one), None), watched.watch(one)) for one in asked]
    return {
        "place": place,
        "watched": found,
        "total": sum(numbers.responses for _, numbers in found),
        "now": watched.now(),
    }
