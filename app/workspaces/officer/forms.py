"""What the officer's forms have in common: cleaned words, days that say how to mend them, boxes to tick."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, SelectMultipleField, StringField, TimeField, ValidationError
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput

from app.surveys.questions.words import clean

LONGEST = 4_000  # characters of one text
TITLE = 200
END_OF_DAY = "If you leave this empty, at the end of the day."


def _cleaned(typed: Any) -> Any:
    return clean(typed) if isinstance(typed, str) else typed


class StaffForm(FlaskForm):
    """A form whose words come without controls and lone surrogates, which PostgreSQL refuses."""

    class Meta(FlaskForm.Meta):
        """Adds the cleaning to each field of words."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """The field, with the filter."""
            filters = list(unbound_field.kwargs.get("filters", ()))
            if issubclass(unbound_field.field_class, StringField):
                filters.append(_cleaned)
            return unbound_field.bind(form=form, filters=filters, **options)

    def wrong(self, name: str, message: str) -> None:
        """Say beside a field what is wrong with it."""
        field = self[name]
        field.errors = [*field.errors, message]


class DayField(DateField):
    """A day, from a browser's calendar or typed."""

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        known = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
        super().__init__(label, validators or [Optional()], format=known, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it. Raises ValidationError with words that say how to mend it."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValidationError("Write a day such as 31/03/2027.") from None
        if self.data is not None and not date(2000, 1, 1) <= self.data <= date(2199, 12, 31):
            raise ValidationError("Write a day with a year such as 2027.")


class ClockField(TimeField):
    """A time of day in Scotland, or nothing."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, [Optional()], format=["%H:%M", "%H:%M:%S", "%H.%M"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it. Raises ValidationError with words that say how to mend it."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValidationError("Write a time such as 17:00.") from None


def ticks(label: str, **kwargs: Any) -> Any:
    """Several boxes to tick."""
    return SelectMultipleField(label, option_widget=CheckboxInput(), **kwargs)


def some(message: str) -> Any:
    """That a box is ticked. WTForms' own check would mark each box as required."""

    def check(_form: Any, field: Any) -> None:
        if not field.data:
            raise ValidationError(message)

    return check


def short(label: str, *validators: Any, longest: int = TITLE, **kwargs: Any) -> Any:
    """One line of words."""
    return StringField(label, [*validators, Length(max=longest, message=too_long(longest))], **kwargs)


def too_long(longest: int) -> str:
    """What is said of words that do not fit."""
    return f"Shorten this to {longest:,} characters."
