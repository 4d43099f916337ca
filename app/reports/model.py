"""The report: sections of a few closed kinds of block. The second waist: every format reads this and no more.

A block says what there is, never how it looks. A number that the disclosure rule hides is None wherever it
stands, so no format can forget to hide it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

HIDDEN = None
HIDDEN_WORD = "hidden"
DASH = "–"
"""Stands where there is no number to give."""

Cell = int | float | str | None
"""A number, words, or HIDDEN."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words. `kind` is "plain", "lead" (larger), "base" (of the figures below it) or "note" (small print)."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list; `numbered` where the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its header and its cells. `key` is the id of what it counts, or ""."""

    header: str
    cells: tuple[Cell, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers. `headers` are those of the cells; `corner` says what the row headers are.

    `item` names what is counted as `speir tally` does, "" if it does not: "CONSULTATION/ITEM", after it
    "/BREAKDOWN" where the rows are groups. `keys` are the ids of the columns.
    """

    caption: str
    corner: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    item: str = ""
    keys: tuple[str, ...] = ()

    def numeric(self, column: int) -> bool:
        """Whether a column holds numbers, hidden, left out (a dash) or not."""
        cells = [row.cells[column] for row in self.rows]
        return all(cell in (None, DASH) or isinstance(cell, int | float) for cell in cells)

    def key(self, column: int) -> str:
        """The id of what a column counts, or ""."""
        return self.keys[column] if column < len(self.keys) else ""

    @property
    def hides(self) -> bool:
        """Whether a number is hidden in it."""
        return any(cell is None for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: how many, and the percentage where one may be given. None is hidden."""

    label: str
    value: int | None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: one part, or several that stand end to end. `whole` is how many answered, None if hidden."""

    label: str
    parts: tuple[Part, ...]
    whole: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars. `alternative` says all the numbers in words, for who does not see them."""

    title: str
    bars: tuple[Bar, ...]
    alternative: str

    @property
    def stacked(self) -> bool:
        """Whether its bars have parts, which need a key."""
        return any(len(bar.parts) > 1 for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Callout:
    """What nobody should overlook."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A released comment in the words of whoever wrote it; `about` is the one thing said of them, or ""."""

    text: str
    about: str = ""


Block = Paragraph | BulletList | Table | Chart | Callout | Quotation


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. Level 2 begins a new part, 3 and 4 stand within one."""

    id: str
    heading: str
    level: int
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole edition, ready for any format."""

    title: str
    board: str
    sections: tuple[Section, ...]
    edition_no: int
    as_at: date
    language: str = "en"
    demonstration: bool = False
    status_address: str = ""

    @property
    def parts(self) -> tuple[tuple[Section, ...], ...]:
        """The sections in parts: each begins with one of level 2, which stands in the table of contents."""
        starts = [i for i, section in enumerate(self.sections) if section.level == 2]
        ends = [*starts[1:], len(self.sections)]
        return tuple(self.sections[start:end] for start, end in zip(starts, ends, strict=True))

    @property
    def edition(self) -> str:
        """Which edition it is, in words; 0 is a draft that nobody has published."""
        return f"Edition {self.edition_no}" if self.edition_no else "Draft, not published"

    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Table))
