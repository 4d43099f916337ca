"""Making an engagement from the library, and changing its consultations while they are drafts.

Each change of what is asked freezes the definition anew, under the next number; what has opened is
never changed here.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from app.audit import service as trail
from app.boards import store as boards
from app.boards.models import Board
from app.consultations import service, store
from app.consultations.models import Consultation, Engagement, Tailoring
from app.db import db
from app.errors import Conflict
from app.surveys import snapshot
from app.surveys.definition import Survey
from app.surveys.tailoring import Choices, Obstacle, obstacles, tailor

USUAL_DAYS = 84
"""Twelve weeks: the usual length of a consultation (domain brief, 3.12)."""


def make(
    board: Board,
    surveys: Sequence[Survey],
    title: str,
    slug: str,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    respond_by: date | None,
) -> Engagement:
    """An engagement with a draft consultation for each survey. What people are told is still empty."""
    service.require_slug(slug, "an engagement")
    same = select(Engagement.id).where(Engagement.board_code == board.code, Engagement.slug == slug)
    if db.session.scalar(same):
        raise Conflict(f"{board.name} has an engagement '{slug}' already: choose another address.")
    made = Engagement(board_code=board.code, slug=slug, title=title, respond_by=respond_by)
    db.session.add(made)
    db.session.flush()
    trail.record("engagement_created", board=board.code, subject=f"{board.slug}/{slug}")
    for survey in surveys:
        _draft(made, board, survey, opens_at, closes_at)
    db.session.commit()
    return made


def add(engagement: Engagement, survey: Survey) -> Consultation:
    """One more draft consultation of an engagement."""
    made = _draft(engagement, boards.by_code(engagement.board_code), survey, None, None)
    db.session.commit()
    return made


def settle(
    consultation: Consultation,
    title: str,
    slug: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
) -> None:
    """Give a draft a title, an address and its dates. Raises Conflict, Invalid."""
    _take(consultation)
    board = boards.by_code(consultation.board_code)
    if slug != consultation.slug:
        service.require_address(board, slug)
    service.require_order(opens_at, closes_at)
    before, consultation.slug, consultation.title = consultation.slug, slug, title
    consultation.opens_at, consultation.closes_at = opens_at, closes_at
    _record(board, consultation, {"before": before} if before != slug else {})
    db.session.commit()


def discard(consultation: Consultation) -> None:
    """Take a draft away, with everything that was chosen of it."""
    _take(consultation)
    board = boards.by_code(consultation.board_code)
    store.delete(consultation)
    trail.record("consultation_discarded", board=board.code, subject=f"{board.slug}/{consultation.slug}")
    db.session.commit()


def is_tailored(consultation: Consultation) -> bool:
    """Whether it is known what it was made from; of those made by older versions it is not."""
    return db.session.get(Tailoring, consultation.id) is not None


def source_of(consultation: Consultation) -> Survey:
    """The survey that a consultation was made from, before anything was chosen of it."""
    kept = _tailoring(consultation)
    return snapshot.from_json(kept.source)


def choices_of(consultation: Consultation) -> Choices:
    """What was chosen of it."""
    return Choices.from_json(_tailoring(consultation).choices)


def choose(consultation: Consultation, choices: Choices) -> tuple[Obstacle, ...]:
    """Tailor a draft, and freeze it anew; if anything stands against that, nothing changes."""
    _take(consultation)
    kept = _tailoring(consultation)
    source = snapshot.from_json(kept.source)
    found = obstacles(source, choices)
    if found:
        return found
    board = boards.by_code(consultation.board_code)
    consultation.definition_no += 1
    service.freeze(
        consultation, tailor(source, choices), board, consultation.definition_no, choices.localities
    )
    kept.choices = choices.to_json()
    _record(board, consultation, {"definition": consultation.definition_no})
    db.session.commit()
    return ()


def require_draft(consultation: Consultation) -> None:
    """Raises Conflict for one that has opened, or is about to."""
    if consultation.status != "draft":
        raise Conflict(
            "This consultation is no longer a draft, so what it asks cannot be changed: "
            "people would have answered different questions."
        )


def at(day: date | None, clock: time | None, end_of_day: bool = False) -> datetime | None:
    """A day and a time in Scotland as UTC; without a time, the day's beginning, or its end.

    >>> str(at(date(2027, 7, 1), time(9)))
    '2027-07-01 08:00:00+00:00'
    """
    if day is None:
        return None
    if clock is None and end_of_day:
        day += timedelta(days=1)
    return datetime.combine(day, clock or time(), service.LONDON).astimezone(UTC)


def apart(moment: datetime | None, end_of_day: bool = False) -> tuple[date | None, time | None]:
    """A moment as `at` takes it: the day and the time in Scotland, no time for a day's beginning or end.

    >>> apart(at(date(2027, 7, 1), None, end_of_day=True), end_of_day=True)
    (datetime.date(2027, 7, 1), None)
    """
    if moment is None:
        return None, None
    local = moment.astimezone(service.LONDON)
    if local.time() != time():
        return local.date(), local.time()
    return (local.date() - timedelta(days=1) if end_of_day else local.date()), None


def _take(consultation: Consultation) -> None:
    """Let nobody else change it meanwhile. Raises Conflict where it is no draft (any more)."""
    store.lock(consultation)
    require_draft(consultation)


def _draft(
    engagement: Engagement,
    board: Board,
    survey: Survey,
    opens_at: datetime | None,
    closes_at: datetime | None,
) -> Consultation:
    return service.create(
        board,
        survey,
        _free(board, survey.key),
        str(survey.title),
        opens_at=opens_at,
        closes_at=closes_at,
        respond_by=engagement.respond_by,
        engagement=engagement,
        demonstration=engagement.demonstration,
    )


def _free(board: Board, key: str) -> str:
    """An address that no consultation of the board has yet: the survey's name, with a year or a number."""
    taken = store.slugs_of(board.code)
    year = service.today().year
    for slug in (key, f"{key}-{year}", *(f"{key}-{year}-{number}" for number in range(2, 1_000))):
        if slug not in taken and slug not in service.RESERVED:
            return slug
    raise Conflict("There is no free address for another consultation of this survey.")


def _tailoring(consultation: Consultation) -> Tailoring:
    found = db.session.get(Tailoring, consultation.id)
    if found is None:
        raise Conflict("This consultation was made before questions could be chosen, so it stays as it is.")
    return found


def _record(board: Board, consultation: Consultation, detail: dict[str, object]) -> None:
    subject = f"{board.slug}/{consultation.slug}"
    trail.record("consultation_changed", board=board.code, subject=subject, detail=detail)
