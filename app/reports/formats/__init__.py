"""The ONE table of formats: a report goes in, a file comes out. A new format is a file beside this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from app.reports.model import Report


@dataclass(frozen=True, slots=True)
class Format:
    """How a report is written, by `write(report) -> bytes` of the module `as_<name>`.

    `media_type` is what a browser is told, `label` what a reader is. The module is loaded when it is first
    used: a web worker that only shows pages carries none of what Word or a spreadsheet need.
    """

    name: str
    label: str
    media_type: str

    def write(self, report: Report) -> bytes:
        """The report as a file of this format."""
        made: bytes = import_module(f"{__name__}.as_{self.name}").write(report)
        return made


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("html", "Web page", "text/html; charset=utf-8"),
        Format("pdf", "PDF", "application/pdf"),
        Format("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Format("csv", "CSV", "text/csv"),
    )
}
DOWNLOADS = ("pdf", "docx", "xlsx", "csv")
"""The formats in which an edition is kept, beside its page."""
