"""The ONE table of formats: a report goes in, a file comes out. A new format is a file beside this one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.reports.formats import as_html, as_pdf
from app.reports.model import Report


@dataclass(frozen=True, slots=True)
class Format:
    """How a report is written; `media_type` is what a browser is told."""

    write: Callable[[Report], bytes]
    media_type: str


FORMATS: Mapping[str, Format] = {
    "html": Format(as_html.write, "text/html; charset=utf-8"),
    "pdf": Format(as_pdf.write, "application/pdf"),
}
