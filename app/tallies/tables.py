"""Lays out one question's table as a working sheet: what is counted, what is new, what is told already.

It knows the tally, the rule and the ledger; `suppression` decides with it what to hide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.surveys.expressions import Selected
from app.surveys.shapes import Choice, Choices
from app.tallies import asking
from app.tallies.ledger import BASE, NOT_ANSWERED, NOT_ASKED, NUMBER, Edition, Ledger, cells
from app.tallies.rule import ATTRIBUTE_BREAKDOWNS, Rule
from app.tallies.sheets import ALL, MERGED, Cell, Column, Row, Sheet, added
from app.tallies.tally import NOT_ANSWERED_GROUP, NOT_ASKED_GROUP, GroupTally, ItemTally, Tally


@dataclass
class Tables:
    """The tables of a tally, and what has been found so far that cannot be shown.

    Rounds of `suppression` fill the sets; each begins anew with sheets made from them.
    """

    tally: Tally
    rule: Rule
    ledger: Ledger
    gone: set[str] = field(default_factory=set)
    """Items of which only "not asked" may be shown."""
    void: set[str] = field(default_factory=set)
    """Items of which nothing is shown."""
    follows: dict[str, set[asking.Spot]] = field(default_factory=dict)
    """Where items hide how many were not asked, because that would tell another item's numbers."""
    left_out: set[tuple[str, str]] = field(default_factory=set)
    """(breakdown, item) of tables that are not given, because there are too few people in the groups."""
    _found: dict[tuple[str, str], Edition | None] = field(default_factory=dict)

    @cached_property
    def items(self) -> dict[str, ItemTally]:
        """The items that are published; an attribute is told by the breakdown by it."""
        every = self.tally.overall.items
        return {key: item for key, item in every.items() if key not in ATTRIBUTE_BREAKDOWNS}

    def last(self, breakdown: str, item: str) -> Edition | None:
        """The latest edition with this table; looked up once."""
        if (breakdown, item) not in self._found:
            self._found[breakdown, item] = self.ledger.last(breakdown, item)
        return self._found[breakdown, item]

    def threshold(self, item: str, breakdown: str = "") -> int:
        """The threshold of an item's table, overall or by a breakdown.

        The overall keeps its own, also where a breakdown by something sensitive has a higher one: a
        question that can then not be given by that breakdown is left out of it.
        """
        least = self.rule.threshold_of(item, breakdown)
        for route in self.rule.routes_from(item):
            # How many were not asked follows from this item, so it is as closely kept.
            least = max([least, *(self.rule.threshold_of(one, breakdown) for one in route.items)])
        return least

    def group_threshold(self, breakdown: str) -> int:
        """The least size of a group that is shown."""
        least = self.rule.threshold_of("", breakdown)
        return max(least, self.threshold(breakdown)) if breakdown in self.items else least

    def given(self) -> dict[str, list[str]]:
        """The items that each breakdown gives; "" is overall."""
        order = {key: place for place, key in enumerate(self.rule.breakdowns)}
        given = {"": list(self.items)}
        for breakdown in self.tally.by:
            place = order[breakdown]
            given[breakdown] = [
                item
                for item in self.items
                if order.get(item, place + 1) > place and (breakdown, item) not in self.left_out
            ]
        return given

    def rows(self, breakdown: str, hidden: Mapping[str, set[str]]) -> dict[Row, list[str]]:
        """The groups that each row of a breakdown's sheet stands for. Groups of nobody have none."""
        groups = self.tally.by[breakdown]
        last = self.ledger.last(breakdown)
        old = last.tally.by[breakdown] if last is not None else {}
        peopled = [k for k, g in groups.items() if g.responses or (k in old and old[k].responses)]
        # Sorted, so that what is hidden does not hang on the order in which options are listed.
        rows = {key: [key] for key in sorted(peopled) if key not in hidden[breakdown]}
        together = sorted(key for key in groups if key in hidden[breakdown])
        return {**rows, MERGED: together} if together else rows

    def counts(self, item: str, breakdown: str, group: str) -> tuple[dict[Column, int], dict[Column, int]]:
        """(counts, how many of them are new) of an item in one group."""
        here = self.tally.by[breakdown][group] if breakdown else self.tally.overall
        now = cells(here.items[item])
        last = self.last(breakdown, item)
        old: GroupTally | None = None
        if last is not None and (breakdown, group, item, BASE) in last.given:
            old = last.tally.by[breakdown].get(group) if breakdown else last.tally.overall
        if old is None or item not in old.items:
            return now, now
        before = cells(old.items[item])
        return now, {column: max(0, n - before.get(column, 0)) for column, n in now.items()}

    def released(self, item: str) -> bool:
        """Whether every number of the item that is hidden so far has grown by the threshold.

        All tables of all breakdowns count, also of those that are not given this time.
        """
        if any(b == item and i == "" for edition in self.ledger.editions for b, _, i, _ in edition.hidden):
            return False  # its numbers are the sizes of groups that stay hidden
        for breakdown in {"", *(b for edition in self.ledger.editions for b in edition.tally.by)}:
            last = self.last(breakdown, item)
            if last is None:
                continue
            hidden = [place for place in last.hidden if (place[0], place[2]) == (breakdown, item)]
            for _, group, _, column in hidden:
                if column == NUMBER:
                    continue
                groups = {"": self.tally.overall} if not breakdown else self.tally.by.get(breakdown, {})
                if group not in groups:
                    return False
                if self.counts(item, breakdown, group)[1].get(column, 0) < self.threshold(item, breakdown):
                    return False
        return True

    def earlier(self, item: str, breakdown: str, row: Row, groups: list[str]) -> tuple[set[Cell], set[Cell]]:
        """(hidden in the last edition and still to be, shown in it) of one row."""
        last = self.last(breakdown, item)
        if last is None:
            return set(), set()
        columns = cells(self.items[item])
        kept, seen = set(), set()
        for column in columns:
            places = [(breakdown, group, item, column) for group in groups]
            if all(place in last.hidden for place in places):
                kept.add((row, column))
            elif all(place in last.given and place not in last.hidden for place in places):
                seen.add((row, column))
        return kept, seen

    def question(
        self, item: str, hidden: Mapping[str, set[str]], given: Mapping[str, list[str]]
    ) -> asking.Question:
        now: dict[asking.Spot, Mapping[Column, int]] = {}
        slack: dict[asking.Spot, Mapping[Column, int]] = {}
        now["", ALL], slack["", ALL] = self.counts(item, "", "")
        kept, _ = self.earlier(item, "", ALL, [""])
        inherited = {("", ALL)} if (ALL, NOT_ASKED) in kept else set()
        for breakdown in self.tally.by:
            for row, groups in self.rows(breakdown, hidden).items():
                both = [self.counts(item, breakdown, group) for group in groups]
                now[breakdown, row] = added([pair[0] for pair in both])
                slack[breakdown, row] = added([pair[1] for pair in both])
                kept, _ = self.earlier(item, breakdown, row, groups)
                if (row, NOT_ASKED) in kept and item in given[breakdown]:
                    inherited.add((breakdown, row))
        shape = self.rule.shapes.get(item)
        several = isinstance(shape, Choices)
        options = () if several else tuple(sorted(c for c in now["", ALL] if c.startswith("=")))
        # How many were not asked is kept as closely as the answers that it tells of.
        alike = [item, *(r.source for r in self.rule.routes if item in r.items and r.source in self.items)]
        thresholds = {b: max(self.threshold(i, b) for i in alike) for b in given if item in given[b]}
        forced = item in self.tally.by and "_not_asked" in hidden[item]
        follows = frozenset(self.follows.get(item, set()))
        return asking.Question(item, options, thresholds, now, slack, frozenset(inherited), forced, follows)

    def sheet(
        self, item: str, breakdown: str, hidden: Mapping[str, set[str]], every: Mapping[str, asking.Question]
    ) -> Sheet:
        asked = every[item]
        rows = {ALL: [""], **(self.rows(breakdown, hidden) if breakdown else {})}
        now = {ALL: asked.now["", ALL]}
        slack = {ALL: asked.slack["", ALL]}
        for row in rows:
            if row != ALL:
                now[row], slack[row] = asked.now[breakdown, row], asked.slack[breakdown, row]
        kept: set[Cell] = set()
        seen: set[Cell] = set()
        released = self.released(item)
        for row, groups in rows.items():
            old_kept, old_seen = self.earlier(item, breakdown if row != ALL else "", row, groups)
            if not released or row == MERGED:
                kept |= old_kept
            seen |= old_seen
        shape = self.rule.shapes.get(item)
        exclusive = shape.exclusive if isinstance(shape, Choices) else frozenset()
        sheet = Sheet(
            item,
            self.threshold(item, breakdown),
            tuple(sorted(column for column in now[ALL] if column.startswith("="))),
            now,
            slack,
            seen_before=frozenset(seen),
            inherited=frozenset(kept),
            may_rise={row: asked.may_rise.get((breakdown if row else "", row), 0) for row in now},
            exclusive=frozenset("=" + option for option in exclusive),
            several=isinstance(shape, Choices),
            stale=self.last(breakdown, item) is not self.last("", item),
            fixed=self.told_by_asking(item, breakdown, list(rows), every),
        )
        sheet.hidden |= {
            (row, column) for (b, row), column in asked.hidden if b == (breakdown if row else "")
        }
        if item in self.gone | self.void:
            for row in now:
                sheet.hide_all(row, not_asked=item in self.void)
        elif item in self.tally.by:
            self.hide_told(item, hidden[item], sheet)
        sheet.seed(self.rule.small_group)
        return sheet

    def told_by_asking(
        self, item: str, breakdown: str, rows: list[Row], every: Mapping[str, asking.Question]
    ) -> dict[Cell, str]:
        """The numbers of an item that are told, in sums, by how many were asked what hangs on it.

        Options that no such condition tells apart can be swapped for one another and nobody is asked
        anything else; of the others the sum is taken to be known, which is more than it tells.
        """
        told: dict[Cell, str] = {}
        routes = self.rule.routes_from(item)
        shape = self.rule.shapes.get(item)
        for row in rows if routes else ():
            spot = (breakdown if row != ALL else "", row)
            telling = [
                route
                for route in routes
                if any(
                    spot[0] in every[one].thresholds and (spot, NOT_ASKED) not in every[one].hidden
                    for one in route.items
                    if one in every and one not in self.void
                )
            ]
            if not telling:
                continue
            if isinstance(shape, Choice):
                silent = [route.outcome(None) for route in telling]
                for option in self.items[item].counts:
                    outcomes = [route.outcome(option) for route in telling]
                    if outcomes != silent:
                        told[row, "=" + option] = repr(outcomes)
            elif isinstance(shape, Choices):
                for route in telling:
                    leaf = route.leaf
                    column = "=" + leaf.option if isinstance(leaf, Selected) else BASE
                    told[row, column] = repr(leaf)
            else:
                told[row, BASE] = "base"
        return told

    @staticmethod
    def column_of(group: str) -> Column:
        """The number of a breakdown's own question that is the size of a group."""
        return {NOT_ANSWERED_GROUP: NOT_ANSWERED, NOT_ASKED_GROUP: NOT_ASKED}.get(group, "=" + group)

    def hide_told(self, item: str, groups: set[str], sheet: Sheet) -> None:
        """The overall numbers of a breakdown's own question that are the sizes of hidden groups."""
        for group in groups:
            column = self.column_of(group)
            if column in sheet.now[ALL]:
                sheet.hidden.add((ALL, column))

    def not_asked(self, item: str) -> list[int]:
        groups = [self.tally.overall, *(g for by in self.tally.by.values() for g in by.values())]
        return [group.items[item].not_asked for group in groups]

    def new_in(self, breakdown: str, group: str) -> int:
        last = self.ledger.last(breakdown)
        old = last.tally.by[breakdown].get(group) if last is not None else None
        now = self.tally.by[breakdown][group].responses
        return max(0, now - (old.responses if old is not None else 0))
