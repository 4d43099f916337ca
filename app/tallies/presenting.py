"""Writes a PublishedTally: true counts where they may be shown, None where they are hidden.

Percentages and means are made here, from shown numbers only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.tallies.ledger import BASE, NOT_ANSWERED, NOT_ASKED, NUMBER, Edition
from app.tallies.rule import Rule
from app.tallies.sheets import ALL, MERGED, Cell, Column, Sheet
from app.tallies.tally import (
    NOT_ANSWERED_GROUP,
    NOT_ASKED_GROUP,
    GroupTally,
    ItemTally,
    PublishedGroup,
    PublishedItem,
    PublishedNumber,
    PublishedTally,
    Tally,
)


@dataclass
class Shown:
    """What has been settled: groups hidden whole, and hidden cells of each item's sheets.

    `nothing` says that no number at all may be shown.
    """

    merged: Mapping[str, set[str]] = field(default_factory=dict)
    hidden: dict[tuple[str, str], set[Cell]] = field(default_factory=dict)
    known: dict[tuple[str, str], set[Cell]] = field(default_factory=dict)
    nothing: bool = False
    last: Mapping[tuple[str, str], Edition | None] = field(default_factory=dict)
    """The edition that each table (breakdown, item) is compared with."""

    def take(self, breakdown: str, sheet: Sheet, known: set[Cell]) -> None:
        """Notes a finished sheet. `known` are harmless numbers that can be worked out, so are shown."""
        self.hidden[breakdown, sheet.item] = set(sheet.hidden)
        self.known[breakdown, sheet.item] = known

    def hides(self, breakdown: str, group: str, item: str, column: Column, count: int) -> bool:
        """Whether one number is hidden."""
        if self.nothing:
            return True
        row = ALL if not breakdown else MERGED if group in self.merged[breakdown] else group
        cell = (row, column)
        known = cell in self.known[breakdown, item]
        if row != MERGED:
            return cell in self.hidden[breakdown, item] and not known
        # What can be worked out of a merged group is that nothing has changed in any of its parts.
        edition, place = self.last.get((breakdown, item)), (breakdown, group, item, column)
        if not known or (edition is not None and place in edition.hidden):
            return True
        return count > 0 and (edition is None or place not in edition.given)

    def sized(self, breakdown: str, group: str, tally: GroupTally) -> bool:
        """Whether the overall of the breakdown's own question tells the size of a hidden group."""
        if ("", breakdown) not in self.hidden:
            return False
        column = {NOT_ANSWERED_GROUP: NOT_ANSWERED, NOT_ASKED_GROUP: NOT_ASKED}.get(group, "=" + group)
        return not self.hides("", "", breakdown, column, tally.responses)


def present(tally: Tally, rule: Rule, shown: Shown, given: Mapping[str, list[str]]) -> PublishedTally:
    """The published form of a tally. `given` are the items of each breakdown; "" is overall."""
    numbers = _Numbers(tally, rule, shown, given)
    overall = _group("", "", tally.overall, rule, shown, given[""], numbers)
    by = {
        b: {
            key: _group(b, key, group, rule, shown, given[b], numbers)
            for key, group in groups.items()
            if not _left_out(b, key, group, shown)
        }
        for b, groups in tally.by.items()
    }
    return PublishedTally(overall, by, rule.threshold, rule.sensitive_threshold)


def _left_out(b: str, key: str, group: GroupTally, shown: Shown) -> bool:
    """Whether a group is of those who gave no answer, when it may be known that there is nobody."""
    return key.startswith("_") and not group.responses and not shown.nothing and key not in shown.merged[b]


