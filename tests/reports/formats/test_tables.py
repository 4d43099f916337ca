"""A report as Word, as a workbook and as CSV: the same numbers, real headings, and no cell a formula."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import docx
import lxml.etree
import pytest

from app.reports.formats import FORMATS
from app.reports.model import Cell, Report, Row, Section, Table
from app.reports.sections import compose
from app.reports.wording import DEMONSTRATION, foot
from tests.reports import samples

NASTY = ("=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1")


@cache
def report() -> Report:
    return compose(samples.source())


def nasty() -> Report:
    """A report in which every word that somebody typed begins like a formula."""
    rows = tuple(Row(words, (words, 1), words) for words in NASTY)
    tables = tuple(
        Table(words, words, (words, "n"), rows, words, f"x/{words}", (words, "")) for words in NASTY
    )
    sections = tuple(Section(f"s{i}", words, 2, (tables[i],)) for i, words in enumerate(NASTY))
    return replace(report(), title=NASTY[0], board=NASTY[1], sections=sections)


def said(value: Cell) -> str:
    return "hidden" if value is None else value if isinstance(value, str) else f"{value:,}"


def csv_rows(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))


def sheets(written: bytes) -> Iterator[tuple[str, lxml.etree._Element]]:
    with zipfile.ZipFile(io.BytesIO(written)) as book:
        for name in book.namelist():
            if name.endswith(".xml"):
                yield name, lxml.etree.fromstring(book.read(name))


def test_every_number_is_a_line_of_the_csv() -> None:
    head, *lines = csv_rows(FORMATS["csv"].write(report()))
    assert head[-1] == "value"
    expected = [
        (table.caption, row.header, header, said(cell).replace(",", "") if cell != str(cell) else cell)
        for table in report().tables()
        for row in table.rows
        for header, cell in zip(table.headers, row.cells, strict=True)
    ]
    assert [(line[3], line[6], line[8], line[9]) for line in lines] == expected
    assert any(line[9] == "hidden" for line in lines)


def test_word_has_real_headings_and_the_same_tables() -> None:
    made = docx.Document(io.BytesIO(FORMATS["docx"].write(report())))
    headings = [p.text for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [section.heading for section in report().sections]
    levels = [int(p.style.name[-1]) for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert levels == [section.level - 1 for section in report().sections]
    for table, written in zip(report().tables(), made.tables, strict=True):
        rows = [[cell.text for cell in row.cells] for row in written.rows]
        assert rows[0] == [table.corner, *table.headers]
        body = [
            [row.header, *(f"{c:,}" if isinstance(c, int | float) else said(c) for c in row.cells)]
            for row in table.rows
        ]
        assert rows[1:] == body
        assert written.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert made.core_properties.title == "Short breaks for carers: what people said"
    assert made.sections[0].header.paragraphs[0].text == DEMONSTRATION
    assert made.sections[0].footer.paragraphs[0].text == foot(report())


@pytest.mark.parametrize("name", ["docx", "xlsx", "csv"])
def test_the_same_report_is_the_same_bytes(name: str) -> None:
    assert FORMATS[name].write(report()) == FORMATS[name].write(report())


def test_a_workbook_is_of_the_day_of_the_count_and_not_of_the_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(report()))) as parts:
        about = parts.read("docProps/core.xml").decode()
    assert about.count(f"{report().as_at.isoformat()}T00:00:00Z") == 2


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    for name, tree in sheets(FORMATS["xlsx"].write(nasty())):
        assert not tree.xpath("//*[local-name()='f']"), name
        for text in tree.xpath("//*[local-name()='t']/text()"):
            assert text.startswith("'") or text.strip()[0] not in "=+-@＝", text


def test_no_cell_of_a_csv_begins_like_a_formula() -> None:
    for line in csv_rows(FORMATS["csv"].write(nasty())):
        for cell in line:
            assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n"), cell
            assert cell.startswith("'") or cell.strip()[:1] not in ("=", "＝"), cell


def test_a_workbook_holds_the_numbers_as_numbers() -> None:
    numbers = sum(
        len(tree.xpath("//*[local-name()='c'][not(@t)]/*[local-name()='v']"))
        for name, tree in sheets(FORMATS["xlsx"].write(report()))
        if name.startswith("xl/worksheets/")
    )
    assert numbers == sum(
        isinstance(cell, int | float)
        for table in report().tables()
        for row in table.rows
        for cell in row.cells
    )


def test_a_report_without_tables_is_a_workbook_all_the_same() -> None:
    bare = replace(report(), sections=(Section("one", "One", 2),))
    assert FORMATS["xlsx"].write(bare).startswith(b"PK")
    assert len(csv_rows(FORMATS["csv"].write(bare))) == 1
