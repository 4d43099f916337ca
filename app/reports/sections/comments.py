"""What people wrote in their own words: only how many, until somebody has read and released the comments."""

from collections.abc import Iterator

from app.reports.model import Paragraph, Row, Section, Table
from app.reports.source import ConsultationSource, ReportSource
from app.reports.wording import WHY_HIDDEN, they

WRITTEN_AT_LENGTH = frozenset({"long_text"})
"""The types whose answers are comments; a short text is a name or a number."""
WAITING = (
    "Comments are shown only when a person has read them and taken out what could tell who wrote them. "
    "That has not been done yet, so this edition says how many there are."
)


def build(source: ReportSource) -> Iterator[Section]:
    """How many comments wait to be read, question by question."""
    tables = [(one, kind, table) for one in source.consultations for kind, table in _tables(one)]
    if not tables:
        return
    yield Section("comments", "In their own words", 2, (Paragraph(WAITING),))
    for one, kind, table in tables:
        yield Section(f"comments-{one.slug}-{kind}", f"{one.audience_name}: {one.title}", 3, (table,))


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
                caption=f"Comments that wait to be read, from {they(kind)}",
                corner="Question",
                headers=("Comments",),
                rows=rows,
                note=WHY_HIDDEN if any(None in row.cells for row in rows) else "",
                item=f"{source.slug}/*" + (f"/kind/{kind}" if source.mixed else ""),
                keys=("base",),
            )
            yield kind, table
