"""P1, P3, P8: what answering costs beside the yardstick, with many responses stored, and at rest."""

import http.client
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from bench import load, processes, respondents
from bench.lines import Line
from bench.scratch import Scratch, add_responses
from bench.servers import PRODUCT, YARDSTICK, Server, serving

LIMESURVEY_MS = 533.0  # CPU of one response of the same survey in LimeSurvey 6.14: docs/performance.md


def lines(scratch: Scratch, visits: int, stored: int) -> Iterator[Line]:
    """The goals, from `visits` pages each and again with `stored` responses in the database."""
    with tempfile.TemporaryDirectory(prefix="speir-yardstick-") as folder:
        settings = {"YARDSTICK_DATABASE": str(Path(folder) / "yardstick.sqlite3")}
        with serving(YARDSTICK, settings, "/") as beside, _product(scratch) as ours:
            yield Line(
                "P8", "memory of two idle web workers", processes.pss(ours.pid), "MB", "goal", 120.0, 1.0
            )
            yield Line("P8", "first page after start", ours.ready_after, "s", "goal", 2.0, 1.0)
            _page(scratch, ours, visits // 4)
            _yardstick(beside, visits // 4)
            fast = _yardstick(beside, visits)
            page = _page(scratch, ours, visits)
            yield Line("P1", "one page answered, CPU", page, "ms", "yardstick", fast, 1.5)
            ways = respondents.many(lambda: respondents.whole_way(scratch.base), visits // 2)
            whole = load.run(ours.port, ours.pid, ways)
            yield Line("P1", "whole way, CPU", whole.cpu_ms, "ms", "LimeSurvey", LIMESURVEY_MS, 1 / 40)
            before = _page(scratch, ours, visits)
            add_responses(scratch, stored)
            after = _page(scratch, ours, visits)
            yield Line("P3", f"one page with {stored:,} stored, CPU", after, "ms", "with none", before, 1.1)


def _product(scratch: Scratch) -> AbstractContextManager[Server]:
    return serving(PRODUCT, scratch.environment, scratch.base)


def _yardstick(beside: Server, visits: int) -> float:
    """CPU milliseconds of one GET and one POST of the yardstick."""
    return load.run(beside.port, beside.pid, respondents.many(respondents.yardstick, visits)).cpu_ms


def _page(scratch: Scratch, ours: Server, visits: int) -> float:
    """CPU milliseconds of one GET and one POST of a page, by respondents who have begun."""
    browsers = [load.Browser(http.client.HTTPConnection("127.0.0.1", ours.port)) for _ in range(visits)]
    load.run(ours.port, ours.pid, [(one, respondents.begin(scratch.base)) for one in browsers])
    return load.run(
        ours.port, ours.pid, [(one, respondents.answer_page(scratch.base)) for one in browsers]
    ).cpu_ms
