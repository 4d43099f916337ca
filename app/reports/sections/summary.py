"""One page that can lie on top of committee papers: who answered, who is missing, what they said.

And what the group is asked to do, and why the numbers are no measure of public support.
"""

from collections.abc import Iterator

from app.reports.findings import Finding, largest_of_all
from app.reports.model import DASH, Block, BulletList, Callout, Paragraph, Row, Section, Table
from app.reports.reach import missing
from app.reports.source import ReportSource
from app.reports.wording import SELF_SELECTED, WHY_HIDDEN, day, listed, number, they, written

MOST_MISSING = 3
KINDS = ("person", "organisation", "group_session")


def build(source: ReportSource) -> Iterator[Section]:
    """The summary and its parts."""
    yield Section("summary", "Summary", 2, tuple(_opening(source)))
    found = largest_of_all(source.consultations)
    if found:
        yield Section("findings", "What stood out", 3, (BulletList(tuple(_said(one) for one in found)),))
    gaps = [words for one in source.consultations for words in missing(one)][:MOST_MISSING]
    if gaps:
        yield Section("missing", "Who is missing", 3, (BulletList(tuple(gaps)),))
    if source.engagement.officer_words.strip():
        heading = "From the engagement officer"
        yield Section("officer", heading, 3, tuple(written(source.engagement.officer_words)))
    if source.engagement.ask_of_group.strip():
        heading = "What the group is asked to do"
        yield Section("ask", heading, 3, tuple(written(source.engagement.ask_of_group)))


def _opening(source: ReportSource) -> Iterator[Block]:
    who = listed(one.audience_name.lower() for one in source.consultations)
    yield Paragraph(
        f"{source.board.name} asked {who}. This report counts what had come in by {day(source.as_at)}."
    )
    kinds = [kind for kind in KINDS if any(kind in one.groups for one in source.consultations)]
    rows = tuple(
        Row(
            f"{one.audience_name}: {one.title}",
            tuple(one.groups[kind].responses if kind in one.groups else DASH for kind in kinds),
            one.slug,
        )
        for one in source.consultations
    )
    yield Table(
        caption="Who answered",
        corner="Who was asked, and what",
        headers=tuple(they(kind).capitalize() for kind in kinds),
        rows=rows,
        note=WHY_HIDDEN if any(None in row.cells for row in rows) else "",
        item="responses",
        keys=tuple(kinds),
    )
    yield Callout("Read the numbers with care", SELF_SELECTED)


def _said(finding: Finding) -> str:
    who = finding.source.audience_name + (f" ({they(finding.kind)})" if finding.source.mixed else "")
    asked = finding.counted.label.rstrip(".:")
    return f"{who}: “{asked}” – {finding.percent}% of {number(finding.base)} {finding.said}."
