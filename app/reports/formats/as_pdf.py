"""A report as an accessible PDF; `documents` makes it, this says what is on the paper."""

from flask import render_template
from markupsafe import Markup

from app.documents.pdf import to_pdf
from app.reports import charts
from app.reports.model import Chart, Report
from app.reports.wording import DEMONSTRATION, day, foot

PAPER = 640  # units that a chart is wide on 170 mm


def write(report: Report) -> bytes:
    """The PDF, the same bytes for the same report."""
    return to_pdf(html(report))


def html(report: Report) -> str:
    """What the PDF is made from."""
    return render_template(
        "reports/paper.html",
        report=report,
        draw=_drawn,
        day=day,
        foot=foot(report),
        mark=DEMONSTRATION if report.demonstration else "",
    )


def _drawn(chart: Chart) -> Markup:
    return Markup(charts.svg(chart, PAPER, alternative_in_title=True))
