"""The one way from true counts to what may be shown: Tally in, PublishedTally out.

For every number that is hidden, the values that fit all that is shown, here and in every earlier
edition, span at least the threshold. docs/adr/0008 says how that is reached and why it holds.
The figures of the rule are in `rule`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.tallies import asking, choices, partition
from app.tallies.groups import check_grown, completed, merged
from app.tallies.ledger import BASE, NOT_ANSWERED, NOT_ASKED, Edition, Ledger, cells
from app.tallies.presenting import Shown, present
from app.tallies.rule import Rule
from app.tallies.sheets import ALL, MERGED, Cell, Column, Sheet
from app.tallies.tables import Tables
from app.tallies.tally import PublishedTally, Tally

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
class _Work(Tables):
    """One call of `publish`. What cannot be protected in part is hidden whole, and it begins anew."""

    _done: dict[object, tuple[bool, frozenset[Cell]]] = field(default_factory=dict)
    _own: dict[str, Sheet] = field(default_factory=dict)

    def publish(self) -> PublishedTally:
        rule, overall = self.rule, self.tally.overall
        self.gone |= rule.unpublished & self.items.keys()
        threshold = max([rule.threshold, *(self.threshold(item) for item in self.items)])
        check_grown(self.tally, self.ledger.last(), threshold)
        if 1 <= overall.responses < threshold:
            return present(self.tally, rule, Shown(nothing=True), self.given())
        while True:
            before = self._found_wanting()
            shown = self._try()
            if shown is None and self._found_wanting() == before:
                shown = Shown(nothing=True)  # nothing left to give up: rather no number than one too many
            if shown is not None:
                return present(self.tally, rule, shown, self.given())

    def _found_wanting(self) -> int:
        """How much has been given up so far."""
        spots = sum(map(len, self.follows.values()))
        return len(self.gone) + len(self.void) + len(self.left_out) + spots

    def _try(self) -> Shown | None:
        """One round. None where an item turned out to need hiding whole, which is then noted."""
        given = self.given()
        hidden_groups, asked = self._settle_groups(given)
        if hidden_groups is None:
            return None
        last = {(b, item): self.last(b, item) for b in ("", *self.tally.by) for item in self.items}
        shown = Shown(merged=hidden_groups, last=last)
        overall_hidden: dict[str, set[Column]] = {}
        settled = True
        for item in self.items:
            sheets = {b: self.sheet(item, b, hidden_groups, asked) for b in ("", *self.tally.by)}
            settled = self._protect_item(item, sheets, given, shown) and settled
            overall_hidden[item] = {column for row, column in sheets[""].hidden if row == ALL}
        for breakdown, groups in hidden_groups.items():
            told = self._told(breakdown, overall_hidden.get(breakdown, set()))
            if not told <= groups:  # a safeguard: the rounds of _settle_groups end without this
                self.gone.add(breakdown)
                settled = False
        if settled and self._parted(shown, given):
            return None
        return shown if settled else None

    def _parted(self, shown: Shown, given: Mapping[str, list[str]]) -> bool:
        """Whether a table of items that are tied to one another shows some numbers and hides others.

        One hidden number of them could be worked out from the rest, so the whole table is given up.
        """
        found = False
        for tied in self.rule.tied:
            items = tied & self.items.keys()
            if self._hides(shown, "", items) and not items <= self.gone | self.void:
                self.gone |= items
                found = True
            for b in self.tally.by:
                still = items & set(given[b])
                if still and (still < items or self._hides(shown, b, items)):
                    self.left_out.update((b, item) for item in items)
                    found = True
        return found

    def _hides(self, shown: Shown, breakdown: str, items: Collection[str]) -> bool:
        """Whether any number of these items is hidden in a table."""
        groups = self.tally.by[breakdown] if breakdown else {"": self.tally.overall}
        return any(
            shown.hides(breakdown, key, item, column, count)
            for item in items
            for key, group in groups.items()
            for column, count in cells(group.items[item]).items()
        )

    def _settle_groups(
        self, given: Mapping[str, list[str]]
    ) -> tuple[dict[str, set[str]] | None, dict[str, asking.Question]]:
        """Which groups are hidden whole, and what is hidden of "not asked".

        The size of a group is a number of the breakdown's own question as well, so hiding one hides
        the other, round and round until nothing changes.
        """
        self._own = {}
        told: dict[str, set[str]] = {breakdown: set() for breakdown in self.tally.by}
        while True:
            hidden = {}
            for breakdown, groups in self.tally.by.items():
                last = self.ledger.last(breakdown)
                least = self.group_threshold(breakdown)
                hidden[breakdown] = merged(groups, breakdown, last, least, told[breakdown])
                if breakdown in self.gone | self.void:
                    hidden[breakdown] = set(groups)
            asked = {item: self.question(item, hidden, given) for item in self.items}
            failed = asking.settle(asked.values(), self.gone | self.void)
            if self._note(failed):
                return None, asked
            changed = False
            for breakdown in self.tally.by:
                if breakdown not in self.items:
                    continue
                sheet = self.sheet(breakdown, "", hidden, asked)
                if not self._protect_overall(sheet, {}):
                    return None, asked
                self._own[breakdown] = sheet
                columns = {column for row, column in sheet.hidden if row == ALL}
                grown = (self._told(breakdown, columns) | hidden[breakdown]) - told[breakdown]
                if grown:
                    told[breakdown] |= grown
                    changed = True
            if not changed:
                return hidden, asked

    def _told(self, breakdown: str, columns: set[Column]) -> set[str]:
        """The groups whose size is a hidden number of the breakdown's own question."""
        return {group for group in self.tally.by[breakdown] if self.column_of(group) in columns}

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
        mine = self.not_asked(item)
        self.void.update(other for other in self.items if self.not_asked(other) == mine)

    def _thin(self, sheet: Sheet, breakdown: str, groups: set[str], known: set[Cell]) -> bool:
        """Whether groups hidden whole are too few people to hide the item's numbers among them.

        They can pass people on to one another, but only among those whose sizes are not told in sum.
        Of what the last edition showed of a group, only people who are new can be passed on.
        """
        last = self.last(breakdown, sheet.item)
        for sized, part in self._parts(breakdown, groups):
            people = sum(self.tally.by[breakdown][group].responses for group in part)
            fresh = sum(self.new_in(breakdown, group) for group in part)
            for column in sheet.columns:
                if (MERGED, column) in known:
                    continue
                for group in part:
                    place = (breakdown, group, sheet.item, column)
                    seen = last is not None and place in last.given
                    if seen and last is not None and place in last.hidden:
                        continue
                    if sized or (fresh if seen else people) < sheet.threshold:
                        return True
        return False

    def _parts(self, breakdown: str, groups: set[str]) -> list[tuple[bool, list[str]]]:
        """The groups hidden whole, in parts of which at most the sum can be told from what is shown.

        True goes with a group whose size was told before, in the overall: it can pass nobody on.
        """
        if breakdown not in self.items:
            return [(False, sorted(groups))]
        own = self._own[breakdown]
        base_shown = (ALL, BASE) not in own.hidden
        parts: dict[tuple[bool, object], list[str]] = {}
        for group in sorted(groups):
            column = self.column_of(group)
            cell = (ALL, column)
            if own.slack[ALL].get(column) == 0 and cell in own.seen_before:
                parts[True, group] = [group]
                continue
            side = base_shown and column in (NOT_ANSWERED, NOT_ASKED)
            parts.setdefault((False, (side, own.fixed.get(cell))), []).append(group)
        return [(sized, part) for (sized, _), part in parts.items()]
