"""P5: the numbers of a whole report from disk, beside what numpy needs for the same bytes in memory."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from app.db import db
from app.responses import store
from app.tallies.counting import count
from app.tallies.layout import Layout
from bench.lines import Line
from bench.scratch import Scratch, add_responses

REPEATS = 5


def lines(scratch: Scratch, stored: int, tenfold: bool) -> Iterator[Line]:
    """The goals; the installation holds `stored` responses already."""
    group = next(key.key for key in scratch.live.layout.items if len(key.options) == 3)
    with scratch.app.app_context():
        parts = store.codes_of(scratch.live.id)
        bound = _least(lambda: _bound(*parts[0]))
        whole = _least(lambda: count(_read(scratch)))
        split = _least(lambda: count(_read(scratch), by=[group]))
    yield Line("P5", f"numbers of {stored:,} responses from disk", whole, "s", "numpy in memory", bound, 10)
    yield Line("P5", "the same split by three groups", split, "s", "totals", whole, 1.5)
    if tenfold:
        add_responses(scratch, 9 * stored)
        with scratch.app.app_context():
            more = _least(lambda: count(_read(scratch)), 2)
        yield Line(
            "P5", f"numbers of {10 * stored:,} responses from disk", more, "s", f"{stored:,}", whole, 12
        )


def _read(scratch: Scratch) -> list[tuple[Layout, bytes]]:
    db.session.rollback()
    return store.codes_of(scratch.live.id)


def _bound(layout: Layout, codes: bytes) -> None:
    """A count of every byte column: the least that any counting with numpy must do."""
    table = np.frombuffer(codes, np.uint8).reshape(-1, layout.width)
    for column in layout.items:
        for byte in range(min(column.width, 2)):
            np.bincount(table[:, column.offset + byte], minlength=256)


def _least(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """CPU seconds of the quickest of some runs."""
    found = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)
