"""Making an engagement: a title, some surveys of the library, and when people may answer."""

import re
from datetime import timedelta
from typing import Any

from flask import redirect, render_template, url_for
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.accounts.permissions import require
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import drafting, library, service
from app.errors import Conflict, Invalid
from app.web.access import staff
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.forms import END_OF_DAY, ClockField, DayField, StaffForm, short, some, ticks
from app.workspaces.officer.instruments import shelves
from app.workspaces.officer.loading import Place, load


class NewForm(StaffForm):
    """A new engagement."""

    title = short(
        "Title", InputRequired("Give it a title."), description="For example: Our next strategic plan"
    )
    slug = short(
        "Short name for its address (optional)",
        longest=60,
        description="Small letters, digits and hyphens, such as strategic-plan. We make one from the title.",
    )
    surveys = ticks(
        "Which surveys?",
        validators=[some("Choose at least one survey.")],
        description="Each becomes a consultation of its own, for the people it is written for.",
    )
    opens_on = DayField(
        "Opens on (optional)", description="If you leave this empty, it opens when you press the button."
    )
    opens_at = ClockField("Opens at (optional)", description="If you leave this empty, at midnight.")
    closes_on = DayField("Closes on", description="Twelve weeks are usual; fewer than four are short.")
    closes_at = ClockField("Closes at (optional)", description=END_OF_DAY)
    respond_by = DayField("By when people will hear what was decided (optional)")


class AddForm(StaffForm):
    """One more survey."""

    survey = RadioField(
        "Which survey?",
        validators=[InputRequired("Choose a survey.")],
        description="It becomes a consultation of its own.",
    )


@bp.get("/<board>/new")
@staff("manage_consultations")
def new(board: str) -> str:
    """An empty form, with twelve weeks from tomorrow."""
    found = _board(board)
    form = _choices(NewForm())
    tomorrow = service.today() + timedelta(days=1)
    form.closes_on.data = tomorrow + timedelta(days=drafting.USUAL_DAYS)
    return _page(found, form)


@bp.post("/<board>/new")
@staff("manage_consultations")
def make(board: str) -> Any:
    """Make it, and go to its page."""
    found = _board(board)
    form = _choices(NewForm())
    if not form.validate_on_submit():
        return _page(found, form), 422
    slug = form.slug.data or _slug(form.title.data)
    opens = drafting.at(form.opens_on.data, form.opens_at.data)
    closes = drafting.at(form.closes_on.data, form.closes_at.data, end_of_day=True)
    try:
        service.require_order(opens, closes)
    except Invalid as error:
        form.wrong("closes_on", error.message)
        return _page(found, form), 422
    try:
        made = drafting.make(
            found,
            [library.by_key(key) for key in form.surveys.data],
            form.title.data,
            slug,
            opens_at=opens,
            closes_at=closes,
            respond_by=form.respond_by.data,
        )
    except (Conflict, Invalid) as error:
        form.wrong("slug", error.message)
        return _page(found, form), 422
    return redirect(url_for("officer.engagement", board=board, engagement=made.slug), 303)


@bp.get("/<board>/<engagement>/add")
@staff("manage_consultations")
def another(board: str, engagement: str) -> str:
    """Which survey to add."""
    place = load(board, engagement)
    return _adding(place, _radio(AddForm()))


@bp.post("/<board>/<engagement>/add")
@staff("manage_consultations")
def add(board: str, engagement: str) -> Any:
    """Add it, and go to its page."""
    place = load(board, engagement)
    form = _radio(AddForm())
    if not form.validate_on_submit():
        return _adding(place, form), 422
    made = drafting.add(place.engagement, library.by_key(form.survey.data))
    where = url_for("officer.asking", board=board, engagement=engagement, consultation=made.slug)
    return redirect(where, 303)


def _board(slug: str) -> Board:
    """A board on which the person may make engagements. Raises NotFound, NotAllowed."""
    found = boards.by_slug(slug)
    require("manage_consultations", found.code)
    return found


def _choices(form: NewForm) -> NewForm:
    form.surveys.choices = [(one.key, str(one.title)) for one in library.all()]
    return form


def _radio(form: AddForm) -> AddForm:
    form.survey.choices = [(one.key, str(one.title)) for one in library.all()]
    return form


def _slug(title: str) -> str:
    """An address from a title: its first words."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:50].strip("-")
    return words or "engagement"


def _page(board: Board, form: NewForm) -> str:
    return render_template("workspaces/officer/new.html", board=board, form=form, shelves=shelves())


def _adding(place: Place, form: AddForm) -> str:
    return render_template("workspaces/officer/add.html", place=place, form=form, shelves=shelves())
