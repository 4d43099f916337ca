"""What happens now: what the board promised, and by when those who answered will hear."""

from collections.abc import Iterator

from app.reports.model import Block, Paragraph, Section
from app.reports.source import ReportSource
from app.reports.wording import day, quoted


def build(source: ReportSource) -> Iterator[Section]:
    """The promise, who decides, and whom to ask."""
    yield Section("next-steps", "What happens next", 2, tuple(_blocks(source)))


def _blocks(source: ReportSource) -> Iterator[Block]:
    facts = source.engagement
    if facts.respond_by is not None:
        yield Paragraph(
            f"Those who answered will hear by {day(facts.respond_by)} what was done about it.", "lead"
        )
    yield from quoted("What they were told their answers can change:", facts.promise)
    yield from quoted("What they were told about who decides:", facts.decides)
    yield from quoted("How they could get in touch:", facts.contact)
    if not (facts.respond_by or facts.promise.strip() or facts.decides.strip()):
        yield Paragraph(f"{source.board.name} has not yet said by when it will answer.")
