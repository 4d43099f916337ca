"""P1, P3, P8: what answering costs beside the yardstick, with many responses stored, and at rest.

What is compared is measured in turns, many short ones, and the ratio is the median of the turns' ratios: a
machine that does other work for a while does it to both.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median

from bench import load, processes, respondents
from bench.language import among_many
from bench.lines import Line
from bench.scratch import Scratch, add_responses, installation, survey_of_benchmark
from bench.servers import PRODUCT, YARDSTICK, Server, serving

LIMESURVEY_MS = 533.0  # CPU of one response of the same survey in LimeSurvey 6.14: docs/performance.md
TURNS = 15
Cost = Callable[[int], float]
"""CPU milliseconds of one visit, from so many."""


def lines(visits: int) -> Iterator[Line]:
    """P8 and P1, from turns of `visits` visits each."""
    with installation() as scratch, _product(scratch) as ours:
        yield Line("P8", "memory of two idle web workers", processes.pss(ours.pid), "MB", "goal", 120.0, 1.0)
        yield Line("P8", "first page after start", ours.ready_after, "s", "goal", 2.0, 1.0)
        yield _beside_yardstick("one page answered, CPU", scratch, ours, visits)
        whole = median(_whole_way(scratch, ours)(visits) for _ in range(TURNS // 3))
        yield Line("P1", "whole way, CPU", whole, "ms", "LimeSurvey", LIMESURVEY_MS, 1 / 40)

    survey = among_many(survey_of_benchmark())
    what = f"that page of a survey of {len(survey.questions)} questions in {len(survey.languages)} languages"
    with installation(survey) as scratch, _product(scratch) as ours:
        yield _beside_yardstick(f"{what}, CPU", scratch, ours, visits)


def _beside_yardstick(what: str, scratch: Scratch, ours: Server, visits: int) -> Line:
    """What a page costs, in turns with the yardstick's."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"YARDSTICK_DATABASE": str(Path(folder) / "yardstick.sqlite3")}
        with serving(YARDSTICK, settings, "/") as beside:
            page, fast = _in_turns(_page(scratch, ours), _yardstick(beside), visits)
    return Line("P1", what, page, "ms", "yardstick", fast, 1.5)


def stored_lines(visits: int, stored: int) -> Iterator[Line]:
    """P3, with `stored` responses in the database and with none."""
    with installation() as scratch, installation() as full:
        add_responses(full, stored)
        with _product(scratch) as ours, _product(full) as loaded:
            after, before = _in_turns(_whole_way(full, loaded), _whole_way(scratch, ours), visits // 3)
        yield Line("P3", f"whole way with {stored:,} stored, CPU", after, "ms", "with none", before, 1.1)


def _in_turns(ours: Cost, other: Cost, visits: int) -> tuple[float, float]:
    """What each costs: of the other the median, of ours that times the median of the turns' ratios."""
    for cost in (ours, other):
        cost(visits)  # so that both are warm
    turns = [(ours(visits), other(visits)) for _ in range(TURNS)]
    beside = median(turn[1] for turn in turns)
    return beside * median(turn[0] / turn[1] for turn in turns), beside


def _product(scratch: Scratch) -> AbstractContextManager[Server]:
    return serving(PRODUCT, scratch.environment, scratch.base)


def _yardstick(server: Server) -> Cost:
    """One GET and one POST of the yardstick."""
    return lambda visits: (
        load.run(server.port, server.pid, respondents.many(respondents.yardstick, visits)).cpu_ms
    )


def _page(scratch: Scratch, server: Server) -> Cost:
    """One GET and one POST of a page, by respondents who have begun; their beginning is not counted."""

    def cost(visits: int) -> float:
        begun = [(load.Browser(), respondents.begin(scratch.base)) for _ in range(visits)]
        load.run(server.port, server.pid, begun)
        pages = [(browser, respondents.answer_page(scratch.base)) for browser, _ in begun]
        return load.run(server.port, server.pid, pages).cpu_ms

    return cost


def _whole_way(scratch: Scratch, server: Server) -> Cost:
    """From the start page to the receipt."""
    return lambda visits: (
        load.run(
            server.port, server.pid, respondents.many(lambda: respondents.whole_way(scratch.base), visits)
        ).cpu_ms
    )
