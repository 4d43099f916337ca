"""What people are told of an engagement, in sections, and the officer's own words in its report."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, url_for
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.consultations import checklist, service, store, wording
from app.consultations.models import Engagement
from app.web.access import staff
from app.workspaces.officer.blueprint import bp
from app.workspaces.officer.forms import LONGEST, DayField, StaffForm, short, too_long
from app.workspaces.officer.loading import Place, load

HERE = "/<board>/<engagement>/"
RUNNING = frozenset({"scheduled", "open", "paused"})


def text(label: str, hint: str = "", rows: int = 4) -> Any:
    """Several lines of words."""
    checks = [Length(max=LONGEST, message=too_long(LONGEST))]
    return TextAreaField(label, checks, description=hint, render_kw={"rows": rows})


A_NUMBER = r"[\s\S]*(?:\d[\s-]*){3}"
"""At least three digits somewhere: 111 is a number to call."""


class WordsForm(StaffForm):
    """What the start page says before anybody answers."""

    title = short("Title of the engagement", InputRequired("Give it a title."))
    introduction = text(
        "Introduction", "The first words on the start page. Leave it empty to use the survey’s own.", 5
    )
    purpose = text("Why you ask", "Which plan or decision is this for?")
    promise = text(
        "What answers can change", "For example: which of the three services we improve first. Be exact."
    )
    cannot_change = text("What answers cannot change")
    decides = text("Who decides, and how")
    respond_by = DayField(
        "By when people will hear what was decided",
        description="This is a promise: it is shown to everybody.",
    )


class ContactForm(StaffForm):
    """How to take part without this site, and whom to ask."""

    contact_person = short(
        "A person whom people can ask",
        description="A name and what they do, for example: Alex Example, engagement officer",
    )
    contact_post = text("Post", "The address for letters and paper forms. Can it be sent without a stamp?", 3)
    contact_telephone = short(
        "Telephone",
        Optional(),
        Regexp(A_NUMBER, message="Write the number to call, for example 01632 960000, weekdays 9 to 5."),
        description="The number, and when somebody answers it",
    )
    contact_text = short(
        "Text message",
        Optional(),
        Regexp(A_NUMBER, message="Write the number to send a message to."),
        description="A number for people who cannot or would rather not speak",
    )
    contact_email = short(
        "Email",
        Optional(),
        Regexp(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$", message="Write an address such as name@example.org."),
        longest=254,
    )
    contact = text("Anything else", "For example: drop-in sessions, or a helper who comes to you.", 3)


class PrivacyForm(StaffForm):
    """What the privacy notice says."""

    controller = short(
        "Who holds the answers", description="The data controller: a public body, by its full name"
    )
    lawful_basis = text("Which law lets you ask", "Ask your information governance officer to read this.", 9)
    privacy = text("Privacy notice", "An empty line begins a new paragraph.", 10)
    delete_on = DayField(
        "The day on which the answers are deleted",
        description="Published reports stay; they hold no one person’s answers.",
    )


class ReportForm(StaffForm):
    """What stands in the officer's own words on the first page of the report."""

    officer_words = text("What you say about the results, in your own words", rows=6)
    ask_of_group = text("What the planning group is asked to do")


FORMS: Mapping[str, type[StaffForm]] = {
    "words": WordsForm, "contact": ContactForm, "privacy": PrivacyForm, "report": ReportForm,
}  # fmt: skip
HEADINGS: Mapping[str, tuple[str, str]] = {
    "words": ("Words and promise", "This stands on the public page. Everybody sees it before they answer."),
    "contact": (
        "Other ways to take part",
        "Not everybody can or wants to answer on the internet. People who use British Sign Language are told "
        "that they can reach you through contactSCOTLAND-BSL: you need not write that here.",
    ),
    "privacy": (
        "Privacy",
        "Each consultation has a privacy notice, which its start page leads to. What the system keeps, and "
        "people’s rights, are in it already.",
    ),
    "report": (
        "Your words in the report",
        "This stands on the first page of the report that the planning group gets. People who answer do not "
        "see it.",
    ),
}


@bp.get(f"{HERE}words", defaults={"section": "words"})
@bp.get(f"{HERE}contact", defaults={"section": "contact"})
@bp.get(f"{HERE}privacy", defaults={"section": "privacy"})
@bp.get(f"{HERE}report", defaults={"section": "report"})
@staff("manage_consultations")
def words(board: str, engagement: str, section: str) -> str:
    """One section of what people are told, with words to begin from where there are none."""
    place = load(board, engagement)
    form = FORMS[section](obj=place.engagement)
    begun = _suggest(place, form)
    return _page(place, section, form, begun)


@bp.post(f"{HERE}words", defaults={"section": "words"})
@bp.post(f"{HERE}contact", defaults={"section": "contact"})
@bp.post(f"{HERE}privacy", defaults={"section": "privacy"})
@bp.post(f"{HERE}report", defaults={"section": "report"})
@staff("manage_consultations")
def describe(board: str, engagement: str, section: str) -> Any:
    """Keep it."""
    place = load(board, engagement)
    form = FORMS[section]()
    if not form.validate_on_submit() or not _still_complete(place.engagement, form):
        return _page(place, section, form), 422
    service.describe(place.engagement, **_values(form))
    return redirect(url_for("officer.engagement", board=board, engagement=engagement, saved=section), 303)


def _values(form: StaffForm) -> dict[str, Any]:
    fields = [one for one in form if one.name != "csrf_token"]
    return {one.name: one.data if isinstance(one, DayField) else one.data or "" for one in fields}


def _suggest(place: Place, form: StaffForm) -> bool:
    """Fill empty fields with what most boards can say; whether there were any. Nothing is kept by that."""
    asked = store.of_engagement(place.engagement.id)
    closes = max((one.closes_at for one in asked if one.closes_at is not None), default=None)
    offered: dict[str, Any] = {**wording.suggested(place.board), "delete_on": wording.deleted_on(closes)}
    begun = False
    for field in form:
        if not field.data and offered.get(field.name):
            field.data = offered[field.name]
            begun = True
    return begun


def _still_complete(engagement: Engagement, form: StaffForm) -> bool:
    """Whether nothing is taken away that people were told while they are asked."""
    if not any(one.status in RUNNING for one in store.of_engagement(engagement.id)):
        return True
    columns = {column.name: getattr(engagement, column.name) for column in Engagement.__table__.columns}
    before = {one.field for one in checklist.of_engagement(engagement)}
    after = checklist.of_engagement(Engagement(**(columns | _values(form))))
    taken = [one for one in after if one.field not in before and one.field in form]
    for one in taken:
        form.wrong(one.field, f"{one.what}: people are answering, so this cannot be empty.")
    return not taken


def _page(place: Place, section: str, form: StaffForm, begun: bool = False) -> str:
    heading, about = HEADINGS[section]
    return render_template(
        "workspaces/officer/telling.html",
        place=place,
        section=section,
        form=form,
        begun=begun,
        heading=heading,
        about=about,
    )
