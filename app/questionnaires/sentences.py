"""What a slip is called, in the respondent's language: what is wrong and how to mend it."""

import textwrap

from flask_babel import gettext as _

from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions import shape
from app.surveys.shapes import Choice, Choices, Rows

SHORT = 60  # characters of a question in an error summary


def named(question: Question, slip: Slip, language: str) -> str:
    """One sentence for a slip, with the question it is about, for a list of what is wrong on a page."""
    text = textwrap.shorten(question.text.in_language(language), SHORT, placeholder="…").replace(",…", "…")
    return _("%(problem)s: “%(question)s”", problem=sentence(question, slip, language), question=text)


def sentence(question: Question, slip: Slip, language: str) -> str:
    """One sentence for a slip."""
    detail = dict(slip.detail)
    if slip.code == "required_row":
        row = next((row.text.in_language(language) for row in question.rows if row.id == detail["row"]), "")
        return _("Choose an answer for “%(row)s”", row=row)
    if slip.code == "exclusive":
        option = question.option(detail["option"])
        text = option.text.in_language(language) if option else ""
        return _("Choose “%(option)s” alone, or take it away and keep the others", option=text)
    if slip.code == "other_not_chosen":
        option = question.option(detail["option"])
        text = option.text.in_language(language) if option else ""
        return _("Choose “%(option)s”, or take away the words beside it", option=text)
    if slip.code == "constraint":
        return question.constraints[int(detail["number"])].message.in_language(language)
    return {
        "required": _required,
        "unknown_option": lambda _question: _("Choose one of the answers on this page"),
        "too_long": lambda _question: _(
            "Shorten your answer by %(over)s characters; there is room for %(max)s",
            over=detail.get("over", ""),
            max=detail.get("max", ""),
        ),
        "not_a_number": lambda _question: _("Enter a number in digits, for example 12"),
        "not_whole": lambda _question: _("Enter a whole number, for example 12"),
        "too_many_decimals": lambda _question: _(
            "Enter a number with at most %(decimals)s digits after the point",
            decimals=detail.get("decimals", ""),
        ),
        "too_small": lambda _question: _("Enter a number that is %(min)s or more", min=detail.get("min", "")),
        "too_large": lambda _question: _("Enter a number that is %(max)s or less", max=detail.get("max", "")),
        "not_asked": lambda _question: _("The form does not ask this, because of another answer"),
        "not_usable": lambda _question: _("Look at this answer again: it cannot be sent as it is"),
    }[slip.code](question)


def _required(question: Question) -> str:
    """What to do about a question that must be answered."""
    if isinstance(shape(question), Choice | Choices | Rows):
        return _("Choose an answer")
    return _("Enter an answer")
