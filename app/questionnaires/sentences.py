"""What a slip is called, in the respondent's language: what is wrong and how to mend it."""

import textwrap
from datetime import date

from flask_babel import gettext as _

from app.files.uploads import KINDS
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions import file, multiple_choice, parts, shape
from app.surveys.questions.parts import called
from app.surveys.shapes import Choice, Choices, Files, Rows
from app.web.formatting import longdate
from app.web.language import apart_plainly

SHORT = 60  # characters of a question in an error summary


def named(question: Question, slip: Slip, language: str) -> str:
    """One sentence for a slip, with the question it is about, for a list of what is wrong on a page."""
    words = called(question, _part(question, slip)).in_language(language)
    text = apart_plainly(textwrap.shorten(words, SHORT, placeholder="…").replace(",…", "…"))
    return _(
        "%(problem)s: “%(question)s”",
        problem=sentence(question, slip, language),
        question=text,
    )


def sentence(question: Question, slip: Slip, language: str) -> str:
    """One sentence for a slip."""
    detail = dict(slip.detail)
    question = _part(question, slip)
    if slip.code == "required_row":
        row = next((row.text.in_language(language) for row in question.rows if row.id == detail["row"]), "")
        return _("Choose an answer for “%(row)s”", row=apart_plainly(row))
    if slip.code == "exclusive":
        option = question.option(detail["option"])
        text = option.text.in_language(language) if option else ""
        return _("Choose “%(option)s” alone, or take it away and keep the others", option=apart_plainly(text))
    if slip.code == "other_not_chosen":
        option = question.option(detail["option"])
        text = option.text.in_language(language) if option else ""
        return _("Choose “%(option)s”, or take away the words beside it", option=apart_plainly(text))
    if slip.code == "not_in_list":
        return _(
            "There is no “%(typed)s” in the list: choose one of its answers, or empty the field",
            typed=apart_plainly(textwrap.shorten(detail["typed"], SHORT, placeholder="…")),
        )
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
        "too_few": lambda _question: _("Tick at least %(min)s", min=detail.get("min", "")),
        "too_many": lambda _question: _("Tick at most %(max)s", max=detail.get("max", "")),
        "too_few_entries": lambda _question: _(
            "Fill in at least %(min)s of these", min=detail.get("min", "")
        ),
        "not_email": lambda _question: _("Enter an email address, for example name@example.org"),
        "not_telephone": lambda _question: _("Enter a telephone number, for example 01632 960 001"),
        "not_postcode": lambda _question: _("Enter a whole postcode, for example KY16 9AJ"),
        "not_place": lambda _question: _("Enter a postcode, or its first half, for example KY16"),
        "not_url": lambda _question: _("Enter a web address, for example https://www.example.org"),
        "tick": lambda _question: _("Tick the box, or leave this page"),
        "date_part": lambda _question: {
            "day": _("Enter the day, for example 24"),
            "month": _("Enter the month, for example 11"),
            "year": _("Enter the year, for example 2026"),
        }[detail["part"]],
        "not_a_day": lambda _question: _("Enter a day that this month has, for example 24"),
        "not_a_month": lambda _question: _("Enter a month from 1 to 12"),
        "not_a_year": lambda _question: _("Enter a year in four digits, for example 2026"),
        "too_early": lambda _question: _("Enter a date that is %(day)s or later", day=_day(detail["day"])),
        "too_late": lambda _question: _("Enter a date that is %(day)s or earlier", day=_day(detail["day"])),
        "not_a_time": lambda _question: _("Enter a time, for example 9:30 or 2:15pm"),
        "same_place": lambda _question: _(
            "Two answers have place %(place)s: choose another for one of them", place=detail.get("place", "")
        ),
        "rank_more": lambda _question: _("Give a place to %(most)s answers", most=detail.get("most", "")),
        "file_empty": lambda _question: _("“%(name)s” is empty: choose another file", name=detail["name"]),
        "file_unknown_kind": lambda question: _(
            "“%(name)s” is not of a kind that we can take: send it as %(kinds)s",
            name=detail["name"],
            kinds=kinds_of_file(question),
        ),
        "file_too_large": lambda _question: _(
            "“%(name)s” is larger than %(max)s MB: choose a smaller file",
            name=detail["name"],
            max=detail["max"],
        ),
        "file_too_many": lambda _question: _(
            "“%(name)s” was not kept: you can send %(most)s files. Remove another first",
            name=detail["name"],
            most=detail["most"],
        ),
        "file_odd_name": lambda _question: _(
            "We cannot take the name of “%(name)s”: give the file a name without slashes", name=detail["name"]
        ),
        "file_odd_names": lambda _question: _not_safe(detail["name"]),
        "file_active": lambda _question: _(
            "“%(name)s” holds macros, scripts or other files: save it without them, for example as a new PDF",
            name=detail["name"],
        ),
        "file_locked": lambda _question: _(
            "“%(name)s” has a password: send it without one", name=detail["name"]
        ),
        "file_broken": lambda _question: _(
            "We cannot read “%(name)s”: it may be damaged. Save it again and send it once more",
            name=detail["name"],
        ),
        "file_two_things": lambda _question: _not_safe(detail["name"]),
        "file_bomb": lambda _question: _not_safe(detail["name"]),
        "not_asked": lambda _question: _("The form does not ask this, because of another answer"),
        "not_usable": lambda _question: _("Look at this answer again: it cannot be sent as it is"),
    }[slip.code](question)


def _not_safe(name: str) -> str:
    return _("“%(name)s” is not built as such a file should be: save it again and send that", name=name)


def kinds_of_file(question: Question) -> str:
    """The kinds of file that a question takes, in a sentence."""
    *others, last = (apart_plainly(KINDS[one].called) for one in file.endings(question))
    return _("%(kinds)s or %(last)s", kinds=", ".join(others), last=last)


def file_limits(question: Question) -> str:
    """How many files of which kinds and of what size may be sent, said before anybody chooses one."""
    most, kinds, largest = file.most(question), kinds_of_file(question), file.megabytes(question)
    if most == 1:
        return _("One file: %(kinds)s. It can have at most %(max)s MB.", kinds=kinds, max=largest)
    return _(
        "Up to %(most)s files: %(kinds)s. Each can have at most %(max)s MB.",
        most=most,
        kinds=kinds,
        max=largest,
    )


def how_many(question: Question) -> str:
    """How many options may be ticked, said before anybody ticks one."""
    least, most = multiple_choice.bounds(question)
    if least == most:
        return _("Tick %(number)s.", number=most)
    if least > 1 and most < len(question.options):
        return _("Tick %(min)s to %(max)s.", min=least, max=most)
    if least > 1:
        return _("Tick at least %(min)s.", min=least)
    return _("Tick all that apply.") if most >= len(question.options) else _("Tick up to %(max)s.", max=most)


def _day(iso: str) -> str:
    return longdate(date.fromisoformat(iso))


def _part(question: Question, slip: Slip) -> Question:
    """The part that a slip is about, or the question itself; of a grid the sentence names the row."""
    if slip.code == "required_row":
        return question
    return next((part for part in parts(question) if slip.control == part.id), question)


def _required(question: Question) -> str:
    """What to do about a question that must be answered."""
    if isinstance(shape(question), Files):
        return _("Choose a file")
    if isinstance(shape(question), Choice | Choices | Rows):
        return _("Choose an answer")
    return _("Enter an answer")
