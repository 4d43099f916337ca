"""The tables of a report as a workbook: a sheet for each part, the tables under one another."""

import io
import re
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter

from app.files.cells import plain
from app.reports.model import HIDDEN_WORD, Cell, Report, Section, Table
from app.reports.wording import day

WIDE, NARROW = 44, 14  # characters
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def write(report: Report) -> bytes:
    """The workbook, the same bytes for the same report. Every cell is words or a number."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    created = datetime.combine(report.as_at, time(), UTC)  # a date alone would be ignored for the clock
    book.set_properties({"title": report.title, "author": report.board, "created": created})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "row": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "share": book.add_format({"num_format": "#,##0.##", "valign": "top"}),
        "hidden": book.add_format({"italic": True, "align": "right", "valign": "top"}),
    }
    taken: set[str] = set()
    for part in report.parts:
        if any(isinstance(block, Table) for section in part for block in section.blocks):
            _sheet(book.add_worksheet(_name(part[0].heading, taken)), part, report, styles)
    if not taken:
        book.add_worksheet("No tables")
    book.close()
    return out.getvalue()


def _sheet(sheet: Any, part: tuple[Section, ...], report: Report, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 30, NARROW)
    mark = " Demonstration: made-up answers." if report.demonstration else ""
    sheet.write_string(0, 0, plain(f"{report.title}: {part[0].heading}"), styles["title"])
    sheet.write_string(1, 0, f"{report.edition}, as at {day(report.as_at)}.{mark}")
    line = 3
    for section in part:
        for block in section.blocks:
            if isinstance(block, Table):
                sheet.write_string(line, 0, plain(section.heading), styles["head"])
                line = _table(sheet, line + 1, block, styles)


def _table(sheet: Any, line: int, table: Table, styles: dict[str, Any]) -> int:
    """Writes a table from `line` on; the line after it and a blank one."""
    if table.caption:
        sheet.write_string(line, 0, plain(table.caption))
        line += 1
    for column, words in enumerate((table.corner, *table.headers)):
        sheet.write_string(line, column, plain(words), styles["head"])
    for row in table.rows:
        line += 1
        sheet.write_string(line, 0, plain(row.header), styles["row"])
        for column, cell in enumerate(row.cells, 1):
            _cell(sheet, line, column, cell, styles)
    if table.note:
        line += 1
        sheet.write_string(line, 0, plain(table.note))
    return line + 2


def _cell(sheet: Any, line: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    match cell:
        case None:
            sheet.write_string(line, column, HIDDEN_WORD, styles["hidden"])
        case str():
            sheet.write_string(line, column, plain(cell), styles["row"])
        case int():
            sheet.write_number(line, column, cell, styles["number"])
        case _:
            sheet.write_number(line, column, cell, styles["share"])


def _name(heading: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, none of those a workbook forbids, and not one that is taken."""
    short = _NOT_IN_A_NAME.sub(" ", heading).strip()[:27] or "Part"
    name, number = short, 2
    while name.lower() in taken:
        name, number = f"{short} {number}", number + 1
    taken.add(name.lower())
    return name
