"""The forms of the queue. Whether what was chosen fits together is asked of the service."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than it
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.themes.choices import LONGEST_NAME, REASONS, Choices, Mistake, chosen, lines

Pairs = Sequence[tuple[str, str]]
LONGEST = 10_000


def _listed(pairs: Pairs) -> list[Any]:
    return [SelectChoice(value, label) for value, label in pairs]


class Boxes(SelectMultipleField):
    """Several of a list, as tick boxes. The service knows which there are: the list may have changed."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, description: str = "", **kwargs: Any) -> None:
        super().__init__(label, description=description, choices=[], validate_choice=False, **kwargs)
        self.type = "SelectMultipleField"  # by which templates know how to draw it


class CommentForm(FlaskForm):
    """What to do with one comment."""

    seen = HiddenField()
    hide = Boxes("Hide what is marked", "Untick what can stay. What you hide is not lost: see “Take back”.")
    words = TextAreaField(
        "Hide other words as well",
        [Length(max=LONGEST)],
        description="One name, place or phrase a line, as it stands in the comment.",
        render_kw={"rows": 3, "spellcheck": "false"},
    )
    reason = SelectField(
        "Why words are hidden, or the comment is held back",
        choices=_listed([("", "No reason yet"), *REASONS.items()]),
        validate_choice=False,
    )
    themes = Boxes("What it is about", "Tick all that fit.")
    new_theme = StringField(
        "A theme that is not in the list",
        [Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters.")],
        description="It is added to the list of this question and ticked.",
        render_kw={"autocomplete": "off"},
    )
    quoted = BooleanField("Quote it in the report")
    attribute = SelectField(
        "With the quotation, say of whoever wrote it",
        description="Printed only where at least 20 people are in that group.",
        validate_choice=False,
    )

    def offer(self, marks: Pairs, themes: Pairs, attributes: Pairs) -> None:
        """What there is to choose from for this comment."""
        self.hide.choices, self.themes.choices = _listed(marks), _listed(themes)
        self.attribute.choices = _listed([("", "Nothing"), *attributes])

    def choices(self) -> Choices:
        """What was chosen. Raises Mistake."""
        return Choices(
            hide=frozenset(self.hide.data or ()),
            words=lines(self.words.data or ""),
            reason=self.reason.data or "",
            themes=chosen(self.themes.data or ()),
            new_theme=self.new_theme.data or "",
            quoted=bool(self.quoted.data),
            attribute=self.attribute.data or "",
        )

    def blame(self, mistake: Mistake) -> None:
        """Say of a field what the service found wrong."""
        field = self._fields[mistake.field]
        field.errors = [*field.errors, mistake.message]

    def problems(self) -> list[tuple[str, str]]:
        """(where to go, what to mend), for the summary."""
        return [(field.id, field.errors[0]) for field in self if field.errors and field.type != "HiddenField"]


class ThemeForm(FlaskForm):
    """A theme's name; `question` says of which question a new one is."""

    name = StringField("Name of the theme", render_kw={"autocomplete": "off"})
    question = HiddenField()
