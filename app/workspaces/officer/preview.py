"""Trying a consultation out before anybody else sees it: the respondents' pages, which keep nothing."""

from typing import Any

from flask import g

from app.responses import filling, live
from app.responses.live import Live
from app.web.access import staff, takes_files
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.loading import load

HERE = "/<board>/<engagement>/<consultation>/preview/"


@bp.get(HERE)
@staff("see_reports")
def preview(board: str, engagement: str, consultation: str) -> Any:
    """The start page."""
    return filling.start_page(_enter(board, engagement, consultation))


@bp.get(f"{HERE}privacy")
@staff("see_reports")
def preview_privacy(board: str, engagement: str, consultation: str) -> Any:
    """The privacy notice."""
    return filling.privacy(_enter(board, engagement, consultation))


@bp.post(f"{HERE}start")
@staff("see_reports")
def preview_start(board: str, engagement: str, consultation: str) -> Any:
    """Begin."""
    return filling.start(_enter(board, engagement, consultation))


@bp.get(f"{HERE}p/<page_id>")
@staff("see_reports")
def preview_page(board: str, engagement: str, consultation: str, page_id: str) -> Any:
    """One page."""
    return filling.page(_enter(board, engagement, consultation), page_id)


@bp.post(f"{HERE}p/<page_id>")
@takes_files
@staff("see_reports")
def preview_save(board: str, engagement: str, consultation: str, page_id: str) -> Any:
    """Go on from a page."""
    return filling.save_page(_enter(board, engagement, consultation), page_id)


@bp.get(f"{HERE}check")
@staff("see_reports")
def preview_check(board: str, engagement: str, consultation: str) -> Any:
    """All answers."""
    return filling.check(_enter(board, engagement, consultation))


@bp.post(f"{HERE}check")
@staff("see_reports")
def preview_submit(board: str, engagement: str, consultation: str) -> Any:
    """Send; nothing is kept."""
    return filling.submit(_enter(board, engagement, consultation))


@bp.get(f"{HERE}sent")
@staff("see_reports")
def preview_sent(board: str, engagement: str, consultation: str) -> Any:
    """A receipt that leads nowhere."""
    return filling.sent(_enter(board, engagement, consultation))


@bp.get(f"{HERE}later")
@staff("see_reports")
def preview_later(board: str, engagement: str, consultation: str) -> Any:
    """The code of words; of a preview it opens nothing."""
    return filling.later(_enter(board, engagement, consultation))


@bp.post(f"{HERE}later")
@staff("see_reports")
def preview_leave(board: str, engagement: str, consultation: str) -> Any:
    """This device forgets the draft."""
    return filling.leave(_enter(board, engagement, consultation))


@bp.post(f"{HERE}clear")
@staff("see_reports")
def preview_clear(board: str, engagement: str, consultation: str) -> Any:
    """Delete what was typed."""
    return filling.clear(_enter(board, engagement, consultation))


def _enter(board: str, engagement: str, consultation: str) -> Live:
    """The consultation as its respondents will meet it. Raises NotFound, NotAllowed."""
    place = load(board, engagement, "see_reports")
    one = place.one(consultation)
    g.page_language = None  # the language that was chosen for answering, not that of the staff pages
    return filling.enter(live.load(board, one.slug, preview=True))
