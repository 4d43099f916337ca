"""P6: the PDF of a report, with few responses and with many, beside WeasyPrint alone on the same HTML."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from app.consultations import store as consultations
from app.documents.pdf import to_pdf
from app.reports.formats import as_pdf
from app.reports.sections import compose
from app.reports.service import draft_source
from bench.lines import Line
from bench.scratch import Scratch

CHILD = """
import json, sys
from app import create_app
from app.config import read
from bench.papers import measure
app = create_app(read(json.loads(sys.argv[1])))
print(*measure(app, sys.argv[2]))
"""


def measure(app: object, path: str) -> tuple[float, float, float]:
    """CPU seconds of the PDF's making, of WeasyPrint alone, and this process's peak memory in MB.

    The counting and the disclosure control before it are not in it: they are P5's and another page's.
    """
    with app.test_request_context("/"):  # type: ignore[attr-defined]  # a Flask application
        report = compose(draft_source(consultations.engagement_of(consultations.by_path(path))))
        to_pdf(as_pdf.html(report))  # once, so that imports and fonts are not in the figures
        began = time.process_time()
        as_pdf.write(report)
        whole = time.process_time() - began
        html = as_pdf.html(report)
        began = time.process_time()
        to_pdf(html)
        alone = time.process_time() - began
    return whole, alone, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def in_a_process(scratch: Scratch) -> tuple[float, float, float]:
    """`measure` in a process of its own, so that its memory is its own."""
    path = f"{scratch.live.board_slug}/{scratch.live.slug}"
    command = [sys.executable, "-c", CHILD, json.dumps(dict(scratch.environment)), path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    whole, alone, peak = (float(word) for word in done.stdout.split()[-3:])
    return whole, alone, peak


def lines(few: tuple[float, float, float], many: tuple[float, float, float]) -> Iterator[Line]:
    """The goals, from a measurement with 1,000 responses and one with 100,000."""
    yield Line("P6", "PDF of many responses, CPU", many[0], "s", "of few", few[0], 1.15)
    yield Line("P6", "PDF of many responses, CPU", many[0], "s", "WeasyPrint alone", many[1], 1.3)
    yield Line("P6", "peak memory", many[2], "MB", "goal", 200.0, 1.0)
