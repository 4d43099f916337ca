"""The one way from true counts to what may be shown: Tally in, PublishedTally out.

For every number that is hidden, the values that fit all that is shown, here and in every earlier
edition, span at least the threshold. docs/adr/0008 says how that is reached and why it holds.
The rule itself is the page "disclosure control" of the project's design, summed up in docs/security.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.surveys.expressions import Selected
from app.surveys.shapes import Choice, Choices
from app.tallies import asking, choices, partition
from app.tallies.groups import check_grown, completed, merged
from app.tallies.ledger import BASE, NOT_ANSWERED, NOT_ASKED, NUMBER, Edition, Ledger, cells
from app.tallies.presenting import Shown, present
from app.tallies.rule import ATTRIBUTE_BREAKDOWNS, Rule
from app.tallies.sheets import ALL, MERGED, Cell, Column, Row, Sheet, added
from app.tallies.tally import GroupTally, PublishedTally, Tally

__all__ = ["Edition", "Ledger", "Rule", "publish", "why_hidden"]


def publish(tally: Tally, rule: Rule, ledger: Ledger) -> PublishedTally:
    """What may be shown of a tally, after everything in the ledger has been shown before.

    A breakdown's table leaves out the breakdown's own question, and any that comes before it in
    `rule.breakdowns`: their table is the same one, and it is given there. It also leaves out a question
    whose answers in that breakdown are too few to show any of them safely.
    Raises Invalid for a breakdown that may not be published, Conflict where too few have answered
    since the last edition.
    """
    for breakdown in tally.by:
        rule.may_split_by(breakdown)
    return _Work(completed(tally), rule, ledger).publish()


def why_hidden(rule: Rule, *, sensitive: bool = False) -> str:
    """One plain sentence for a reader who meets a hidden number."""
    least = rule.sensitive_threshold if sensitive else rule.threshold
    return (
        f"Numbers below {least}, and some others that would give them away, are hidden "
        "so that nobody can be recognised."
    )


@dataclass
class _Work:
    """One call of `publish`. What cannot be protected in part is hidden whole, and it begins anew."""

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
    _done: dict[object, tuple[bool, frozenset[Cell]]] = field(default_factory=dict)
    _found: dict[tuple[str, str], Edition | None] = field(default_factory=dict)

    def publish(self) -> PublishedTally:
        rule, overall = self.rule, self.tally.overall
        self.items = {key: item for key, item in overall.items.items() if key not in ATTRIBUTE_BREAKDOWNS}
        threshold = max([rule.threshold, *(self._threshold(item) for item in self.items)])
        check_grown(self.tally, self.ledger.last(), threshold)
        if 1 <= overall.responses < threshold:
            return present(self.tally, rule, Shown(nothing=True), self._given())
        while True:
            shown = self._try()
            if shown is not None:
                return present(self.tally, rule, shown, self._given())

    def _last(self, breakdown: str, item: str) -> Edition | None:
        """The latest edition with this table; looked up once."""
        if (breakdown, item) not in self._found:
            self._found[breakdown, item] = self.ledger.last(breakdown, item)
        return self._found[breakdown, item]

    def _threshold(self, item: str, breakdown: str = "") -> int:
        """The threshold of an item's table. Overall, the highest of all tables that show the item.

        A number shown overall bounds those of its groups, so with less overall no group could have
        the room that its own table demands.
        """
        tables = [breakdown] if breakdown else ["", *self.tally.by]
        least = max(self.rule.threshold_of(item, table) for table in tables)
        for route in self.rule.routes_from(item):
            # How many were not asked follows from this item, so it is as closely kept.
            least = max([least, *(self.rule.threshold_of(one, t) for one in route.items for t in tables)])
        if not breakdown and item in self.tally.by:  # its numbers are the sizes of groups as well
            least = max(least, self._group_threshold(item))
        return least

    def _group_threshold(self, breakdown: str) -> int:
        """The least size of a group: the highest threshold of the tables that show it."""
        given = self._given()[breakdown]
        least = [self.rule.threshold_of(item, breakdown) for item in given]
        return max([self.rule.threshold_of("", breakdown), *least])

    def _given(self) -> dict[str, list[str]]:
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

    def _try(self) -> Shown | None:
        """One round. None where an item turned out to need hiding whole, which is then noted."""
        given = self._given()
        hidden_groups, asked = self._settle_groups(given)
        if hidden_groups is None:
            return None
        last = {(b, item): self._last(b, item) for b in ("", *self.tally.by) for item in self.items}
        shown = Shown(merged=hidden_groups, last=last)
        overall_hidden: dict[str, set[Column]] = {}
        settled = True
        for item in self.items:
            sheets = {b: self._sheet(item, b, hidden_groups, asked) for b in ("", *self.tally.by)}
            settled = self._protect_item(item, sheets, given, shown) and settled
            overall_hidden[item] = {column for row, column in sheets[""].hidden if row == ALL}
        for breakdown, groups in hidden_groups.items():
            told = self._told(breakdown, overall_hidden.get(breakdown, set()))
            if not told <= groups:  # a safeguard: the rounds of _settle_groups end without this
                self.gone.add(breakdown)
                settled = False
        return shown if settled else None

    def _settle_groups(
        self, given: Mapping[str, list[str]]
    ) -> tuple[dict[str, set[str]] | None, dict[str, asking.Question]]:
        """Which groups are hidden whole, and what is hidden of "not asked".

        The size of a group is a number of the breakdown's own question as well, so hiding one hides
        the other, round and round until nothing changes.
        """
        self._own_hidden: dict[str, set[Cell]] = {}
        told: dict[str, set[str]] = {breakdown: set() for breakdown in self.tally.by}
        while True:
            hidden = {}
            for breakdown, groups in self.tally.by.items():
                last = self.ledger.last(breakdown)
                least = self._group_threshold(breakdown)
                hidden[breakdown] = merged(groups, breakdown, last, least, told[breakdown])
                if breakdown in self.gone | self.void:
                    hidden[breakdown] = set(groups)
            asked = {item: self._question(item, hidden, given) for item in self.items}
            failed = asking.settle(asked.values(), self.gone | self.void)
            if self._note(failed):
                return None, asked
            changed = False
            for breakdown in self.tally.by:
                if breakdown not in self.items:
                    continue
                sheet = self._sheet(breakdown, "", hidden, asked)
                if not self._protect_overall(sheet, {}):
                    return None, asked
                self._own_hidden[breakdown] = set(sheet.hidden)
                columns = {column for row, column in sheet.hidden if row == ALL}
                grown = (self._told(breakdown, columns) | hidden[breakdown]) - told[breakdown]
                if grown:
                    told[breakdown] |= grown
                    changed = True
            if not changed:
                return hidden, asked

    def _told(self, breakdown: str, columns: set[Column]) -> set[str]:
        """The groups whose size is a hidden number of the breakdown's own question."""
        names = {NOT_ANSWERED: "_not_answered", NOT_ASKED: "_not_asked"}
        keys = {names.get(column, column.removeprefix("=")) for column in columns if column != BASE}
        groups = self.tally.by[breakdown]
        return keys & set(groups)

    # The counts of one item, row by row

    def _rows(self, breakdown: str, hidden: Mapping[str, set[str]]) -> dict[Row, list[str]]:
        """The groups that each row of a breakdown's sheet stands for. Groups of nobody have none."""
        groups = self.tally.by[breakdown]
        last = self.ledger.last(breakdown)
        old = last.tally.by[breakdown] if last is not None else {}
        peopled = [k for k, g in groups.items() if g.responses or (k in old and old[k].responses)]
        # Sorted, so that what is hidden does not hang on the order in which options are listed.
        rows = {key: [key] for key in sorted(peopled) if key not in hidden[breakdown]}
        together = sorted(key for key in groups if key in hidden[breakdown])
        return {**rows, MERGED: together} if together else rows

    def _counts(self, item: str, breakdown: str, group: str) -> tuple[dict[Column, int], dict[Column, int]]:
        """(counts, how many of them are new) of an item in one group."""
        here = self.tally.by[breakdown][group] if breakdown else self.tally.overall
        now = cells(here.items[item])
        last = self._last(breakdown, item)
        old: GroupTally | None = None
        if last is not None and (breakdown, group, item, BASE) in last.given:
            old = last.tally.by[breakdown].get(group) if breakdown else last.tally.overall
        if old is None or item not in old.items:
            return now, now
        before = cells(old.items[item])
        return now, {column: max(0, n - before.get(column, 0)) for column, n in now.items()}

    def _released(self, item: str) -> bool:
        """Whether every number of the item that is hidden so far has grown by the threshold.

        All tables of all breakdowns count, also of those that are not given this time.
        """
        for breakdown in {"", *(b for edition in self.ledger.editions for b in edition.tally.by)}:
            last = self._last(breakdown, item)
            if last is None:
                continue
            hidden = [place for place in last.hidden if (place[0], place[2]) == (breakdown, item)]
            for _, group, _, column in hidden:
                if column == NUMBER:
                    continue
                groups = {"": self.tally.overall} if not breakdown else self.tally.by.get(breakdown, {})
                if group not in groups:
                    return False
                if self._counts(item, breakdown, group)[1].get(column, 0) < self._threshold(item, breakdown):
                    return False
        return True

    def _earlier(self, item: str, breakdown: str, row: Row, groups: list[str]) -> tuple[set[Cell], set[Cell]]:
        """(hidden in the last edition and still to be, shown in it) of one row."""
        last = self._last(breakdown, item)
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

    def _question(
        self, item: str, hidden: Mapping[str, set[str]], given: Mapping[str, list[str]]
    ) -> asking.Question:
        now: dict[asking.Spot, Mapping[Column, int]] = {}
        slack: dict[asking.Spot, Mapping[Column, int]] = {}
        now["", ALL], slack["", ALL] = self._counts(item, "", "")
        kept, _ = self._earlier(item, "", ALL, [""])
        inherited = {("", ALL)} if (ALL, NOT_ASKED) in kept else set()
        for breakdown in self.tally.by:
            for row, groups in self._rows(breakdown, hidden).items():
                both = [self._counts(item, breakdown, group) for group in groups]
                now[breakdown, row] = added([pair[0] for pair in both])
                slack[breakdown, row] = added([pair[1] for pair in both])
                kept, _ = self._earlier(item, breakdown, row, groups)
                if (row, NOT_ASKED) in kept and item in given[breakdown]:
                    inherited.add((breakdown, row))
        shape = self.rule.shapes.get(item)
        several = isinstance(shape, Choices)
        options = () if several else tuple(sorted(c for c in now["", ALL] if c.startswith("=")))
        # How many were not asked is kept as closely as the answers that it tells of.
        alike = [item, *(r.source for r in self.rule.routes if item in r.items and r.source in self.items)]
        thresholds = {b: max(self._threshold(i, b) for i in alike) for b in given if item in given[b]}
        forced = item in self.tally.by and "_not_asked" in hidden[item]
        follows = frozenset(self.follows.get(item, set()))
        return asking.Question(item, options, thresholds, now, slack, frozenset(inherited), forced, follows)

    def _sheet(
        self, item: str, breakdown: str, hidden: Mapping[str, set[str]], every: Mapping[str, asking.Question]
    ) -> Sheet:
        asked = every[item]
        rows = {ALL: [""], **(self._rows(breakdown, hidden) if breakdown else {})}
        now = {ALL: asked.now["", ALL]}
        slack = {ALL: asked.slack["", ALL]}
        for row in rows:
            if row != ALL:
                now[row], slack[row] = asked.now[breakdown, row], asked.slack[breakdown, row]
        kept: set[Cell] = set()
        seen: set[Cell] = set()
        released = self._released(item)
        for row, groups in rows.items():
            old_kept, old_seen = self._earlier(item, breakdown if row != ALL else "", row, groups)
            if not released or row == MERGED:
                kept |= old_kept
            seen |= old_seen
        shape = self.rule.shapes.get(item)
        exclusive = shape.exclusive if isinstance(shape, Choices) else frozenset()
        sheet = Sheet(
            item,
            self._threshold(item, breakdown),
            tuple(sorted(column for column in now[ALL] if column.startswith("="))),
            now,
            slack,
            seen_before=frozenset(seen),
            inherited=frozenset(kept),
            may_rise={row: asked.may_rise.get((breakdown if row else "", row), 0) for row in now},
            exclusive=frozenset("=" + option for option in exclusive),
            several=isinstance(shape, Choices),
            fixed=self._told_by_asking(item, breakdown, list(rows), every),
        )
        sheet.hidden |= {
            (row, column) for (b, row), column in asked.hidden if b == (breakdown if row else "")
        }
        if item in self.gone | self.void:
            for row in now:
                sheet.hide_all(row, not_asked=item in self.void)
        elif item in self.tally.by:
            self._hide_told(item, hidden[item], sheet)
        sheet.seed(self.rule.small_group)
        return sheet

    def _told_by_asking(
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

    def _hide_told(self, item: str, groups: set[str], sheet: Sheet) -> None:
        """The overall numbers of a breakdown's own question that are the sizes of hidden groups."""
        names = {"_not_answered": NOT_ANSWERED, "_not_asked": NOT_ASKED}
        for group in groups:
            column = names.get(group, "=" + group)
            if column in sheet.now[ALL]:
                sheet.hidden.add((ALL, column))

    # Protecting one item

    def _protect_overall(self, sheet: Sheet, least: Mapping[Column, choices.Bounds]) -> bool:
        if sheet.item in self.void:
            return True
        failed = bool(partition.protect(sheet))
        if not failed and sheet.several:
            bounds = choices.bounds_of(sheet) if sheet.rows else {}
            wide = dict.fromkeys(sheet.options, (1 << 40, 1 << 40))
            failed = not choices.protect_overall(sheet, {**wide, **bounds, **least})
        if failed and not self._let_follow(sheet, ""):
            self._give_up(sheet.item)
        return not failed

    def _let_follow(self, sheet: Sheet, breakdown: str) -> bool:
        """Hides how many were asked what hangs on this item, where that tells of it. False if nowhere."""
        told = {row for row, _ in sheet.fixed}
        spots = {(breakdown, row) for row, _ in sheet.hidden if row in told and (row != ALL or not breakdown)}
        items = {one for route in self.rule.routes_from(sheet.item) for one in route.items}
        grown = False
        for one in items & set(self.items):
            known = self.follows.setdefault(one, set())
            grown = grown or not spots <= known
            known |= spots
        return grown

    def _protect_item(
        self, item: str, sheets: dict[str, Sheet], given: Mapping[str, list[str]], shown: Shown
    ) -> bool:
        least: dict[Column, choices.Bounds] = {}
        shows = [b for b in self.tally.by if item in given[b]]
        if sheets[""].several:
            for b in shows:
                for option, (fall, rise) in choices.bounds_of(sheets[b]).items():
                    low, high = least.get(option, (fall, rise))
                    least[option] = (min(low, fall), min(high, rise))
        if not self._protect_overall(sheets[""], least):
            return False
        settled = True
        shown.take("", sheets[""], partition.found_out(sheets[""]))
        for b in shows:
            sheet = sheets[b]
            sheet.hidden |= sheets[""].hidden
            sheet.hidden |= {(row, column) for _, column in sheets[""].hidden for row in sheet.rows}
            safe = item in self.void or self._protect_breakdown(sheet, b)
            known = partition.found_out(sheet)
            if sheet.several:
                known |= choices.found_out(sheet)
            if not safe or self._thin(sheet, b, shown.merged[b], known):
                settled = False
                if not self._let_follow(sheet, b):
                    self.left_out.add((b, item))
                continue
            shown.take(b, sheet, known)
        return settled

    def _protect_breakdown(self, sheet: Sheet, breakdown: str) -> bool:
        """Hides more of one breakdown's table; where that is not enough, all of it.

        Most tables are the same in every round, so what was found for them is kept.
        """
        key = (
            sheet.item,
            breakdown,
            frozenset(sheet.hidden),
            repr((sheet.rows, sheet.may_rise, sheet.fixed)),
        )
        if key not in self._done:
            self._done[key] = (self._hide_more(sheet), frozenset(sheet.hidden))
        safe, hidden = self._done[key]
        sheet.hidden = set(hidden)
        return safe

    def _hide_more(self, sheet: Sheet) -> bool:
        before = set(sheet.hidden)
        lacking = partition.protect(sheet)
        if not lacking and sheet.several:
            lacking = choices.protect(sheet)
            lacking |= partition.protect(sheet)
        if not lacking:
            return True
        sheet.hidden = before
        for row in sheet.rows:
            sheet.hide_all(row, not_asked=False)
        lacking = partition.protect(sheet)
        if sheet.several:
            lacking |= choices.protect(sheet)
        return not lacking

    def _note(self, failed: set[tuple[str, str]]) -> bool:
        """Whether any of these tables was still to be given; if so, it will not be."""
        overall = [item for breakdown, item in failed if not breakdown and item not in self.void]
        for item in overall:
            self._give_up(item)
        fresh = {table for table in failed if table[0]} - self.left_out
        self.left_out |= fresh
        return bool(overall or fresh)

    def _give_up(self, item: str) -> None:
        """Hides an item whole; and where that was tried, "not asked" with it.

        "Not asked" is then hidden in all items that were put to the same people, for it is one number.
        """
        if item not in self.gone:
            self.gone.add(item)
            return
        mine = self._not_asked(item)
        self.void.update(other for other in self.items if self._not_asked(other) == mine)

    def _not_asked(self, item: str) -> list[int]:
        groups = [self.tally.overall, *(g for by in self.tally.by.values() for g in by.values())]
        return [group.items[item].not_asked for group in groups]

    def _thin(self, sheet: Sheet, breakdown: str, groups: set[str], known: set[Cell]) -> bool:
        """Whether a number of a hidden group is new to be hidden, and too few are new in such groups.

        What the last edition showed of it then tells nearly all. Groups hidden whole can pass people
        on to one another, but if the breakdown's own question shows its base, only those who answered
        it among themselves.
        """
        last = self._last(breakdown, sheet.item)
        if last is None:
            return False
        parts = [groups]
        if breakdown in self.items and (ALL, BASE) not in self._own_hidden.get(breakdown, set()):
            silent = {group for group in groups if group.startswith("_")}
            parts = [silent, groups - silent]
        for part in parts:
            fresh = sum(self._new_in(breakdown, group) for group in part)
            if fresh >= self._group_threshold(breakdown):
                continue
            for column in sheet.columns:
                if (MERGED, column) in known:
                    continue
                for group in part:
                    place = (breakdown, group, sheet.item, column)
                    if place in last.given and place not in last.hidden:
                        return True
        return False

    def _new_in(self, breakdown: str, group: str) -> int:
        last = self.ledger.last(breakdown)
        old = last.tally.by[breakdown].get(group) if last is not None else None
        now = self.tally.by[breakdown][group].responses
        return max(0, now - (old.responses if old is not None else 0))
