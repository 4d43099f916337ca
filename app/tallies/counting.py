"""From the codes of many responses to a Tally, in one pass over bytes.

Every byte of a column is counted as it lies (256 bins, times the groups), and what an option has is
read off those bins afterwards, so the cost hardly grows with options or with groups.
The approach and its cost are measured in the benchmark (goal P5).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from app.errors import Invalid
from app.tallies.codes import decode
from app.tallies.layout import ATTRIBUTE, FIRST_CODE, MULTI, NUMBER, PLACE, SINGLE, WIDE, Column, Layout
from app.tallies.tally import (
    NOT_ANSWERED_GROUP,
    NOT_ASKED_GROUP,
    GroupTally,
    ItemTally,
    NumberSummary,
    Tally,
)

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]
# Responses that are counted at a time: as many as stay in a processor's cache.
BLOCK = 32768
# `_BITS[b, i]` is whether byte b has bit i: from a count of bytes to a count of bits.
_BITS = (np.arange(256)[:, None] >> np.arange(8)[None, :]) & 1


class Columns:
    """The responses of one layout as numpy columns. `responses` is how many."""

    def __init__(self, layout: Layout, table: npt.NDArray[np.uint8]) -> None:
        self.layout = layout
        self.responses = len(table)
        self._table = table

    @classmethod
    def read(cls, layout: Layout, codes: bytes) -> Iterator["Columns"]:
        """Columns of at most `BLOCK` responses each."""
        table = np.frombuffer(codes, np.uint8).reshape(-1, layout.width)
        for start in range(0, max(len(table), 1), BLOCK):
            yield cls(layout, table[start : start + BLOCK])

    @cached_property
    def bytes_of(self) -> npt.NDArray[np.uint8]:
        """Row i holds byte i of every response, side by side in memory."""
        return np.ascontiguousarray(self._table.T)

    def documents(self) -> Iterator[dict[str, Any]]:
        """Each response's closed answers and attributes, one by one: slow, for what is asked rarely."""
        for row in self._table:
            document, _, attributes = decode(self.layout, row.tobytes())
            yield {**attributes, **document}

    def only(self, chosen: Flags) -> "Columns":
        """The same columns with the chosen responses only."""
        return Columns(self.layout, self._table[chosen])

    def values(self, column: Column) -> Numbers:
        """A column's code of each response: an int, of a number question the status."""
        start = column.offset
        if column.kind == WIDE:
            low, high = (self.bytes_of[start + i].astype(np.uint16) for i in (0, 1))
            return np.asarray(low | high << 8)
        return np.asarray(self.bytes_of[start])

    def numbers(self, column: Column) -> npt.NDArray[np.float64]:
        """A number question's answers; where there is none, 0."""
        raw = np.ascontiguousarray(self._table[:, column.offset + 1 : column.offset + 9])
        return raw.view("<f8").ravel().astype(np.float64)

    def chose(self, key: str, option: str) -> Flags:
        """Which responses chose an option, or have an attribute, or are in a `_not_…` group."""
        column = self.layout.by_key.get(key)
        if column is None:
            return np.full(self.responses, option == NOT_ASKED_GROUP)
        if column.kind == ATTRIBUTE:
            code = column.options.index(option) if option in column.options else 255
            return np.asarray(self.bytes_of[column.offset] == code)
        values = self.values(column)
        if option == NOT_ASKED_GROUP:
            return np.asarray(values == 0)
        if option == NOT_ANSWERED_GROUP:
            return np.asarray((values & 3) == 1) if column.kind == MULTI else np.asarray(values == 1)
        if option not in column.options:
            return np.zeros(self.responses, np.bool_)
        place = FIRST_CODE + column.options.index(option)
        if column.kind == MULTI:
            return np.asarray(self.bytes_of[column.offset + place // 8] >> (place % 8) & 1, np.bool_)
        return np.asarray(values == place)


Mask = Callable[[Columns], Flags]


def equals(key: str, value: str) -> Mask:
    """A filter: the responses that chose option `value` of `key`, or have that attribute."""
    return lambda columns: columns.chose(key, value)


def count(parts: Sequence[tuple[Layout, bytes]], by: Sequence[str] = (), where: Mask | None = None) -> Tally:
    """The tally of all parts together, added by the ids of questions and options.

    `by` names attributes or questions with options. Groups of a question with several choices
    overlap: such a breakdown is only for an ExactTally. A group that nobody could be in, as an
    attribute's value that does not occur, is left out. Raises Invalid where `by` cannot split.
    """
    tables = [columns for layout, codes in parts for columns in Columns.read(layout, codes)]
    if where is not None:
        tables = [columns.only(where(columns)) for columns in tables]
    splits = {key: _Split.of(key, tables) for key in by}
    exclusive = next((split for split in splits.values() if not split.overlapping), None)
    groups = {key: _groups(tables, split) for key, split in splits.items()}
    if exclusive is None:
        overall = _groups(tables, _Split("", ("",)))[0].finish()
    else:  # groups that do not overlap add up to all: no second pass
        overall = _Sums.added(groups[exclusive.key]).finish()
    return Tally(overall, {key: _shown(splits[key], groups[key]) for key in by})


@dataclass(frozen=True, slots=True)
class _Split:
    """A breakdown: its key and the keys of its groups."""

    key: str
    groups: tuple[str, ...]
    overlapping: bool = False
    attribute: bool = False

    @classmethod
    def of(cls, key: str, tables: Iterable[Columns]) -> "_Split":
        columns = [c for table in tables if (c := table.layout.by_key.get(key)) is not None]
        if not columns and any(table.responses for table in tables):
            raise Invalid(f"There is no question or attribute {key} to split by.")
        kinds = {column.kind for column in columns}
        if not kinds <= {ATTRIBUTE, SINGLE, WIDE, MULTI, PLACE}:
            raise Invalid(f"{key} has no options, so results cannot be split by it.")
        options = tuple(dict.fromkeys(option for column in columns for option in column.options))
        if kinds == {ATTRIBUTE}:
            return cls(key, options, attribute=True)
        return cls(key, (*options, NOT_ANSWERED_GROUP, NOT_ASKED_GROUP), overlapping=MULTI in kinds)

    def numbers_of(self, columns: Columns) -> Numbers:
        """The place in `groups` of each response's group; only for groups that do not overlap."""
        if not self.key:
            return np.zeros(columns.responses, np.uint8)
        column = columns.layout.by_key.get(self.key)
        if column is None:
            return np.full(columns.responses, len(self.groups) - 1, np.uint16)
        places = [self.groups.index(option) for option in column.options]
        if column.kind == ATTRIBUTE:
            return np.asarray(places, np.uint16)[columns.values(column)]
        last = len(self.groups)
        return np.asarray([last - 1, last - 2, *places], np.uint16)[columns.values(column)]


@dataclass(slots=True)
class _ItemSums:
    base: int = 0
    not_answered: int = 0
    not_asked: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    numbers: list[npt.NDArray[np.float64]] = field(default_factory=list)

    def finish(self) -> ItemTally:
        numbers = np.concatenate(self.numbers) if self.numbers else np.empty(0)
        summary = None
        if numbers.size:
            summary = NumberSummary(
                int(numbers.size), float(numbers.mean()), float(np.median(numbers)),
                float(numbers.min()), float(numbers.max()),
            )  # fmt: skip
        return ItemTally(self.base, self.not_answered, self.not_asked, self.counts, summary)


@dataclass(slots=True)
class _Sums:
    """Counts of one group while they are being added up."""

    responses: int = 0
    items: dict[str, _ItemSums] = field(default_factory=dict)

    @classmethod
    def added(cls, many: Iterable["_Sums"]) -> "_Sums":
        total = cls()
        for sums in many:
            total.responses += sums.responses
            for key, item in sums.items.items():
                into = total.items.setdefault(key, _ItemSums())
                into.base += item.base
                into.not_answered += item.not_answered
                into.not_asked += item.not_asked
                into.numbers += item.numbers
                for option, n in item.counts.items():
                    into.counts[option] = into.counts.get(option, 0) + n
        return total

    def finish(self) -> GroupTally:
        return GroupTally(self.responses, {key: item.finish() for key, item in self.items.items()})


def _shown(split: _Split, groups: Sequence[_Sums]) -> dict[str, GroupTally]:
    named = zip(split.groups, groups, strict=True)
    kept = ((key, g) for key, g in named if g.responses or not (split.attribute or key.startswith("_")))
    return {key: group.finish() for key, group in kept}


def _groups(tables: Sequence[Columns], split: _Split) -> list[_Sums]:
    """What each group of the split has, in the order of `split.groups`."""
    groups = [_Sums() for _ in split.groups]
    every = dict.fromkeys(column.key for table in tables for column in table.layout.items)
    for group in groups:
        group.items = {key: _ItemSums() for key in every}
    for table in tables:
        if split.overlapping:
            for group, key in zip(groups, split.groups, strict=True):
                chosen = table.only(table.chose(split.key, key))
                _add(chosen, np.zeros(chosen.responses, np.uint8), [group])
        else:
            _add(table, split.numbers_of(table), groups)
    return groups


def _add(table: Columns, group_of: Numbers, groups: Sequence[_Sums]) -> None:
    """Adds a table's responses to the groups that `group_of` says."""
    many = len(groups)
    shift = group_of.astype(np.uint32) * 256 if many > 1 else None

    def bins(place: int) -> npt.NDArray[np.int64]:
        """Counts of byte `place`: one row of 256 for each group."""
        column = table.bytes_of[place]
        found = np.bincount(column if shift is None else column + shift, minlength=256 * many)
        return found.reshape(many, 256)

    responses = np.bincount(group_of, minlength=many).tolist()
    for group, n in zip(groups, responses, strict=True):
        group.responses += n
    known = table.layout.by_key
    for key in groups[0].items:
        if key not in known:
            for group, n in zip(groups, responses, strict=True):
                group.items[key].not_asked += n
    for column in table.layout.items:
        if column.kind == MULTI:
            rows = _multi_rows(column, bins)
        elif column.kind == WIDE:
            wide = 2 + len(column.options)
            codes = table.values(column).astype(np.int64) + group_of.astype(np.int64) * wide
            rows = np.bincount(codes, minlength=wide * many).reshape(many, wide).tolist()
        else:
            rows = bins(column.offset)[:, : max(3, 2 + len(column.options))].tolist()
        for group, row in zip(groups, rows, strict=True):
            _add_row(group.items[column.key], column, row)
        if column.kind == NUMBER:
            answered = table.values(column) == FIRST_CODE
            numbers, belongs = table.numbers(column)[answered], group_of[answered]
            for place, group in enumerate(groups):
                group.items[column.key].numbers.append(numbers if many == 1 else numbers[belongs == place])


def _multi_rows(column: Column, bins: Callable[[int], npt.NDArray[np.int64]]) -> list[list[int]]:
    """A row for each group: not asked, not answered, answered, then each option."""
    bytes_of = [bins(column.offset + i) for i in range(column.width)]
    bits = np.concatenate([found @ _BITS for found in bytes_of], axis=1)[:, : 2 + len(column.options)]
    asked, answered = bits[:, 0], bits[:, 1]
    total = bytes_of[0].sum(axis=1)
    head = np.stack([total - asked, asked - answered, answered], axis=1)
    rows: list[list[int]] = np.concatenate([head, bits[:, 2:]], axis=1).tolist()
    return rows


def _add_row(item: _ItemSums, column: Column, row: Sequence[int]) -> None:
    item.not_asked += row[0]
    item.not_answered += row[1]
    options = column.options
    chosen = row[3:] if column.kind == MULTI else row[2 : 2 + len(options)]
    item.base += row[2] if column.kind == MULTI or not options else sum(chosen)
    for option, n in zip(options, chosen, strict=True):
        item.counts[option] = item.counts.get(option, 0) + n
