"""What is said of boards to a respondent, in plain words that are translated."""

from flask_babel import gettext as _


def led(model: str) -> str:
    """How a board of this `model` is led; "" where there are no words for it yet."""
    return {
        "body_corporate": _(
            "A board of people from the council and the NHS, with members who speak for carers, "
            "people who use services and the third sector. It is a legal body of its own."
        ),
        "lead_agency": _(
            "The council and the NHS share the work between them, and each leads a part of it. "
            "A joint committee watches over it."
        ),
    }.get(model, "")


def share(part: float) -> str:
    """A share of postcodes in words that promise no more than they can: tenths.

    The word "almost" stands for what would round to none or to all.
    """
    tenths = round(part * 10)
    if tenths == 0:
        return _("a few of them")
    if tenths == 10:
        return _("almost all of them")
    return _("about %(tenths)s in 10", tenths=tenths)
