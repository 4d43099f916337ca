"""Somebody who has everything that was published, an integer programme, and time.

Knows how the tables hang together and that counts are not negative, and nothing of how they were
suppressed: no line of this is shared with the code under attack.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_matrix

from app.surveys.expressions import Expression, evaluate, references
from app.surveys.shapes import Choice, Choices, Shape
from app.tallies.tally import PublishedGroup, PublishedTally

Name = tuple[int, str, str, str, str]
"""edition, breakdown, group, item, what"""


class Attacker:
    """Reads published tallies of one consultation, the oldest first."""

    def __init__(
        self,
        editions: Sequence[PublishedTally],
        shapes: Mapping[str, Shape],
        alike: Sequence[set[str]] = (),
        relevant: Mapping[str, Expression] = MappingProxyType({}),
    ) -> None:
        self.shapes, self.names, self.rows, self.relevant = shapes, {}, [], relevant
        self.known: dict[int, int] = {}
        self.hidden: list[Name] = []
        # An edition that shows no number at all tells nothing.
        for e, tally in enumerate(one for one in editions if one.overall.responses is not None):
            self._group((e, "", ""), tally.overall, alike)
            for b, groups in tally.by.items():
                for g, group in groups.items():
                    self._group((e, b, g), group, alike)
                self._add_up(e, b, groups, tally)
        for (e, *place), i in list(self.names.items()):
            # People answer later than others; nobody's answer goes away.
            later = [f for f in range(e + 1, len(editions)) if (f, *place) in self.names]
            if later:
                self.rows.append(({i: -1, self.names[(later[0], *place)]: 1}, 0, np.inf))
        self.pool: list[np.ndarray] = []

    def _var(self, *name) -> int:
        return self.names.setdefault(name, len(self.names))

    def _saw(self, name: Name, value: int | None) -> int:
        i = self._var(*name)
        if value is None:
            self.hidden.append(name)
        else:
            self.known[i] = value
        return i

    def _equal(self, left: int, right: Sequence[int]) -> None:
        row = {left: 1}
        for i in right:
            row[i] = row.get(i, 0) - 1
        self.rows.append((row, 0, 0))

    def _group(self, place: tuple[int, str, str], group: PublishedGroup, alike: Sequence[set[str]]) -> None:
        n = self._saw((*place, "", "responses"), group.responses)
        for key, item in group.items.items():
            base = self._saw((*place, key, "base"), item.base)
            rest = [
                self._saw((*place, key, "not_answered"), item.not_answered),
                self._saw((*place, key, "not_asked"), item.not_asked),
            ]
            self._equal(n, [base, *rest])
            options = {o: self._saw((*place, key, "=" + o), v) for o, v in item.counts.items()}
            shape = self.shapes.get(key)
            if isinstance(shape, Choice):
                self._equal(base, list(options.values()))
            elif isinstance(shape, Choices):
                alone = [i for o, i in options.items() if o in shape.exclusive]
                others = [i for o, i in options.items() if o not in shape.exclusive]
                for i in others or [None]:
                    row = dict.fromkeys([*alone, *([i] if i is not None else [])], -1)
                    self.rows.append(({base: 1, **row}, 0, np.inf))
                self.rows.append(({base: -1, **dict.fromkeys(options.values(), 1)}, 0, np.inf))
        self._follow(place, group)
        for together in alike:
            spots = [self.names[(*place, key, "not_asked")] for key in sorted(together) if key in group.items]
            for a, b in zip(spots, spots[1:], strict=False):
                self._equal(a, [b])

    def _follow(self, place: tuple[int, str, str], group: PublishedGroup) -> None:
        """Who is asked a question is known from the answers to another."""
        for key, condition in self.relevant.items():
            [source] = set(references(condition))
            if key not in group.items or source not in group.items:
                continue
            asked = {self.names[(*place, key, what)]: 1 for what in ("base", "not_answered")}
            for option in group.items[source].counts:
                several = isinstance(self.shapes[source], Choices)
                if evaluate(condition, {source: [option] if several else option}):
                    asked[self.names[(*place, source, "=" + option)]] = -1
            if evaluate(condition, {}):
                asked[self.names[(*place, source, "not_answered")]] = -1
                asked[self.names[(*place, source, "not_asked")]] = -1
            self.rows.append((asked, 0, 0))

    def _add_up(self, e: int, b: str, groups: Mapping[str, PublishedGroup], tally: PublishedTally) -> None:
        self._equal(
            self.names[e, "", "", "", "responses"], [self.names[e, b, g, "", "responses"] for g in groups]
        )
        items = next(iter(groups.values())).items if groups else {}
        for key, item in items.items():
            for what in ("base", "not_answered", "not_asked", *("=" + o for o in item.counts)):
                self._equal(
                    self.names[e, "", "", key, what], [self.names[e, b, g, key, what] for g in groups]
                )
        if b in tally.overall.items:  # a group's size is a count of the question that splits
            for g in groups:
                what = g if g.startswith("_") else "=" + g
                whole = self.names[e, "", "", b, what.removeprefix("_")]
                self._equal(whole, [self.names[e, b, g, "", "responses"]])

    def _solve(self, i: int, sign: int, presolve: bool = True) -> int:
        if not hasattr(self, "_constraints"):
            data, row_of, column, low, high = [], [], [], [], []
            for r, (row, lo, hi) in enumerate(self.rows):
                for c, v in row.items():
                    row_of.append(r), column.append(c), data.append(v)
                low.append(lo), high.append(hi)
            shape = (len(self.rows), len(self.names))
            self._constraints = LinearConstraint(
                coo_matrix((data, (row_of, column)), shape).tocsc(), low, high
            )
            self._low = np.zeros(len(self.names))
            self._high = np.full(len(self.names), 100_000.0)
            for j, v in self.known.items():
                self._low[j] = self._high[j] = v
        c = np.zeros(len(self.names))
        c[i] = sign
        found = milp(
            c,
            constraints=self._constraints,
            integrality=np.ones(len(c)),
            bounds=(self._low, self._high),
            options={"presolve": presolve},
        )
        assert found.status == 0, found.message
        world = np.rint(found.x)
        self.pool.append(world)
        return int(world[i])

    def span(self, name: Name, presolve: bool = True) -> tuple[int, int]:
        """The least and the greatest value of a hidden number that fit all that is known."""
        i = self.names[name]
        return self._solve(i, 1, presolve), self._solve(i, -1, presolve)

    def narrow(self, threshold_of) -> dict[Name, tuple[int, int]]:
        """The hidden numbers that are known to within less than their threshold."""
        found = {}
        for name in self.hidden:
            i, t = self.names[name], threshold_of(name[3], name[1])
            if self.pool:
                values = [world[i] for world in self.pool]
                if max(values) - min(values) >= t:
                    continue
            low, high = self.span(name)
            if high - low < t:  # the solver's presolve has been seen to miss optima of these programmes
                low, high = self.span(name, presolve=False)
            if high - low < t:
                found[name] = (low, high)
        return found
