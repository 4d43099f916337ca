"""What boards are called to a respondent, in plain words that are translated."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

MODELS: Mapping[str, LazyString] = {
    "body_corporate": _l(
        "A board of people from the council and the NHS, with members who speak for carers, "
        "people who use services and the third sector. It is a legal body of its own."
    ),
    "lead_agency": _l(
        "The council and the NHS share the work between them, and each leads a part of it. "
        "A joint committee watches over it."
    ),
}
"""How a board is led, by its `model`; a model that is not here is shown by the name of its governing body alone."""


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
