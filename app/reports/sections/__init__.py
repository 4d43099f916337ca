"""The ONE table of a report's sections, in the order of reading. A new section is a file beside this one."""

from collections.abc import Callable, Iterator, Mapping

from app.reports.model import Report, Section
from app.reports.sections import (
    comments,
    differences,
    method,
    next_steps,
    organisations,
    questions,
    summary,
    who_answered,
)
from app.reports.source import ReportSource
from app.reports.typography import typeset

Build = Callable[[ReportSource], Iterator[Section]]

SECTIONS: Mapping[str, Build] = {
    "summary": summary.build,
    "who_answered": who_answered.build,
    "organisations": organisations.build,
    "questions": questions.build,
    "differences": differences.build,
    "comments": comments.build,
    "method": method.build,
    "next_steps": next_steps.build,
}


def compose(source: ReportSource) -> Report:
    """The whole report of a source, as it is printed."""
    return typeset(
        Report(
            title=source.engagement.title,
            board=source.board.name,
            sections=tuple(section for build in SECTIONS.values() for section in build(source)),
            edition_no=source.edition_no,
            as_at=source.as_at,
            language=source.language,
            demonstration=source.demonstration,
            status_address=source.status_address,
        )
    )
