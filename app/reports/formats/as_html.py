"""A report as one HTML file that needs nothing beside it."""

from importlib.resources import files

from flask import render_template
from markupsafe import Markup

from app.reports import charts
from app.reports.model import Chart, Report
from app.reports.wording import day

SCREEN = 480  # units that a chart is wide, so that its words can be read on a phone


def write(report: Report) -> bytes:
    """The report with its style sheet inside."""
    style = files("app.reports.formats").joinpath("screen.css").read_text(encoding="utf-8")
    return render_template(
        "reports/alone.html", report=report, draw=drawn_for_screen, day=day, style=Markup(style)
    ).encode()


def drawn_for_screen(chart: Chart) -> Markup:
    """A chart as it stands in a web page."""
    return Markup(charts.svg(chart, SCREEN))
