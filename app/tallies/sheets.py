"""One question's numbers, overall and by one breakdown, with what is hidden of them so far.

This is the working paper of `suppression`: mutable, and never seen outside this room.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.tallies.ledger import BASE, NOT_ANSWERED, NOT_ASKED

ALL = ""  # the row of all responses
MERGED = "*"  # the row of all groups that are hidden whole, together

Row = str
Column = str
Cell = tuple[Row, Column]
Cells = Mapping[Row, Mapping[Column, int]]


@dataclass
class Sheet:
    """Rows of numbers: `ALL` first, then the groups of a breakdown, if there is one.

    `now` are the counts, `slack` how many of them are new since the last edition (all, where there
    was none): a world that an attacker must reckon with can move only those. `inherited` are cells
    hidden in an earlier edition, whose protection that edition's audit has shown already (see
    docs/adr/0008). `strict` cells may not be found out even where they are nought.
    `may_rise` says how far "not asked" can rise in a row where it is hidden.
    """

    item: str
    threshold: int
    options: tuple[Column, ...]
    now: Cells
    slack: Cells
    seen_before: frozenset[Cell] = frozenset()
    inherited: frozenset[Cell] = frozenset()
    hidden: set[Cell] = field(default_factory=set)
    strict: set[Cell] = field(default_factory=set)
    may_rise: Mapping[Row, int] = field(default_factory=dict)
    exclusive: frozenset[Column] = frozenset()
    several: bool = False
    stale: bool = False
    """Whether the last edition gave the overall, and not this breakdown of it."""
    fixed: Mapping[Cell, str] = field(default_factory=dict)
    """Numbers whose sum is told by how many were asked something else, by the name of that sum."""

    @property
    def rows(self) -> list[Row]:
        """The groups, without the row of all."""
        return [row for row in self.now if row != ALL]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column of the sheet."""
        return (BASE, NOT_ANSWERED, NOT_ASKED, *self.options)

    def hide_row(self, row: Row) -> None:
        """All options of a row."""
        self.hidden.update((row, option) for option in self.options)

    def hide_all(self, row: Row, *, not_asked: bool) -> None:
        """Every number of a row; "not asked" only where that is said."""
        columns = [c for c in self.columns if c != NOT_ASKED or not_asked]
        self.hidden.update((row, column) for column in columns)

    def seed(self, small_group: int) -> None:
        """Hides what the rule itself hides: small counts, and small groups of one mind.

        "Not asked" is left out: what hangs on it is settled for many questions at once (`asking`).
        """
        self.hidden |= self.inherited
        for row, cells in self.now.items():
            if row == ALL and self.rows:
                continue  # the overall has a sheet, and a threshold, of its own
            for column in self.columns:
                if column != NOT_ASKED and row != MERGED and 1 <= cells[column] < self.threshold:
                    self.hidden.add((row, column))
            base = cells[BASE]
            if self.several and row != MERGED:
                # Who did not choose is a count of people as well.
                for option in self.options:
                    if 1 <= base - cells[option] < self.threshold:
                        self.hidden.add((row, option))
            if 1 <= base < small_group and any(cells[option] == base for option in self.options):
                self.hide_row(row)
                self.strict.update((row, option) for option in self.options)

    def open_nought(self, cell: Cell) -> bool:
        """Whether it does no harm that this hidden number can be worked out."""
        row, column = cell
        if cell in self.strict:
            return False
        if self.slack[row][column] > 0:
            return False
        told = row != ALL and (ALL, column) in self.inherited
        if told and (self.stale or cell not in self.seen_before):
            return False  # the overall's number was hidden before, and would be told with it
        return row == MERGED or self.now[row][column] == 0 or cell in self.seen_before

    def short(self, cell: Cell, rise: int, fall: int) -> tuple[int, int]:
        """By how much a hidden number's room is too little: (more rise, more fall), or (0, 0).

        A number of the merged groups is the sum of several hidden ones, of which each can be
        anything from nought to that sum, so what must be large enough is the sum's highest value.
        """
        row, column = cell
        if cell in self.inherited:
            return 0, 0
        if rise + fall >= self.threshold:
            return 0, 0
        if rise + fall == 0 and self.open_nought(cell):
            return 0, 0
        if row == MERGED and cell not in self.strict:
            lacking = self.threshold - self.slack[row][column] - rise
            return (lacking, 0) if lacking > 0 else (0, 0)
        lacking = self.threshold - rise - fall
        return lacking, lacking


def added(rows: list[Mapping[Column, int]]) -> dict[Column, int]:
    """Rows of equal columns, added up."""
    return {column: sum(row[column] for row in rows) for column in rows[0]}
