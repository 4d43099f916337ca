"""A report as an accessible PDF; `documents` makes it, this says what is on the paper.

On paper a chart of single bars is drawn inside the table that follows it: half the pages, and every number
stands once. A chart with parts stays a chart.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from app.documents.pdf import to_pdf
from app.reports import charts
from app.reports.model import Block, Chart, Report, Section, Table
from app.reports.wording import DEMONSTRATION, day, foot

PAPER = 640  # units that a chart is wide on 170 mm
LONGEST = 80  # per cent of the cell that the longest bar takes; the rest is for its number


@dataclass(frozen=True, slots=True)
class BarTable:
    """A table whose last column has bars: `lengths` in per cent of the cell, 0 for none."""

    table: Table
    lengths: tuple[float, ...]


def write(report: Report) -> bytes:
    """The PDF, the same bytes for the same report."""
    return to_pdf(html(report))


def html(report: Report) -> str:
    """What the PDF is made from."""
    return render_template(
        "reports/paper.html",
        report=report,
        blocks_of=blocks_of,
        draw=_drawn,
        day=day,
        foot=foot(report),
        mark=DEMONSTRATION if report.demonstration else "",
    )


def blocks_of(section: Section) -> Iterator[Block | BarTable]:
    """What stands on paper: a chart of single bars and the table after it as one."""
    chart: Chart | None = None
    for block in section.blocks:
        if isinstance(block, Chart) and not block.stacked:
            chart = block
        elif chart is not None and isinstance(block, Table):
            yield BarTable(block, tuple(_lengths(chart)))
            chart = None
        else:
            yield block


def _lengths(chart: Chart) -> Iterator[float]:
    whole = charts.longest(chart)
    for bar in chart.bars:
        yield LONGEST * (charts.length(bar.parts[0]) or 0) / whole


def _drawn(chart: Chart) -> Markup:
    return Markup(charts.svg(chart, PAPER, alternative_in_title=True))
