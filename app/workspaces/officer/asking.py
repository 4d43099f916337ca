"""One consultation as an officer has it: its title, address and days, and which questions it asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from wtforms.validators import InputRequired

from app.consultations import checklist, drafting, service, store
from app.consultations.models import Consultation
from app.errors import Conflict, Invalid
from app.files import uploads
from app.responses import store as responses
from app.surveys.definition import Page, Question, Survey
from app.surveys.questions import SILENT
from app.surveys.tailoring import LOCALITIES, Choices, Obstacle, blocks_of, hanging_on, may_leave_out
from app.web.access import staff
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.forms import END_OF_DAY, ClockField, DayField, StaffForm, short
from app.workspaces.officer.lines import Line
from app.workspaces.officer.loading import Place, back_to, load
from app.workspaces.officer.moving import acts_for

ONE = "/<board>/<engagement>/<consultation>/"


class SettingsForm(StaffForm):
    """What a draft is called, and when people may answer."""

    title = short("Title", InputRequired("Give it a title."), description="People see this on every page.")
    slug = short(
        "Short name in its address",
        InputRequired("Give it a short name."),
        longest=60,
        description="Small letters, digits and hyphens, for example: carers-2027",
    )
    opens_on = DayField(
        "Opens on (optional)", description="If you leave this empty, it opens when you press the button."
    )
    opens_at = ClockField("Opens at (optional)", description="If you leave this empty, at midnight.")
    closes_on = DayField("Closes on", description="Twelve weeks are usual; fewer than four are short.")
    closes_at = ClockField("Closes at (optional)", description=END_OF_DAY)


class NothingForm(StaffForm):
    """A form that holds its token only: what is ticked is read question by question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the library survey as the officer chooses it."""

    question: Question
    asked: bool
    optional: bool
    hangs: Sequence[Question]


@bp.get(ONE)
@staff("manage_consultations")
def asking(board: str, engagement: str, consultation: str) -> str:
    """Everything about one consultation: its state, what is to be mended, and what can be done."""
    place = load(board, engagement)
    one = place.one(consultation)
    choices = drafting.choices_of(one) if drafting.is_tailored(one) else None
    asks = store.survey_of(one)
    return render_template(
        "workspaces/officer/asking.html",
        place=place,
        one=one,
        line=Line(one, store.is_open(one), responses.count(one.id) if place.can["see_exact"] else None),
        missing=checklist.to_mend(place.engagement, one) if one.status == "draft" else (),
        acts=acts_for(one),
        asks=asks,
        count=sum(1 for question in asks.questions if question.type not in SILENT),
        choices=choices,
        left=_left_out(one, choices) if choices else [],
        saved="saved" in request.args,
    )


@bp.get(f"{ONE}settings")
@staff("manage_consultations")
def settings(board: str, engagement: str, consultation: str) -> str:
    """Title, address and days of a draft."""
    place = load(board, engagement)
    one = place.one(consultation)
    drafting.require_draft(one)
    form = SettingsForm(data=_days(one))
    return render_template("workspaces/officer/settings.html", place=place, one=one, form=form)


@bp.post(f"{ONE}settings")
@staff("manage_consultations")
def settle(board: str, engagement: str, consultation: str) -> Any:
    """Keep them."""
    place = load(board, engagement)
    one = place.one(consultation)
    form = SettingsForm()
    if form.validate_on_submit():
        opens = drafting.at(form.opens_on.data, form.opens_at.data)
        closes = drafting.at(form.closes_on.data, form.closes_at.data, end_of_day=True)
        try:
            service.require_order(opens, closes)
        except Invalid as error:
            form.wrong("closes_on", error.message)
            return render_template("workspaces/officer/settings.html", place=place, one=one, form=form), 422
        try:
            drafting.settle(one, form.title.data, form.slug.data, opens, closes)
        except (Conflict, Invalid) as error:
            form.wrong("slug", error.message)
        else:
            return back_to(place, one)
    return render_template("workspaces/officer/settings.html", place=place, one=one, form=form), 422


@bp.get(f"{ONE}questions")
@staff("manage_consultations")
def questions(board: str, engagement: str, consultation: str) -> str:
    """Which questions are asked, which localities are offered, by which questions results are split."""
    place = load(board, engagement)
    one = place.one(consultation)
    drafting.require_draft(one)
    return _questions_page(place, one, drafting.choices_of(one), ())


@bp.post(f"{ONE}questions")
@staff("manage_consultations")
def choose(board: str, engagement: str, consultation: str) -> Any:
    """Keep what was ticked."""
    place = load(board, engagement)
    one = place.one(consultation)
    drafting.require_draft(one)
    choices = _ticked(drafting.source_of(one), drafting.choices_of(one))
    found = drafting.choose(one, choices)
    if found:
        return _questions_page(place, one, choices, found), 422
    return back_to(place, one)


@bp.get(f"{ONE}discard")
@staff("manage_consultations")
def discarding(board: str, engagement: str, consultation: str) -> str:
    """Whether to take a draft away."""
    place = load(board, engagement)
    one = place.one(consultation)
    drafting.require_draft(one)
    return render_template("workspaces/officer/discard.html", place=place, one=one, form=NothingForm())


@bp.post(f"{ONE}discard")
@staff("manage_consultations")
def discard(board: str, engagement: str, consultation: str) -> Any:
    """Take it away, with what was typed while it was tried out."""
    place = load(board, engagement)
    one = place.one(consultation)
    drafting.require_draft(one)
    files = responses.delete_drafts_of(one.id)
    drafting.discard(one)
    uploads.drop(files)
    return redirect(url_for("officer.engagement", board=board, engagement=engagement), 303)


def _days(one: Consultation) -> dict[str, Any]:
    opens, closes = drafting.apart(one.opens_at), drafting.apart(one.closes_at, end_of_day=True)
    return {
        "title": one.title, "slug": one.slug,
        "opens_on": opens[0], "opens_at": opens[1], "closes_on": closes[0], "closes_at": closes[1],
    }  # fmt: skip


def _ticked(source: Survey, before: Choices) -> Choices:
    """The choices of the form; one's own questions are on pages of their own."""
    asked = set(request.form.getlist("asked"))
    kept = set(request.form.getlist("block"))
    return Choices(
        left_out=frozenset(one.id for one in may_leave_out(source) if one.id not in asked),
        blocks=frozenset(one for one in blocks_of(source) if one not in kept),
        breakdowns=tuple(one for one in source.breakdowns if one in request.form.getlist("breakdown")),
        localities=tuple(request.form.getlist("locality")) if _asks_where(source) else None,
        own=before.own,
    )


