"""The tables of a report as one CSV: a line for every number, so that any program can take them in."""

import csv
import io
from collections.abc import Iterator

from app.files.cells import plain
from app.reports.model import HIDDEN_WORD, Report, Table

COLUMNS = (
    "edition", "as_at", "section", "table", "counts", "row_id", "row", "column_id", "column", "value",
)  # fmt: skip
MARK = "\ufeff"  # without it a spreadsheet program reads accents wrongly


def write(report: Report) -> bytes:
    """Lines of COLUMNS in UTF-8. `counts` is what is counted: CONSULTATION/QUESTION, and /BREAKDOWN of it.

    A number that the disclosure rule hides is the word "hidden".
    """
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    edition = report.edition + (", made-up answers" if report.demonstration else "")
    for heading, table in _tables(report):
        for line in _lines(table):
            lines.writerow([plain(edition), report.as_at.isoformat(), plain(heading), *line])
    return (MARK + out.getvalue()).encode()


def _tables(report: Report) -> Iterator[tuple[str, Table]]:
    for section in report.sections:
        yield from ((section.heading, block) for block in section.blocks if isinstance(block, Table))


def _lines(table: Table) -> Iterator[list[str | int | float]]:
    for row in table.rows:
        for column, (header, cell) in enumerate(zip(table.headers, row.cells, strict=True)):
            said = HIDDEN_WORD if cell is None else plain(cell) if isinstance(cell, str) else cell
            names = (table.caption, table.item, row.key, row.header, table.key(column), header)
            yield [*map(plain, names), said]
