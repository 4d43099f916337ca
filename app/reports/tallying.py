"""Tallies for the command line: what may be published, or all of it, with a line in the audit trail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.audit import service as trail
from app.consultations import store as consultations
from app.consultations.models import Consultation
from app.db import db
from app.errors import Conflict, Invalid
from app.reports.filtering import mask, one_group
from app.reports.gathering import Published, gather_one, today
from app.reports.publishing import breakdowns_of
from app.surveys.definition import Question, Survey
from app.surveys.questions import shape, tallied
from app.surveys.questions.parts import called
from app.surveys.shapes import Nothing, Ranking
from app.tallies import counting
from app.tallies.rule import ATTRIBUTE_BREAKDOWNS, Rule
from app.tallies.tally import (
    ExactTally,
    GroupTally,
    ItemTally,
    NumberSummary,
    PublishedGroup,
    PublishedItem,
    PublishedNumber,
    PublishedTally,
    Tally,
)

Group = GroupTally | PublishedGroup
Item = ItemTally | PublishedItem


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of a consultation: `by` a breakdown, `where` a condition holds; "" for neither."""

    path: str
    by: str = ""
    where: str = ""


def exact(asked: Asked, reason: str) -> dict[str, Any]:
    """True counts, for the operator at the shell: any breakdown, any filter, and a line in the trail."""
    consultation = consultations.by_path(asked.path)
    gathered = gather_one(consultation, Published({}, None))
    filter_ = mask(asked.where, [layout for layout, _ in gathered.parts]) if asked.where else None
    tally = counting.count(gathered.parts, (asked.by,) if asked.by else (), filter_)
    detail = {"by": asked.by, "where": asked.where}
    subject = f"consultation {asked.path}"
    trail.record("tally_exact", board=consultation.board_code, subject=subject, detail=detail, reason=reason)
    db.session.commit()
    shown = ExactTally(tally, "cli", reason)
    return _document(asked, today(), gathered.survey, shown.tally, Rule())


def published(asked: Asked) -> dict[str, Any]:
    """What may be published of the answers as they stand, the same numbers as a report of this moment has.

    Where too few have answered since the last edition to show anything new, it is that edition's, of its day.
    Raises Invalid for a breakdown or filter that may not be published.
    """
    consultation = consultations.by_path(asked.path)
    survey = consultations.ever_asked(consultation)
    breakdown, group = _allowed(asked, survey)
    tally, as_at = _now_or_last(consultation)
    if group:
        found = tally.by.get(breakdown, {}).get(group)
        if found is None:
            raise Invalid(f"There is no group {group} of {breakdown}.")
        tally = PublishedTally(found, {}, tally.threshold, tally.sensitive_threshold, tally.rounding)
    return _document(asked, as_at, survey, tally, tally)


def _allowed(asked: Asked, survey: Survey) -> tuple[str, str]:
    """(breakdown, group) that may be published, each "" if not asked for. Raises Invalid."""
    breakdown, group = asked.by, ""
    if asked.where:
        picked = one_group(asked.where)
        if picked is None or asked.by:
            raise Invalid(
                "Published results take one breakdown, or a filter of one group such as \"age == '16_24'\", "
                "for a table of few people could tell of one. Use --exact for anything else."
            )
        breakdown, group = picked
    may = (*breakdowns_of(survey), *ATTRIBUTE_BREAKDOWNS)
    if breakdown and breakdown not in may:
        raise Invalid(
            f"Published results may not be split by {breakdown}. This survey allows {', '.join(may)}; "
            "use --exact for anything else."
        )
    return breakdown, group


def _now_or_last(consultation: Consultation) -> tuple[PublishedTally, date]:
    before = Published.of(consultation.engagement_id)
    try:
        return gather_one(consultation, before).publish().tally, today()
    except Conflict:
        last = before.tally(consultation.slug)
        if last is None or before.newest is None:
            raise
        return last, before.newest.as_at


def _document(
    asked: Asked, as_at: date, survey: Survey, tally: Tally | PublishedTally, rule: Rule | PublishedTally
) -> dict[str, Any]:
    """The JSON of `speir tally`. A number that is hidden is null."""
    questions = [one for one in survey.questions if not isinstance(shape(one), Nothing)]
    groups: Mapping[str, Group] = tally.by.get(asked.by, {}) if asked.by else {}
    return {
        "consultation": asked.path,
        "as_at": as_at.isoformat(),
        "responses": tally.overall.responses,
        "rule": {
            "threshold": rule.threshold,
            "sensitive_threshold": rule.sensitive_threshold,
            "rounding": rule.rounding if isinstance(rule, PublishedTally) else None,
        },
        "questions": list(_questions(questions, tally.overall)),
        "by": {
            key: {"responses": group.responses, "questions": list(_questions(questions, group))}
            for key, group in groups.items()
        },
    }


def _questions(questions: list[Question], group: Group) -> Iterator[dict[str, Any]]:
    for question in questions:
        labels = {option.id: str(option.text) for option in question.options}
        found: dict[str, Any] = {"id": question.id, "type": question.type}
        rows = [
            {"id": path.removeprefix(f"{question.id}."), "label": label, **_item(group.items.get(path), own)}
            for path, label, own in _rows(question)
        ]
        if rows:
            # Each row has a base of its own; the question as a whole has none.
            yield {**found, **_item(None, labels), "rows": rows}
        else:
            yield {**found, **_item(group.items.get(question.id), labels), "rows": []}


def _rows(question: Question) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """(full id, label, labels of its options) of what is counted on its own: a part, or an option ranked."""
    kind = shape(question)
    if isinstance(kind, Ranking):
        places = {place: place for place in kind.places}
        yield from ((f"{question.id}.{one.id}", str(one.text), places) for one in question.options)
    for part in tallied(question):
        yield part.id, str(called(question, part)), {one.id: str(one.text) for one in part.options}


def _item(item: Item | None, labels: Mapping[str, str]) -> dict[str, Any]:
    """One countable thing. None is what this table leaves out: a breakdown has no table of itself."""
    if item is None:
        return {"base": None, "not_asked": None, "not_answered": None, "options": [], "number": None}
    return {
        "base": item.base,
        "not_asked": item.not_asked,
        "not_answered": item.not_answered,
        "options": [{"id": key, "label": labels.get(key, key), "count": n} for key, n in item.counts.items()],
        "number": _number(item.number),
    }


def _number(number: NumberSummary | PublishedNumber | None) -> dict[str, Any] | None:
    match number:
        case NumberSummary(n, mean, median, minimum, maximum):
            return {"n": n, "mean": mean, "median": median, "min": minimum, "max": maximum}
        case PublishedNumber(n, mean, median):
            return {"n": n, "mean": mean, "median": median, "min": None, "max": None}
        case _:
            return None
