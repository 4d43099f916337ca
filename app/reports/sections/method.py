"""How it was counted, what is not shown and why, and where other people's figures come from."""

from collections.abc import Iterator

from app.reports.model import Block, BulletList, Paragraph, Section
from app.reports.source import ReportSource
from app.reports.wording import SELF_SELECTED, day

COUNTED = (
    "Every answer that was sent is counted once. An answer that somebody left half-way and chose to send is "
    "counted for the questions it answers. People, organisations and group sessions are never counted "
    "together."
)
PERCENT = (
    "Percentages are whole numbers of those who answered the question, and are given only where at least 20 "
    "did. They may not add up to 100, because they are rounded, or more than one answer could be chosen."
)
NO_TESTS = "There are no margins of error: they belong to samples drawn by chance, which this is not."


def build(source: ReportSource) -> Iterator[Section]:
    """The note on method."""
    yield Section("method", "How this was made", 2, tuple(_counting(source)))
    yield Section("hidden", "Why some numbers are hidden", 3, tuple(_hiding(source)))
    if source.attribution:
        yield Section("sources", "Figures from elsewhere", 3, (BulletList(source.attribution),))


def _counting(source: ReportSource) -> Iterator[Block]:
    if source.demonstration:
        yield Paragraph("This is a demonstration. The answers were made up by a program; nobody gave them.")
    yield Paragraph(SELF_SELECTED)
    what = f"edition {source.edition_no}" if source.edition_no else "a draft that nobody has published"
    yield Paragraph(f"The answers were counted on {day(source.as_at)}, for {what}. {COUNTED}")
    yield Paragraph(f"{PERCENT} {NO_TESTS}")


def _hiding(source: ReportSource) -> Iterator[Block]:
    if not source.consultations:
        return
    tally = source.consultations[0].tally
    yield Paragraph(
        "In a small place a small number can point at a person. So a number of people from 1 to "
        f"{tally.threshold - 1} is hidden; for questions on health, equality and the like, and for places, "
        f"from 1 to {tally.sensitive_threshold - 1}."
    )
    yield Paragraph(
        "Sometimes a larger number is hidden as well, because the hidden one could be worked out by taking "
        "one figure from another. A later edition is held against the earlier ones in the same way."
    )
    if tally.rounding:
        yield Paragraph(f"Some figures were changed so that more can be shown: {tally.rounding}.")
