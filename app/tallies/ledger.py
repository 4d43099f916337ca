"""What has been published before, which a later edition must not give away by subtraction.

The reports room keeps one Edition for each that was published, encrypted, because its figures are
exact. `suppression.publish` is handed all of them as a Ledger and stays pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.tallies.tally import (
    GroupTally,
    ItemTally,
    NumberSummary,
    PublishedGroup,
    PublishedTally,
    Tally,
)

# The columns of an item, beside its options, which are written "=option".
BASE, NOT_ANSWERED, NOT_ASKED, NUMBER = "base", "not_answered", "not_asked", "number"
RESPONSES = "responses"

Place = tuple[str, str, str, str]
"""breakdown ("" overall), group, item ("" for the group's responses), column"""


def cells(item: ItemTally) -> dict[str, int]:
    """An item's counts by column."""
    found = {BASE: item.base, NOT_ANSWERED: item.not_answered, NOT_ASKED: item.not_asked}
    found.update(("=" + option, n) for option, n in item.counts.items())
    return found


@dataclass(frozen=True, slots=True)
class Edition:
    """The exact figures of one edition, which of them were given at all, and which were hidden."""

    tally: Tally
    given: frozenset[Place]
    hidden: frozenset[Place]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for keeping encrypted."""
        return {
            "overall": _group_json(self.tally.overall),
            "by": {b: {g: _group_json(t) for g, t in groups.items()} for b, groups in self.tally.by.items()},
            "given": sorted(map(list, self.given)),
            "hidden": sorted(map(list, self.hidden)),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Edition":
        """The edition that `to_json` wrote down."""
        by = {b: {g: _group(t) for g, t in groups.items()} for b, groups in kept["by"].items()}
        places = [frozenset((b, g, i, c) for b, g, i, c in kept[key]) for key in ("given", "hidden")]
        return cls(Tally(_group(kept["overall"]), by), places[0], places[1])


@dataclass(frozen=True, slots=True)
class Ledger:
    """All editions of one consultation, the oldest first. Empty before the first."""

    editions: tuple[Edition, ...] = ()

    @staticmethod
    def entry(tally: Tally, published: PublishedTally) -> Edition:
        """What is to be kept of an edition: made at the moment of publishing, from the same tally."""
        given: set[Place] = set()
        hidden: set[Place] = set()
        _note("", "", published.overall, given, hidden)
        for breakdown, groups in published.by.items():
            for group, shown in groups.items():
                _note(breakdown, group, shown, given, hidden)
        return Edition(tally, frozenset(given), frozenset(hidden))

    def with_(self, edition: Edition) -> "Ledger":
        """This ledger with one more edition at its end."""
        return Ledger((*self.editions, edition))

    def last(self, breakdown: str = "", item: str = "") -> Edition | None:
        """The latest edition that gave this item by this breakdown (without them: that gave anything)."""
        for edition in reversed(self.editions):
            if ("", "", "", RESPONSES) in edition.hidden:
                continue  # an edition without a number tells nothing
            if not item and (not breakdown or breakdown in edition.tally.by):
                return edition
            if item and any(b == breakdown and i == item for b, _, i, _ in edition.given):
                return edition
        return None


def _note(breakdown: str, group: str, shown: PublishedGroup, given: set[Place], hidden: set[Place]) -> None:
    def add(item: str, column: str, value: object) -> None:
        place = (breakdown, group, item, column)
        given.add(place)
        if value is None:
            hidden.add(place)

    add("", RESPONSES, shown.responses)
    for key, item in shown.items.items():
        add(key, BASE, item.base)
        add(key, NOT_ANSWERED, item.not_answered)
        add(key, NOT_ASKED, item.not_asked)
        for option, n in item.counts.items():
            add(key, "=" + option, n)
        add(key, NUMBER, item.number)


def _group_json(group: GroupTally) -> dict[str, Any]:
    items = {}
    for key, item in group.items.items():
        items[key] = {"base": item.base, "not_answered": item.not_answered, "not_asked": item.not_asked}
        items[key]["counts"] = dict(item.counts)  # type: ignore[assignment]
        if item.number is not None:
            n = item.number
            items[key]["number"] = [n.n, n.mean, n.median, n.minimum, n.maximum]  # type: ignore[assignment]
    return {"responses": group.responses, "items": items}


def _group(kept: Mapping[str, Any]) -> GroupTally:
    items = {}
    for key, item in kept["items"].items():
        number = NumberSummary(*item["number"]) if "number" in item else None
        items[key] = ItemTally(
            item["base"], item["not_answered"], item["not_asked"], dict(item["counts"]), number
        )
    return GroupTally(kept["responses"], items)