def _asks_where(source: Survey) -> bool:
    return any(one.options_from == LOCALITIES for one in source.questions)


def _left_out(one: Consultation, choices: Choices) -> list[Question]:
    source = drafting.source_of(one)
    return [
        question
        for question in source.questions
        if question.id in choices.left_out and question.block not in choices.blocks
    ]


def _questions_page(place: Place, one: Consultation, choices: Choices, found: Sequence[Obstacle]) -> str:
    """The form, ticked as chosen, with what stands against it."""
    source = drafting.source_of(one)
    optional = {question.id for question in may_leave_out(source)}

    def of_page(page: Page) -> list[Asked]:
        return [
            Asked(
                question,
                question.id not in choices.left_out,
                question.id in optional,
                [one for one in hanging_on(source, question.id) if one.type not in SILENT],
            )
            for question in page.questions
            if question.type not in SILENT
        ]

    offered = service.localities(place.board) if _asks_where(source) else []
    return render_template(
        "workspaces/officer/questions.html",
        place=place,
        one=one,
        form=NothingForm(),
        pages=[(page, of_page(page)) for page in source.pages if not _block(page)],
        blocks=[
            (key, [asked for page in source.pages if _block(page) == key for asked in of_page(page)])
            for key in blocks_of(source)
        ],
        kept_blocks=[key for key in blocks_of(source) if key not in choices.blocks],
        localities=offered,
        chosen_localities=[key for key, _ in offered] if choices.localities is None else choices.localities,
        breakdowns=[source.by_id[key] for key in source.breakdowns if key in source.by_id],
        chosen_breakdowns=source.breakdowns if choices.breakdowns is None else choices.breakdowns,
        problems={one.about: one.what for one in reversed(found)},
    )


def _block(page: Page) -> str:
    """The block that a page came from, or nothing."""
    return page.questions[0].block if page.questions else ""
