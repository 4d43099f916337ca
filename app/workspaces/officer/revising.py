"""Moving an open consultation to a new version of its questions: what would be different, and the button."""

from typing import Any

from flask import render_template

from app.consultations import revising as service
from app.consultations import store
from app.consultations.models import Consultation
from app.errors import Conflict, Invalid
from app.responses import live
from app.web.access import staff
from app.workspaces.officer.asking import ONE
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.loading import Place, back_to, load
from app.workspaces.officer.moving import MoveForm


@bp.get(f"{ONE}revise")
@staff("manage_consultations")
def revising(board: str, engagement: str, consultation: str) -> Any:
    """The versions so far, and what the library has now."""
    place = load(board, engagement)
    one = place.one(consultation)
    if one.status not in service.STATES:
        return back_to(place, one)
    return _page(place, one, MoveForm())


@bp.post(f"{ONE}revise")
@staff("manage_consultations")
def revise(board: str, engagement: str, consultation: str) -> Any:
    """Move to what the library has now."""
    place = load(board, engagement)
    one = place.one(consultation)
    form = MoveForm()
    found = service.from_the_library(one)
    if found is None:
        raise Conflict("The library has no survey of this name any more.")
    if not form.validate_on_submit():
        return _page(place, one, form), 422
    try:
        service.revise(one, found.source, form.reason.data or "")
    except Invalid:
        return _page(place, one, form), 422
    live.forget()
    return back_to(place, one)


def _page(place: Place, one: Consultation, form: MoveForm) -> str:
    return render_template(
        "workspaces/officer/revise.html",
        place=place,
        one=one,
        form=form,
        found=service.from_the_library(one),
        history=service.history(one),
        versions=store.versions_of(one),
    )
