"""What people wrote in their own words: how many did, what it is about, and the chosen quotations."""

from collections.abc import Iterator

from app.reports.figures import NO_PERCENT, SMALLEST_BASE
from app.reports.model import Block, Paragraph, Quotation, Row, Section, Table
from app.reports.source import THEMES, ConsultationSource, ReportSource, ThemeCounts
from app.reports.wording import WHY_HIDDEN, day, number, they
from app.surveys.questions import comment_asked, tallied

WRITTEN_AT_LENGTH = frozenset({"long_text"})
"""The types whose answers are comments; a short text is a name or a number."""
WAITING = (
    "Comments are shown only when a person has read them and taken out what could tell who wrote them. "
    "This edition quotes none and has no themes; it says how many comments there are."
)
READ = (
    "People read the comments, took out what could tell who wrote them or whom they are about, and sorted "
    "them by theme. A comment may be about several themes. Words in square brackets stand for what was "
    "taken out. Quotations were chosen to show the range of what was said; they are not a count of it."
)


def build(source: ReportSource) -> Iterator[Section]:
    """How many comments there are, question by question; themes and quotations where there are some."""
    tables = {(one.slug, kind): table for one in source.consultations for kind, table in _tables(one)}
    sorted_ = any(one.themes or one.quotes for one in source.consultations)
    if not tables and not sorted_:
        return
    yield Section("comments", "In their own words", 2, (Paragraph(READ if sorted_ else WAITING),))
    for one in source.consultations:
        for kind in one.groups:
            table = tables.get((one.slug, kind))
            themes = [counts for counts in one.themes if counts.kind == kind]
            keys = dict.fromkeys(
                key for key in _keys(one) if any(key == t.question for t in themes) or _quotes(one, kind, key)
            )
            if table is None and not keys:
                continue
            blocks = (table,) if table is not None else ()
            heading = f"{one.audience_name}: {one.title}"
            yield Section(f"comments-{one.slug}-{kind}", heading, 3, blocks)
            for key in keys:
                counts = next((t for t in themes if t.question == key), None)
                yield Section(
                    f"comments-{one.slug}-{kind}-{key.replace('.', '-')}",
                    _heading(one, kind, key),
                    4,
                    (*(_themes(counts, kind) if counts else ()), *_quotes(one, kind, key)),
                )


def _tables(source: ConsultationSource) -> Iterator[tuple[str, Table]]:
    """Of each kind of respondent, how many wrote something under each question."""
    for kind, group in source.groups.items():
        rows = tuple(
            Row(str(question.text), (group.items[question.id].base,), question.id)
            for question in source.survey.questions
            if question.type in WRITTEN_AT_LENGTH and question.id in group.items
        )
        if rows:
            table = Table(
                caption=f"Comments from {they(kind)}",
                corner="Question",
                headers=("Comments",),
                rows=rows,
                note=WHY_HIDDEN if any(None in row.cells for row in rows) else "",
                item=f"{source.slug}/*" + (f"/kind/{kind}" if source.mixed else ""),
                keys=("base",),
            )
            yield kind, table


def _keys(source: ConsultationSource) -> Iterator[str]:
    """The keys under which comments can stand, in the order of the questions."""
    for question in source.survey.questions:
        beside = (one.key for one in question.beside)
        yield from (question.id, *beside, *(part.id for part in tallied(question)))


def _heading(source: ConsultationSource, kind: str, key: str) -> str:
    words = comment_asked(source.survey, key) or key
    return f"{words} ({they(kind)})" if source.mixed else words


def _themes(counts: ThemeCounts, kind: str) -> Iterator[Block]:
    """The themes by name: an order by number would tell the hidden ones."""
    shown = counts.tally.overall.items[THEMES]
    if shown.base is None and all(value is None for value in shown.counts.values()):
        yield Paragraph("Too few comments have been sorted to say what they are about.")
        return
    if shown.base is None:
        base = f"How many of the comments had been sorted by {day(counts.as_at)} is hidden."
    else:
        many = "1 comment" if shown.base == 1 else f"{number(shown.base)} comments"
        base = f"Base: {many} from {they(kind)}, sorted by {day(counts.as_at)}."
    yield Paragraph(base, "base")
    with_percents = any(value is not None for value in shown.percents.values())
    notes = []
    if shown.base is not None and shown.base < SMALLEST_BASE:
        notes.append(NO_PERCENT.replace("answered", "wrote"))
    if any(value is None for value in shown.counts.values()):
        notes.append(WHY_HIDDEN)
    yield Table(
        caption=f"What comments from {they(kind)} are about",
        corner="Theme",
        headers=("Comments", "Per cent") if with_percents else ("Comments",),
        rows=tuple(
            Row(
                counts.names.get(key, key),
                (value, shown.percents.get(key)) if with_percents else (value,),
                key,
            )
            for key, value in shown.counts.items()
        ),
        note=" ".join(notes),
        keys=("count", "percent") if with_percents else ("count",),
    )


def _quotes(source: ConsultationSource, kind: str, key: str) -> tuple[Quotation, ...]:
    return tuple(
        Quotation(quote.text, quote.about)
        for quote in source.quotes
        if (quote.kind, quote.question) == (kind, key)
    )
