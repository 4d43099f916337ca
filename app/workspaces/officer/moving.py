"""Opening, pausing, extending and closing: each is asked once more on a page that says what will happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from flask import render_template
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.consultations import checklist, drafting, running, store
from app.consultations.checklist import Unready
from app.consultations.models import Consultation
from app.consultations.moves import MOVES
from app.errors import Invalid
from app.web.access import staff
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.forms import END_OF_DAY, ClockField, DayField, StaffForm, too_long
from app.workspaces.officer.loading import Place, back_to, load, production

ONE_ACT = "/<board>/<engagement>/<consultation>/<any(open, draft, pause, reopen, extend, close):act>"
LONGEST_REASON = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done with a consultation: what its button says, and what it does."""

    name: str
    button: str
    heading: str
    means: str
    to: str
    warns: bool = False


ACTS: Sequence[Act] = (
    Act(
        "open", "Open it", "Open this consultation",
        "From then on everybody can answer, and what is asked can no longer be changed.", "open",
    ),
    Act(
        "draft", "Take it back to a draft", "Take this back to a draft",
        "It will not open on its day. You can change what it asks again.", "draft",
    ),
    Act(
        "pause", "Pause it", "Pause this consultation",
        "No answers are taken until you open it again. People who have begun keep what they wrote, and the "
        "page tells them. This reaches every page within a second.", "paused", warns=True,
    ),
    Act(
        "reopen", "Open it again", "Open this consultation again",
        "Answers are taken again, until its closing date.", "open",
    ),
    Act(
        "extend", "Give it more time", "Give this consultation more time",
        "Its closing date moves to a later day. Every page says so at once. One that has closed opens again.",
        "",
    ),
    Act(
        "close", "Close it", "Close this consultation",
        "No more answers are taken. What people have begun and not sent is lost to the report. You can open "
        "it again by giving it more time.", "closed", warns=True,
    ),
)  # fmt: skip
EXTENDS = frozenset({"scheduled", "open", "paused", "closed"})


class MoveForm(StaffForm):
    """Why, for the audit trail."""

    reason = TextAreaField(
        "Why? (optional)",
        [Length(max=LONGEST_REASON, message=too_long(LONGEST_REASON))],
        description="This is kept in the audit trail. Do not write about anybody’s answers.",
        render_kw={"rows": 2},
    )


class ExtendForm(MoveForm):
    """Until when."""

    closes_on = DayField("New closing date", [InputRequired("Choose the new closing date.")])
    closes_at = ClockField("Closes at (optional)", description=END_OF_DAY)


def acts_for(one: Consultation) -> list[Act]:
    """What can be done with a consultation as it is now."""
    status = "open" if one.status == "scheduled" and store.has_begun(one) else one.status
    may = MOVES[status]
    wanted = {
        "open": status in ("draft", "in_review"),
        "draft": status == "scheduled",
        "pause": "paused" in may,
        "reopen": status in ("paused", "closed") and "open" in may,
        "extend": status in EXTENDS,
        "close": "closed" in may,
    }
    return [act for act in ACTS if wanted[act.name]]


@bp.get(ONE_ACT)
@staff("manage_consultations")
def moving(board: str, engagement: str, consultation: str, act: str) -> Any:
    """What will happen, and the button that does it; for one that cannot open yet, the list to mend."""
    place = load(board, engagement)
    one = place.one(consultation)
    found = _act(one, act)
    if found is None:
        return back_to(place, one)
    return _page(place, one, found, _form(act))


@bp.post(ONE_ACT)
@staff("manage_consultations")
def move(board: str, engagement: str, consultation: str, act: str) -> Any:
    """Do it."""
    place = load(board, engagement)
    one = place.one(consultation)
    form = _form(act)
    found = next(each for each in ACTS if each.name == act)
    if not form.validate_on_submit():
        return _page(place, one, found, form), 422
    reason = form.reason.data or ""
    try:
        if act == "open":
            running.open_(one, production())
        elif isinstance(form, ExtendForm):
            running.extend(one, cast(date, form.closes_on.data), form.closes_at.data, reason)
        else:
            running.ACTS[act](one, reason)
    except Unready:
        return _page(place, one, found, form), 422
    except Invalid as error:
        form.wrong("closes_on" if isinstance(form, ExtendForm) else "reason", error.message)
        return _page(place, one, found, form), 422
    return back_to(place, one)


def _form(act: str) -> MoveForm:
    return ExtendForm() if act == "extend" else MoveForm()


def _act(one: Consultation, name: str) -> Act | None:
    return next((act for act in acts_for(one) if act.name == name), None)


def _page(place: Place, one: Consultation, act: Act, form: MoveForm) -> str:
    missing = checklist.to_mend(place.engagement, one) if act.name == "open" else ()
    closes = drafting.apart(one.closes_at, end_of_day=True)[0]
    return render_template(
        "workspaces/officer/move.html",
        place=place, one=one, act=act, form=form, missing=missing, closes=closes,
        later=act.name == "open" and one.opens_at is not None and not store.has_begun(one),
    )  # fmt: skip
