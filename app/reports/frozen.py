"""A report's source as plain JSON and back: what an edition keeps, so that it reads the same for ever."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from app.reports.source import (
    BoardFacts,
    Census,
    ConsultationSource,
    EngagementFacts,
    Quote,
    ReportSource,
    ThemeCounts,
)
from app.surveys import snapshot
from app.tallies.tally import PublishedGroup, PublishedItem, PublishedNumber, PublishedTally

FORM = 4
"""Counts up when the form of this JSON changes; `from_json` then has to read the older ones too.

Form 1 had no themes and no quotes, form 2 no names of organisations, form 3 no changes
of questions and no bases.
"""


def to_json(source: ReportSource) -> dict[str, Any]:
    """The source; `from_json` gives an equal one."""
    facts = asdict(source.engagement)
    facts["respond_by"] = _day_out(source.engagement.respond_by)
    return {
        "form": FORM,
        "board": asdict(source.board),
        "engagement": facts,
        "consultations": [_consultation_out(one) for one in source.consultations],
        "edition_no": source.edition_no,
        "as_at": source.as_at.isoformat(),
        "status_address": source.status_address,
        "demonstration": source.demonstration,
        "language": source.language,
        "attribution": list(source.attribution),
    }


def from_json(kept: Mapping[str, Any]) -> ReportSource:
    """The source that `to_json` wrote down."""
    facts = dict(kept["engagement"])
    facts["respond_by"] = _day_in(facts["respond_by"])
    return ReportSource(
        board=BoardFacts(**kept["board"]),
        engagement=EngagementFacts(**facts),
        consultations=tuple(_consultation_in(one) for one in kept["consultations"]),
        edition_no=kept["edition_no"],
        as_at=date.fromisoformat(kept["as_at"]),
        status_address=kept["status_address"],
        demonstration=kept["demonstration"],
        language=kept["language"],
        attribution=tuple(kept["attribution"]),
    )


def _consultation_out(one: ConsultationSource) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": one.title,
        "audience": one.audience,
        "kind": one.kind,
        "state": one.state,
        "survey": snapshot.to_json(one.survey),
        "tally": _tally_out(one.tally),
        "opened": _day_out(one.opened),
        "closed": _day_out(one.closed),
        "bases": dict(one.bases),
        "changes": {key: list(said) for key, said in one.changes.items()},
        "census": [asdict(census) for census in one.census],
        "themes": [_themes_out(themes) for themes in one.themes],
        "quotes": [asdict(quote) for quote in one.quotes],
        "organisations": list(one.organisations),
    }


def _consultation_in(kept: Mapping[str, Any]) -> ConsultationSource:
    return ConsultationSource(
        slug=kept["slug"],
        title=kept["title"],
        audience=kept["audience"],
        kind=kept["kind"],
        state=kept["state"],
        survey=snapshot.from_json(kept["survey"]),
        tally=_tally_in(kept["tally"]),
        opened=_day_in(kept["opened"]),
        closed=_day_in(kept["closed"]),
        census=tuple(Census(**census) for census in kept["census"]),
        themes=tuple(_themes_in(themes) for themes in kept.get("themes", ())),
        quotes=tuple(Quote(**quote) for quote in kept.get("quotes", ())),
        bases=kept.get("bases", {}),
        changes={key: tuple(said) for key, said in kept.get("changes", {}).items()},
        organisations=tuple(kept.get("organisations", ())),
    )


def _themes_out(themes: ThemeCounts) -> dict[str, Any]:
    return {
        "question": themes.question,
        "kind": themes.kind,
        "names": list(themes.names.items()),
        "tally": _tally_out(themes.tally),
        "as_at": themes.as_at.isoformat(),
    }


def _themes_in(kept: Mapping[str, Any]) -> ThemeCounts:
    return ThemeCounts(
        question=kept["question"],
        kind=kept["kind"],
        names=dict(kept["names"]),
        tally=_tally_in(kept["tally"]),
        as_at=date.fromisoformat(kept["as_at"]),
    )


def _tally_out(tally: PublishedTally) -> dict[str, Any]:
    return {
        "overall": _group_out(tally.overall),
        "by": {
            b: {key: _group_out(group) for key, group in groups.items()} for b, groups in tally.by.items()
        },
        "threshold": tally.threshold,
        "sensitive_threshold": tally.sensitive_threshold,
        "rounding": tally.rounding,
    }


def _tally_in(kept: Mapping[str, Any]) -> PublishedTally:
    by = {b: {key: _group_in(group) for key, group in groups.items()} for b, groups in kept["by"].items()}
    return PublishedTally(
        _group_in(kept["overall"]), by, kept["threshold"], kept["sensitive_threshold"], kept["rounding"]
    )


def _group_out(group: PublishedGroup) -> dict[str, Any]:
    return {
        "responses": group.responses,
        "items": {key: _item_out(item) for key, item in group.items.items()},
    }


def _group_in(kept: Mapping[str, Any]) -> PublishedGroup:
    return PublishedGroup(kept["responses"], {key: _item_in(item) for key, item in kept["items"].items()})


def _item_out(item: PublishedItem) -> list[Any]:
    number = None if item.number is None else [item.number.n, item.number.mean, item.number.median]
    missed = [item.base, item.not_answered, item.not_asked]
    return [*missed, dict(item.counts), dict(item.percents), number]


def _item_in(kept: list[Any]) -> PublishedItem:
    base, not_answered, not_asked, counts, percents, number = kept
    shown = PublishedNumber(*number) if number is not None else None
    return PublishedItem(base, not_answered, not_asked, counts, percents, shown)


def _day_out(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day_in(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
