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
        for i, arc in enumerate(self.arcs):
            if arc.hidden or arc.price is not None:
                self._out.setdefault(arc.tail, []).append((i, arc.head, True))
                self._out.setdefault(arc.head, []).append((i, arc.tail, False))

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
        self.arcs[place].hidden = True

    def _push(
        self, source: Node, sink: Node, limit: int, without: int, *, buying: bool
    ) -> tuple[int, set[int]]:
        """As much flow as fits from source to sink, by cheapest paths, and the arcs bought for it."""
        got, bought = 0, set[int]()
        moved: dict[int, int] = {}
        while got < limit:
            path = self._path(source, sink, without, moved, bought, buying)
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

    def _path(
        self, source: Node, sink: Node, without: int, moved: dict[int, int], bought: set[int], buying: bool
    ) -> list[tuple[int, bool]]:
        """The cheapest path with room on it, as (arc, in its direction)."""
        arcs, out = self.arcs, self._out
        cost: dict[Node, float] = {source: 0.0}
        came: dict[Node, tuple[Node, int, bool]] = {}
        queue: list[tuple[float, int, Node]] = [(0.0, 0, source)]
        order = 0
        while queue:
            so_far, _, node = heapq.heappop(queue)
            if node == sink:
                break
            if so_far > cost[node]:
                continue
            for i, there, forward in out.get(node, ()):
                arc = arcs[i]
                if i == without or not (arc.hidden or buying):
                    continue
                if self._left(i, forward, moved) <= 0:
                    continue
                step = 0.001 if arc.hidden or i in bought else 1 + (arc.price or 0.0)
                if so_far + step < cost.get(there, 1e18):
                    cost[there] = so_far + step
                    came[there] = (node, i, forward)
                    order += 1
                    heapq.heappush(queue, (so_far + step, order, there))
        if sink not in came:
            return []
        path: list[tuple[int, bool]] = []
        node = sink
        while node != source:
            node, i, forward = came[node]
            path.append((i, forward))
        return path
