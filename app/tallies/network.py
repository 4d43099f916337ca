"""How far a hidden number could be from the truth, given all the numbers that are shown.

The counts of one question are a flow: people run from the total through groups and bases to the
options and back. A shown number is a fixed arc. The hidden arcs can be changed only round a circle
of hidden arcs, so the range of one of them is a maximum flow between its ends, exact in integers.
The cheapest further numbers to hide are a cheapest path. See docs/adr/0008.
"""

import heapq
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

Node = Hashable
MANY = 1 << 40  # no bound: a count can always be larger, if others make room


@dataclass(slots=True)
class Arc:
    """One number. `up` and `down` say how far it may move while everything else gives way.

    `price` is what hiding it costs the reader; None is a number that may not be chosen for hiding.
    """

    tail: Node
    head: Node
    name: Any
    up: int
    down: int
    hidden: bool
    price: float | None = None


class Network:
    """The arcs of one table, and what can be inferred about each that is hidden."""

    def __init__(self, arcs: Iterable[Arc]) -> None:
        self.arcs = list(arcs)
        self._out: dict[Node, list[tuple[int, Node, bool]]] = {}
        self._hidden: dict[Node, list[tuple[int, Node, bool]]] = {}
        for place, arc in enumerate(self.arcs):
            self._join(self._out, place)
            if arc.hidden:
                self._join(self._hidden, place)

    def _join(self, ways: dict[Node, list[tuple[int, Node, bool]]], place: int) -> None:
        arc = self.arcs[place]
        ways.setdefault(arc.tail, []).append((place, arc.head, True))
        ways.setdefault(arc.head, []).append((place, arc.tail, False))

    def room(self, place: int, limit: int) -> tuple[int, int]:
        """How far arc `place` can rise and fall; counting stops at `limit`."""
        arc = self.arcs[place]
        rise, _ = self._push(arc.head, arc.tail, min(limit, arc.up), place, buying=False)
        fall, _ = self._push(arc.tail, arc.head, min(limit, arc.down), place, buying=False)
        return rise, fall

    def widen(self, place: int, rise: int, fall: int) -> list[int]:
        """The cheapest arcs to hide so that arc `place` can rise or fall by so much.

        Empty where that cannot be had at any price. The result may be less than was asked.
        """
        arc = self.arcs[place]
        _, bought = self._push(arc.head, arc.tail, min(rise, arc.up), place, buying=True)
        if not bought:
            _, bought = self._push(arc.tail, arc.head, min(fall, arc.down), place, buying=True)
        return sorted(bought)

    def hide(self, place: int) -> None:
        """From now on the number of this arc is not shown."""
        if not self.arcs[place].hidden:
            self.arcs[place].hidden = True
            self._join(self._hidden, place)

    def _push(
        self, source: Node, sink: Node, limit: int, without: int, *, buying: bool
    ) -> tuple[int, set[int]]:
        """As much flow as fits from source to sink, by cheapest paths, and the arcs bought for it."""
        got, bought = 0, set[int]()
        moved: dict[int, int] = {}
        while got < limit:
            if buying:
                path = self._cheapest(source, sink, without, moved, bought)
            else:
                path = self._shortest(source, sink, without, moved)
            if not path:
                break
            step = limit - got
            for i, forward in path:
                step = min(step, self._left(i, forward, moved))
            for i, forward in path:
                moved[i] = moved.get(i, 0) + (step if forward else -step)
                if not self.arcs[i].hidden:
                    bought.add(i)
            got += step
        return got, bought

    def _left(self, place: int, forward: bool, moved: dict[int, int]) -> int:
        arc, already = self.arcs[place], moved.get(place, 0)
        return arc.up - already if forward else arc.down + already

    def _shortest(
        self, source: Node, sink: Node, without: int, moved: dict[int, int]
    ) -> list[tuple[int, bool]]:
        """A path of hidden arcs with room on it, as (arc, in its direction)."""
        came: dict[Node, tuple[Node, int, bool]] = {source: (source, -1, True)}
        queue = [source]
        for node in queue:
            for place, there, forward in self._hidden.get(node, ()):
                if there in came or place == without or self._left(place, forward, moved) <= 0:
                    continue
                came[there] = (node, place, forward)
                if there == sink:
                    return _trace(came, source, sink)
                queue.append(there)
        return []

    def _cheapest(
        self, source: Node, sink: Node, without: int, moved: dict[int, int], bought: set[int]
    ) -> list[tuple[int, bool]]:
        """The cheapest path with room on it, of hidden arcs and others, as (arc, in its direction)."""
        cost: dict[Node, float] = {source: 0.0}
        came: dict[Node, tuple[Node, int, bool]] = {}
        queue: list[tuple[float, int, Node]] = [(0.0, 0, source)]
        order = 0
        while queue:
            so_far, _, node = heapq.heappop(queue)
            if node == sink:
                return _trace(came, source, sink)
            if so_far > cost[node]:
                continue
            for place, there, forward in self._out.get(node, ()):
                arc = self.arcs[place]
                if place == without or self._left(place, forward, moved) <= 0:
                    continue
                free = arc.hidden or place in bought
                if not free and arc.price is None:
                    continue
                total = so_far + (0.001 if free else 1 + (arc.price or 0.0))
                if total < cost.get(there, 1e18):
                    cost[there] = total
                    came[there] = (node, place, forward)
                    order += 1
                    heapq.heappush(queue, (total, order, there))
        return []


def _trace(came: dict[Node, tuple[Node, int, bool]], source: Node, sink: Node) -> list[tuple[int, bool]]:
    path: list[tuple[int, bool]] = []
    node = sink
    while node != source:
        node, place, forward = came[node]
        path.append((place, forward))
    return path