def _group(
    b: str, key: str, group: GroupTally, rule: Rule, shown: Shown, given: list[str], numbers: "_Numbers"
) -> PublishedGroup:
    empty = bool(b) and not shown.nothing and not group.responses and key not in shown.merged[b]
    items = {}
    for item in given:
        tally = group.items[item]

        def look(column: Column, count: int, item: str = item) -> int | None:
            return count if empty or not shown.hides(b, key, item, column, count) else None

        base = look(BASE, tally.base)
        counts = {option: look("=" + option, n) for option, n in tally.counts.items()}
        items[item] = PublishedItem(
            base,
            look(NOT_ANSWERED, tally.not_answered),
            look(NOT_ASKED, tally.not_asked),
            counts,
            {option: percent(n, base, rule) for option, n in counts.items()},
            numbers.of(b, key, item),
        )
    whole = shown.nothing or (bool(b) and key in shown.merged[b] and not shown.sized(b, key, group))
    return PublishedGroup(None if whole else group.responses, items)


def percent(count: int | None, base: int | None, rule: Rule) -> int | None:
    """A whole percentage, halves rounded up; None where it may not be given."""
    if count is None or base is None or base < rule.percent_base:
        return None
    return (200 * count + base) // (2 * base)


class _Numbers:
    """Which means may be given: of enough people, and not so that those of few can be worked out."""

    def __init__(self, tally: Tally, rule: Rule, shown: Shown, given: Mapping[str, list[str]]) -> None:
        self.tally, self.rule, self.shown = tally, rule, shown
        self._given: set[tuple[str, str, str]] = set()
        for item, total in tally.overall.items.items():
            if total.number is None or item not in given[""]:
                continue
            if not self._may("", "", item, total):
                continue
            self._given.add(("", "", item))
            for b, groups in tally.by.items():
                if item in given[b]:
                    self._groups(b, item, {key: group.items[item] for key, group in groups.items()})

    def of(self, b: str, group: str, item: str) -> PublishedNumber | None:
        """The summary to be shown, to one decimal, or None."""
        if (b, group, item) not in self._given:
            return None
        number = (self.tally.by[b][group] if b else self.tally.overall).items[item].number
        assert number is not None
        return PublishedNumber(number.n, round(number.mean, 1), round(number.median, 1))

    def _may(self, b: str, group: str, item: str, tally: ItemTally) -> bool:
        number, least = tally.number, self.rule.number_base
        if number is None or number.n < least or self.shown.hides(b, group, item, BASE, number.n):
            return False
        if number.n < self.rule.small_group and number.minimum == number.maximum:
            return False
        grown = self._grown(b, group, item, number.n)
        return grown is None or grown >= least or (grown == 0 and self._same(b, group, item, tally))

    def _before(self, b: str, group: str, item: str) -> ItemTally | None:
        """The item in the last edition, if its mean was shown there."""
        place, last = (b, group, item, NUMBER), self.shown.last.get((b, item))
        if last is None or place not in last.given or place in last.hidden:
            return None
        groups = last.tally.by.get(b, {}) if b else {"": last.tally.overall}
        return groups[group].items.get(item) if group in groups else None

    def _grown(self, b: str, group: str, item: str, n: int) -> int | None:
        before = self._before(b, group, item)
        return None if before is None or before.number is None else n - before.number.n

    def _same(self, b: str, group: str, item: str, tally: ItemTally) -> bool:
        before = self._before(b, group, item)
        return before is not None and before.number == tally.number

    def _groups(self, b: str, item: str, groups: Mapping[str, ItemTally]) -> None:
        """Gives the means of a breakdown, of which those left out must be of enough people together."""
        least = self.rule.number_base
        may = [key for key, tally in groups.items() if self._may(b, key, item, tally)]
        may.sort(key=lambda key: groups[key].base)
        while may:
            out = [key for key in groups if key not in may and groups[key].number is not None]
            people = sum(groups[key].base for key in out)
            fresh = sum(
                groups[key].base if (n := self._grown(b, key, item, groups[key].base)) is None else n
                for key in out
            )
            # Of those left out, only what is new can be told from an edition that had them all.
            if not out or (people >= least and (fresh >= least or fresh == 0)):
                break
            may.pop(0)
        self._given.update((b, key, item) for key in may)
