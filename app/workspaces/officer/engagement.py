"""The hub of an engagement: what is still to do before it opens, what it asks, and what can be done."""

from flask import render_template, request

from app.consultations import checklist
from app.responses import store as responses
from app.web.access import staff
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.lines import lines_of
from app.workspaces.officer.loading import load
from app.workspaces.officer.telling import HEADINGS


@bp.get("/<board>/<engagement>/")
@staff("see_reports")
def engagement(board: str, engagement: str) -> str:
    """The hub, for everybody who works for the board; each sees what they may do."""
    place = load(board, engagement, "see_reports")
    missing = checklist.of_engagement(place.engagement)
    lines = lines_of(place.engagement, place.can["see_exact"])
    return render_template(
        "workspaces/engagement.html",
        place=place,
        lines=lines,
        files=responses.sent_upload_counts([line.consultation.id for line in lines]),
        missing=missing,
        sections=[
            (name, HEADINGS[name][0], [one for one in missing if one.page == name])
            for name in (checklist.WORDS, checklist.CONTACT, checklist.PRIVACY)
        ],
        saved=HEADINGS.get(request.args.get("saved", ""), ("", ""))[0],
    )
