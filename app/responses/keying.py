"""Answers that reached the board on paper, by telephone or with help from staff, keyed in by staff.

They go the way of every other answer: the same questions, the same checks, the same counts. Only what a
person left out stays left out, for nobody may make it up; and no exact time is kept, so no line of the audit
trail is written for one answer. The row says who keyed it in.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.consultations.moves import takes_keying
from app.consultations.service import today
from app.driver import writing
from app.errors import Conflict
from app.responses import attaching, receipts, service, store
from app.responses.attaching import SCAN, Brought
from app.responses.live import Live
from app.surveys import questions
from app.surveys.problems import Slip
from app.surveys.questions import controls
from app.surveys.questions.base import Form
from app.surveys.routing import asked_ids, relevant_only
from app.surveys.validation import fill, sendable
from app.tallies.layout import ROUTES

BY_STAFF = tuple(route for route in ROUTES if route in ("paper", "telephone", "assisted"))
"""The ways of answering at whose end staff sit, in the order of the layout."""

LEFT_OUT = frozenset({"required", "required_row"})
"""Slips that a respondent would have to mend, and staff cannot."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """What came of a form: a receipt's code, or what is to be mended with the answers as they were typed.

    `not_asked` where the slips are answers that the survey does not ask of this person: without them the
    rest can be kept.
    """

    code: str = ""
    not_asked: bool = False
    slips: Sequence[Slip] = ()
    answers: Mapping[str, Any] | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was typed that could be kept."""
        return not self.code and not self.slips


def key_in(
    live: Live,
    form: Form,
    *,
    route: str | None,
    language: str,
    by: uuid.UUID,
    submit_key: uuid.UUID,
    secret: str,
    brought: Brought,
    without_others: bool = False,
) -> Keyed:
    """Store a form as a response, once for a key. Nothing is stored while a slip is to be mended.

    `brought` are the files that came with it, the scan of a paper form among them: all are kept, or none.

    Answers that the survey does not ask of this person are a slip, unless it is to be kept `without_others`.
    While nobody has said by which `route` it came, nothing is stored.

    Raises Conflict where the consultation takes no answers in this way, any more or yet.
    """
    if route is not None and route not in BY_STAFF:
        raise Conflict("Staff key in what came on paper, by telephone or with help.")
    if not takes_keying(live.status, live.opens_at):
        raise Conflict("Answers are keyed in from the opening of a consultation until it is reported.")
    survey = live.survey
    laid = brought.over(form, {}, attaching.owner_of(live.id, submit_key), secret)
    typed = fill(survey.questions, laid, {})
    scanned = questions.read(SCAN, laid)
    kept = relevant_only(survey, typed.answers)
    shown = asked_ids(survey, kept)
    wrong = {slip.question for slip in typed.slips if slip.code not in LEFT_OUT}
    slips = [slip for slip in typed.slips if slip.code not in LEFT_OUT and slip.question in shown]
    slips += [slip for slip in sendable(survey, kept, partial=True) if slip.question not in wrong]
    slips += scanned.slips
    others = [one for one in survey.questions if one.id in typed.answers and one.id not in kept]
    if not slips and others and not without_others:
        slips = [Slip(one.id, controls(one)[0], "not_asked") for one in others]
        return Keyed(slips=slips, answers=typed.answers, not_asked=True)
    if slips or not kept or route is None:
        return Keyed(slips=slips, answers=typed.answers)
    row = service.row(
        live,
        kept,
        shown,
        service.Attributes(live.audience, live.kind, route, language, "web", "yes"),
        submit_key,
        secret,
        today(),
        "unknown",
        False,
        keyed_by=by,
    )
    files = brought.rows(laid, live.id, submit_key, None, secret)
    with writing() as driver:
        store.add_response(driver, row)
        store.add_uploads(driver, files)
    code = receipts.code(secret, live.receipt_prefix, live.id, submit_key)
    return Keyed(code=code)
