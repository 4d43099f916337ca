"""The forms of feedback, the register and alerts, as Flask-WTF reads them."""

from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than it
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.feedback.models import OUTCOMES

LONGEST = 4_000  # characters of one text
TOO_LONG = Length(max=LONGEST, message=f"At most {LONGEST:,} characters.")
ROWS = {"rows": 5}


class WordsForm(FlaskForm):
    """What was asked and what people said, in the board's own words."""

    asked = TextAreaField(
        "What we asked",
        [TOO_LONG],
        description="In a few plain sentences. Left empty, the page says why you asked.",
        render_kw=ROWS,
    )
    said = TextAreaField(
        "What people said",
        [TOO_LONG],
        description="The page shows the main figures of the newest edition above these words.",
        render_kw=ROWS,
    )


class DecisionForm(FlaskForm):
    """A decision about one theme."""

    theme = StringField(
        "Theme",
        [InputRequired("Say which theme this is about."), Length(max=200, message="At most 200 characters.")],
    )
    outcome = RadioField(
        "What was decided",
        [InputRequired("Choose what was decided.")],
        choices=[SelectChoice(key, label) for key, label in OUTCOMES.items()],
    )
    reason = TextAreaField(
        "What will be done, or why not",
        [TOO_LONG],
        description="A rejection needs its reason.",
        render_kw=ROWS,
    )


class ListingForm(FlaskForm):
    """An engagement run elsewhere."""

    title = StringField(
        "Title", [InputRequired("Give it a title."), Length(max=200, message="At most 200 characters.")]
    )
    about = TextAreaField("What it is about", [TOO_LONG], render_kw=ROWS)
    opened = DateField("First day", [Optional()])
    closed = DateField("Last day", [Optional()])
    web_address = StringField(
        "Web address",
        [
            Optional(),
            Length(max=300, message="At most 300 characters."),
            Regexp(r"https?://[^\s]+\.[^\s]+$", message="Begin with https:// and leave no spaces."),
        ],
    )
    outcome = TextAreaField("What came of it", [TOO_LONG], render_kw=ROWS)


class AlertForm(FlaskForm):
    """Who wants news."""

    email = EmailField(render_kw={"autocomplete": "email", "spellcheck": "false"})
