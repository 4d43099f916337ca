"""A report as a file: the PDF accessible and whole, the page complete, both with the same numbers."""

import re
from collections.abc import Iterator
from functools import cache

import lxml.html
import pytest
from pypdf import PdfReader

from app.reports.formats import FORMATS, as_pdf
from app.reports.model import Chart, Report, Table
from app.reports.sections import compose
from app.reports.wording import DEMONSTRATION
from tests.documents.checking import bookmarks, check_pdf, headings, tags
from tests.reports import samples

pytestmark = pytest.mark.usefixtures("drawing")


@cache
def report() -> Report:
    return compose(samples.source())


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """The PDF, made once."""
    return {}


def pdf(made: dict[str, bytes]) -> bytes:
    if not made:
        made["pdf"] = FORMATS["pdf"].write(report())
    return made["pdf"]


def shown(table: Table) -> Iterator[list[str]]:
    """The rows of a table as a reader sees them."""
    for row in table.rows:
        yield [
            row.header,
            *("hidden" if c is None else f"{c:,}" if not isinstance(c, str) else c for c in row.cells),
        ]


def plain(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_the_pdf_has_no_failure_of_pdf_ua(made: dict[str, bytes]) -> None:
    assert check_pdf(pdf(made)) == []


def test_every_figure_says_its_numbers(made: dict[str, bytes]) -> None:
    charts = [b for section in report().sections for b in section.blocks if isinstance(b, Chart)]
    figures = [tag.alternative for tag in tags(pdf(made)) if tag.kind == "Figure"]
    assert figures == [chart.alternative for chart in charts if chart.stacked]


def test_single_bars_stand_in_their_table() -> None:
    """Each row of the table has the bar of its number: at most 80 per cent of the cell, none if hidden."""
    singles = 0
    for section in report().sections:
        charts = [block for block in section.blocks if isinstance(block, Chart) and not block.stacked]
        barred = [block for block in as_pdf.blocks_of(section) if isinstance(block, as_pdf.BarTable)]
        assert len(barred) == len(charts)
        for chart, one in zip(charts, barred, strict=True):
            assert [row.header for row in one.table.rows] == [bar.label for bar in chart.bars]
            for row, length in zip(one.table.rows, one.lengths, strict=True):
                assert (length > 0) == bool(row.cells[-1])
                if "percent" in one.table.keys and isinstance(row.cells[-1], int):
                    assert length == pytest.approx(0.8 * row.cells[-1])
            singles += 1
    assert singles > 10


def test_headings_are_in_order_and_are_the_bookmarks(made: dict[str, bytes]) -> None:
    levels = headings(pdf(made))
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    own = [section.heading for section in report().sections]
    found = bookmarks(pdf(made))
    assert [title for title in found if title != "Contents"][1:] == own


def test_title_language_paper_and_foot(made: dict[str, bytes], tmp_path: object) -> None:
    import io

    document = PdfReader(io.BytesIO(pdf(made)))
    assert document.metadata is not None
    assert document.metadata.title == "Short breaks for carers: what people said"
    assert document.trailer["/Root"]["/Lang"] == "en"
    for one in document.pages:
        assert (round(one.mediabox.width), round(one.mediabox.height)) == (595, 842), "A4"
        text = " ".join(one.extract_text().split())
        assert "Edition 2, as at 23 November 2026" in text
        assert "https://speir.example/e/K7F3Q" in text
        assert DEMONSTRATION in text
    assert "Contents" in document.pages[1].extract_text(), "the summary is one page that can be pulled out"


def test_every_row_of_every_table_is_in_the_pdf(made: dict[str, bytes]) -> None:
    import io

    text = plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(made))).pages))
    for table in report().tables():
        for row in shown(table):
            assert plain("".join(row)) in text, row


def test_every_row_of_every_table_is_in_the_page() -> None:
    html = lxml.html.fromstring(FORMATS["html"].write(report()).decode())
    tables = list(html.iterfind(".//table"))
    for table, written in zip(report().tables(), tables, strict=True):
        rows = [[" ".join(cell.text_content().split()) for cell in tr] for tr in written.iterfind("tbody/tr")]
        assert rows == [[" ".join(cell.split()) for cell in row] for row in shown(table)]


def test_the_page_needs_nothing_beside_it() -> None:
    html = lxml.html.fromstring(FORMATS["html"].write(report()).decode())
    assert html.get("lang") == "en"
    assert not html.xpath("//link|//script|//img|//@style")
    assert "Demonstration – made-up answers" in html.text_content()


def test_a_report_of_true_answers_bears_no_mark() -> None:
    true = compose(samples.source(samples.consultation("third-sector", 14), demonstration=False))
    assert "Demonstration" not in as_pdf.html(true)
    assert "Demonstration" not in FORMATS["html"].write(true).decode()


def test_what_an_officer_typed_is_shown_as_typed() -> None:
    from dataclasses import replace

    source = samples.source(samples.consultation("third-sector", 14))
    nasty = "<script>alert(1)</script> & “quotes” <b>bold</b>"
    facts = replace(source.engagement, title=nasty, officer_words=nasty, ask_of_group=f"- {nasty}")
    written = FORMATS["html"].write(compose(replace(source, engagement=facts))).decode()
    assert "<script" not in written
    assert written.count("&lt;script&gt;") == 4
    assert check_pdf(FORMATS["pdf"].write(compose(replace(source, engagement=facts)))) == []
