"""One counted question as a base, a chart and a table, the same wherever a section shows one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.reports.model import Bar, Block, Chart, Paragraph, Part, Row, Table
from app.reports.source import ConsultationSource
from app.reports.wording import WHY_HIDDEN, number, option_words, respondents, they
from app.surveys.definition import Question
from app.surveys.questions import shape, tallied
from app.surveys.questions.parts import called
from app.surveys.shapes import Choice, Choices, Nothing, Number, Parts, Ranking, Rows, Words
from app.tallies.tally import PublishedGroup, PublishedItem

SMALLEST_BASE = 20  # answers below which disclosure.md gives no percentage
NO_PERCENT = f"No percentages are given, because fewer than {SMALLEST_BASE} answered."
ALL_HIDDEN = "The numbers are hidden, because they could tell something about one person."
NOBODY = "Nobody has answered this question."


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that is counted by options: a question, or one row of a grid. `label` is what it says."""

    item: str
    label: str
    question: Question
    options: Mapping[str, str]
    several: bool = False


def counted(question: Question) -> Iterator[Counted]:
    """What is counted by options in a question; nothing for numbers and texts."""
    options = {option.id: option_words(option) for option in question.options}
    match shape(question):
        case Choice():
            yield Counted(question.id, str(question.text), question, options)
        case Choices():
            yield Counted(question.id, str(question.text), question, options, several=True)
        case Rows():
            for row in question.rows:
                yield Counted(f"{question.id}.{row.id}", str(row.text), question, options)
        case Ranking() as ranking:
            places = {place: f"Place {place}" for place in ranking.places}
            for option, text in options.items():
                yield Counted(f"{question.id}.{option}", text, question, places)
        case Parts():
            for part in tallied(question):
                for one in counted(part):
                    yield replace(one, label=str(called(question, part)))


def is_about_respondents(source: ConsultationSource, question: Question) -> bool:
    """Whether the answers say who answered, rather than what they think."""
    return question.id in source.survey.breakdowns or bool(question.block)


def figures(
    source: ConsultationSource, kind: str, group: PublishedGroup, question: Question
) -> Iterator[Block]:
    """A question's base, chart and table, of one kind of respondent. Of a text there is the base only.

    Of whom it was asked, and what was changed of it while people answered, is said first.
    """
    blocks = list(_figures(source, kind, group, question))
    if blocks:
        if question.id in source.bases:
            yield Paragraph(f"Asked of those {source.bases[question.id]}.")
        yield from (Paragraph(said) for said in source.changes.get(question.id, ()))
        yield from blocks


def _figures(
    source: ConsultationSource, kind: str, group: PublishedGroup, question: Question
) -> Iterator[Block]:
    match shape(question):
        case Rows():
            yield from _grid(source, kind, group, question)
        case Ranking():
            yield from _grid(
                source, kind, group, question, "Answer", "gave each answer each place", "ranked that answer"
            )
        case Parts():
            yield from _parts(source, kind, group, question)
        case Number():
            yield from _number(source, kind, group, question)
        case Words():
            yield from _base(kind, group.items.get(question.id))
        case Nothing():
            return
        case _:
            yield from _choice(source, kind, group, question)


def base_words(kind: str, item: PublishedItem) -> str:
    """Who answered, who did not, and who was not asked: three different things."""
    parts = (
        (item.base, "answered this question", "answered"),
        (item.not_answered, "saw it and did not answer", "saw it and did not answer"),
        (item.not_asked, "did not come to it", "did not come to it"),
    )
    said = [f"{respondents(count, kind)} {did}" for count, did, _ in parts if count]
    hidden = [did for count, _, did in parts if count is None]
    if hidden:
        said.append(f"how many {', or '.join(hidden)}{',' if len(hidden) > 1 else ''} is hidden")
    return f"Base: {'; '.join(said)}."


def item_name(source: ConsultationSource, item: str, kind: str) -> str:
    """What a table counts, as `speir tally` names it."""
    return f"{source.slug}/{item}" + (f"/kind/{kind}" if source.mixed else "")


def _base(kind: str, item: PublishedItem | None) -> Iterator[Block]:
    if item is None or item.base == 0:
        yield Paragraph(NOBODY)
    elif item.base is None and all(count is None for count in item.counts.values()):
        yield Paragraph(ALL_HIDDEN)
    else:
        yield Paragraph(base_words(kind, item), "base")


def _empty(item: PublishedItem | None) -> bool:
    """Whether there is no number to show in a table: nobody answered, or all is hidden."""
    return item is None or item.base == 0 or all(count is None for count in item.counts.values())


