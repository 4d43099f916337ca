"""A report as a Word document with real headings and tables, for whoever puts it into papers of their own."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from app.reports.model import (
    HIDDEN_WORD,
    BulletList,
    Callout,
    Cell,
    Chart,
    Paragraph,
    Quotation,
    Report,
    Section,
    Table,
)
from app.reports.wording import DEMONSTRATION, foot

FONT, SIZE = "Arial", 12  # points: the least that papers of public bodies use
MARGIN = 2.0  # cm
A4 = (21.0, 29.7)  # cm


def write(report: Report) -> bytes:
    """The document, the same bytes for the same report.

    Charts are left out: the table beside each holds the same numbers.
    """
    document = Document()
    _set_up(document, report)
    document.add_paragraph(report.board, "Subtitle")
    document.add_heading(f"{report.title}: what people said", 0)
    document.add_paragraph(foot(report))
    for section in report.sections:
        _section(document, section)
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for part in parts.infolist():  # anew with no clock in them, so that it is the same bytes each time
            whole.writestr(zipfile.ZipInfo(part.filename), parts.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _set_up(document: Any, report: Report) -> None:
    """Paper, font, language, title, and what stands at the head and foot of every page."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(A4[0]), Cm(A4[1])
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        font = document.styles[name].font
        font.name, font.color.rgb = FONT, None
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{script}"), None)
    document.styles["Normal"].font.size = document.styles["Caption"].font.size = Pt(SIZE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB" if report.language == "en" else report.language)
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    about = document.core_properties
    about.title, about.author = f"{report.title}: what people said", report.board
    about.language, about.comments = report.language, ""
    about.created = about.modified = datetime.combine(report.as_at, datetime.min.time(), UTC)
    if report.demonstration:
        page.header.paragraphs[0].text = DEMONSTRATION
    page.footer.paragraphs[0].text = foot(report)


def _section(document: Any, section: Section) -> None:
    document.add_heading(section.heading, section.level - 1)
    for block in section.blocks:
        _BLOCKS[type(block)](document, block)


def _paragraph(document: Any, block: Paragraph) -> None:
    words = document.add_paragraph().add_run(block.text)
    words.bold, words.italic = block.kind == "lead", block.kind == "note"


def _list(document: Any, block: BulletList) -> None:
    for item in block.items:
        document.add_paragraph(item, "List Number" if block.numbered else "List Bullet")


def _callout(document: Any, block: Callout) -> None:
    document.add_paragraph().add_run(block.heading).bold = True
    document.add_paragraph(block.text, "Quote")


def _quotation(document: Any, block: Quotation) -> None:
    about = f" – {block.about}" if block.about else ""
    document.add_paragraph(f"“{block.text}”{about}", "Quote")


def _chart(_document: Any, _block: Chart) -> None:
    """Nothing: see `write`."""


def _table(document: Any, block: Table) -> None:
    caption = document.add_paragraph(block.caption, "Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(len(block.rows) + 1, len(block.headers) + 1, "Table Grid")
    rows = [row.cells for row in table.rows]  # asked for once: each asking walks through the whole table
    for cell, words in zip(rows[0], (block.corner, *block.headers), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _repeats(table.rows[0])
    for cells, row in zip(rows[1:], block.rows, strict=True):
        cells[0].paragraphs[0].add_run(row.header)
        for cell, value in zip(cells[1:], row.cells, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(_said(value))
            if not isinstance(value, str):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if block.note:
        _paragraph(document, Paragraph(block.note, "note"))
    else:
        document.add_paragraph()


def _repeats(row: Any) -> None:
    """Marks a row as the headers of its table, which a screen reader says and every page repeats."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _said(value: Cell) -> str:
    return HIDDEN_WORD if value is None else value if isinstance(value, str) else f"{value:,}"


_BLOCKS: dict[type, Callable[[Any, Any], None]] = {
    Paragraph: _paragraph,
    BulletList: _list,
    Callout: _callout,
    Quotation: _quotation,
    Chart: _chart,
    Table: _table,
}
