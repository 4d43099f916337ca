"""Up to five questions of a board's own, each typed into a form and checked as a survey file is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import render_template
from wtforms import SelectField, TextAreaField

from app.consultations import drafting
from app.consultations.models import Consultation
from app.errors import Conflict, NotFound
from app.surveys import own_questions
from app.surveys.own_questions import OwnQuestion, faults, has, lines
from app.surveys.tailoring import MOST_OWN
from app.web.access import staff
from app.workspaces.officer.asking import ONE, NothingForm
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.forms import StaffForm
from app.workspaces.officer.loading import Place, back_to, load

KINDS = {
    "yes_no": "Yes or no",
    "rating": "A point from 1 to 5",
    "date": "A date",
    "single_choice": "Choose one answer",
    "multiple_choice": "Choose several answers",
    "grid_single": "Say the same about several statements",
    "number": "A number",
    "short_text": "A few words",
    "long_text": "A comment, as long as people like",
}


class OwnForm(StaffForm):
    """One question."""

    type = SelectField("How do people answer?")
    text = TextAreaField("The question", description="Ask one thing, in plain words.", render_kw={"rows": 2})
    help = TextAreaField(
        "Help below the question (optional)",
        description="Only if the question cannot be clear without it.",
        render_kw={"rows": 2},
    )
    options = TextAreaField(
        "Answers to choose from, one a line",
        description="For choices and statements. Give room for those whom none fits, such as: None of these.",
        render_kw={"rows": 5},
    )
    rows = TextAreaField(
        "Statements, one a line", description="Only for several statements.", render_kw={"rows": 4}
    )


@bp.get(f"{ONE}own/new")
@staff("manage_consultations")
def new_question(board: str, engagement: str, consultation: str) -> str:
    """An empty question."""
    place, one = _draft(board, engagement, consultation)
    _free_number(drafting.choices_of(one).own)
    return _page(place, one, _form(), 0)


@bp.post(f"{ONE}own/new")
@staff("manage_consultations")
def add_question(board: str, engagement: str, consultation: str) -> Any:
    """Keep it."""
    place, one = _draft(board, engagement, consultation)
    own = drafting.choices_of(one).own
    number = _free_number(own)
    form = _form()
    made = _typed(form, number)
    return _keep(place, one, form, 0, made, (*own, made))


@bp.get(f"{ONE}own/<int:number>")
@staff("manage_consultations")
def own_question(board: str, engagement: str, consultation: str, number: int) -> str:
    """A question, to be changed."""
    place, one = _draft(board, engagement, consultation)
    found = _numbered(one, number)
    form = _form(
        type=found.type, text=found.text, help=found.help,
        options="\n".join(found.options), rows="\n".join(found.rows),
    )  # fmt: skip
    return _page(place, one, form, number)


@bp.post(f"{ONE}own/<int:number>")
@staff("manage_consultations")
def change_question(board: str, engagement: str, consultation: str, number: int) -> Any:
    """Keep the change."""
    place, one = _draft(board, engagement, consultation)
    before = _numbered(one, number)
    form = _form()
    made = _typed(form, number)
    own = tuple(made if other == before else other for other in drafting.choices_of(one).own)
    return _keep(place, one, form, number, made, own)


@bp.post(f"{ONE}own/out/<int:number>")
@staff("manage_consultations")
def remove_question(board: str, engagement: str, consultation: str, number: int) -> Any:
    """Take a question of one's own out."""
    place, one = _draft(board, engagement, consultation)
    gone, choices = _numbered(one, number), drafting.choices_of(one)
    drafting.choose(one, replace(choices, own=tuple(other for other in choices.own if other != gone)))
    return back_to(place, one, "#own")


def _draft(board: str, engagement: str, consultation: str) -> tuple[Place, Consultation]:
    place = load(board, engagement)
    one = place.one(consultation)
    drafting.require_draft(one)
    return place, one


def _form(**values: str) -> OwnForm:
    form = OwnForm(data=values) if values else OwnForm()
    form.type.choices = [(key, KINDS.get(key, key.replace("_", " "))) for key in own_questions.KINDS]
    return form


def _typed(form: OwnForm, number: int) -> OwnQuestion:
    """The question of a form; what does not belong to its type is left out."""
    kind = form.type.data
    return OwnQuestion(
        id=f"own_{number}",
        type=kind,
        text=form.text.data or "",
        help=form.help.data or "",
        options=lines(form.options.data or "") if has(kind, "options") else (),
        rows=lines(form.rows.data or "") if has(kind, "rows") else (),
    )


def _keep(
    place: Place,
    one: Consultation,
    form: OwnForm,
    number: int,
    made: OwnQuestion,
    own: tuple[OwnQuestion, ...],
) -> Any:
    """Keep a question if nothing is wrong with it; else say beside the field what is."""
    if form.validate_on_submit():
        for fault in faults(made):
            form.wrong(fault.field, fault.what)
        if not form.errors:
            found = drafting.choose(one, replace(drafting.choices_of(one), own=own))
            for obstacle in found:
                form.wrong("text", obstacle.what)
            if not found:
                return back_to(place, one, "#own")
    return _page(place, one, form, number), 422


def _numbered(one: Consultation, number: int) -> OwnQuestion:
    for found in drafting.choices_of(one).own:
        if found.id == f"own_{number}":
            return found
    raise NotFound("There is no such question of your own.")


def _free_number(own: Sequence[OwnQuestion]) -> int:
    """A number that no question of one's own has. Raises Conflict where there is no room."""
    taken = {one.id for one in own}
    for number in range(1, MOST_OWN + 1):
        if f"own_{number}" not in taken:
            return number
    raise Conflict(
        f"There is room for {MOST_OWN} questions of your own, and all are there: change one of them."
    )


def _page(place: Place, one: Consultation, form: OwnForm, number: int) -> str:
    return render_template(
        "workspaces/officer/own.html",
        place=place,
        one=one,
        form=form,
        number=number,
        removing=NothingForm() if number else None,
    )