def _choice(
    source: ConsultationSource, kind: str, group: PublishedGroup, question: Question
) -> Iterator[Block]:
    item = group.items.get(question.id)
    yield from _base(kind, item)
    if item is None or _empty(item):
        if item is not None and item.base:
            yield Paragraph(ALL_HIDDEN)
        return
    [one] = counted(question)
    with_percents = any(value is not None for value in item.percents.values())
    parts = {key: _part(item, key, label) for key, label in one.options.items()}
    if any(part.value for part in parts.values()):
        bars = tuple(Bar(part.label, (part,), item.base) for part in parts.values())
        yield Chart(one.label, bars, f"{one.label} {_said(parts.values(), with_percents)}")
    notes = ["More than one answer could be chosen."] if one.several else []
    if not with_percents and item.base is not None:
        notes.append(NO_PERCENT)
    if any(part.value is None for part in parts.values()):
        notes.append(WHY_HIDDEN)
    yield Table(
        caption=f"Answers of {they(kind)} (how many answered is hidden)"
        if item.base is None
        else f"Answers of {respondents(item.base, kind)}",
        corner="Answer",
        headers=("Number", "Per cent") if with_percents else ("Number",),
        rows=tuple(
            Row(part.label, (part.value, part.percent) if with_percents else (part.value,), key)
            for key, part in parts.items()
        ),
        note=" ".join(notes),
        item=item_name(source, question.id, kind),
        keys=("count", "percent") if with_percents else ("count",),
    )


def _parts(
    source: ConsultationSource, kind: str, group: PublishedGroup, question: Question
) -> Iterator[Block]:
    """What is answered in parts: one table where all rows have the same options, else each part."""
    if not question.parts:
        yield from _grid(source, kind, group, question)
        return
    for part in tallied(question):
        yield Paragraph(str(called(question, part)), "lead")
        yield from figures(source, kind, group, replace(part, text=called(question, part)))


def _grid(
    source: ConsultationSource,
    kind: str,
    group: PublishedGroup,
    question: Question,
    corner: str = "Statement",
    did: str = "gave each answer",
    based_on: str = "answered that row",
) -> Iterator[Block]:
    things = [(one, item) for one in counted(question) if (item := group.items.get(one.item)) is not None]
    if all(item.base == 0 for _, item in things):
        yield Paragraph(NOBODY)
        return
    if all(_empty(item) for _, item in things):
        yield Paragraph(ALL_HIDDEN)
        return
    bars = tuple(
        Bar(one.label, tuple(_part(item, key, label) for key, label in one.options.items()), item.base)
        for one, item in things
    )
    several = any(one.several for one, _ in things)
    if not several and any(bar.whole for bar in bars):  # what overlaps is no whole to be divided
        said = (
            f"{bar.label} {_said(bar.parts, any(p.percent is not None for p in bar.parts))}" for bar in bars
        )
        yield Chart(str(question.text), bars, f"{question.text} {' '.join(said)}")
    options = things[0][0].options
    rows = tuple(
        Row(one.label, (*(item.counts.get(key) for key in options), item.base), one.item.rpartition(".")[2])
        for one, item in things
    )
    hides = any(None in row.cells for row in rows)
    yield Table(
        caption=f"How many {they(kind)} {did}",
        corner=corner,
        headers=(*options.values(), "Base"),
        rows=rows,
        note=" ".join(
            filter(
                None,
                [
                    _missed(kind, things[0][1], based_on),
                    "More than one answer could be chosen in each row." if several else "",
                    WHY_HIDDEN if hides else "",
                ],
            )
        ),
        item=item_name(source, question.id, kind),
        keys=(*options, "base"),
    )


def _part(item: PublishedItem, option: str, label: str) -> Part:
    return Part(label, item.counts.get(option), item.percents.get(option))


def _missed(kind: str, first: PublishedItem, based_on: str) -> str:
    """Under a grid: what its base is, and how many did not come to it."""
    base = f"The base is how many {they(kind)} {based_on}."
    if not first.not_asked:
        return base
    return f"{base} {respondents(first.not_asked, kind).capitalize()} did not come to these questions."


def _number(
    source: ConsultationSource, kind: str, group: PublishedGroup, question: Question
) -> Iterator[Block]:
    item = group.items.get(question.id)
    yield from _base(kind, item)
    if item is None or not item.base:
        return
    unit = str(question.limits.unit)
    if item.number is None:
        yield Paragraph("The average cannot be given: too few answered, or it would tell of too few.", "note")
        return
    rows = (
        Row("Average (mean)", (item.number.mean,), "mean"),
        Row("Middle value (median): as many gave more as gave less", (item.number.median,), "median"),
    )
    yield Table(
        caption=f"Answers of {respondents(item.number.n, kind)}" + (f", in {unit}" if unit else ""),
        corner="Measure",
        headers=("Value",),
        rows=rows,
        item=item_name(source, question.id, kind),
        keys=("number",),
    )


def _said(parts: Iterable[Part], with_percents: bool) -> str:
    """The numbers of a bar in words, for an alternative text."""
    said = []
    for part in parts:
        if part.value is None:
            said.append(f"{part.label}: hidden")
        elif with_percents and part.percent is not None:
            said.append(f"{part.label}: {number(part.value)} ({part.percent} per cent)")
        else:
            said.append(f"{part.label}: {number(part.value)}")
    return "; ".join(said) + "."
