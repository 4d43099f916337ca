"""`make bench`: the goals of docs/performance.md, a line each as they are measured.

`python -m bench P1 P9` measures those goals only. BENCH_QUICK=1 measures with a tenth of everything, to see
that it runs; its figures say little.
"""

import argparse
import os
from collections.abc import Callable, Iterator

from bench import answering, counting, language, pages, papers, sending
from bench.lines import Line
from bench.scratch import add_responses, installation

QUICK = bool(os.environ.get("BENCH_QUICK"))
VISITS = 40 if QUICK else 300  # of a turn
STORED = 10_000 if QUICK else 100_000
FEW = 1_000
EVALUATIONS = 100_000 if QUICK else 1_000_000


def _pages() -> Iterator[Line]:
    with installation() as scratch:
        yield from pages.lines(scratch)


def _papers_and_sending() -> Iterator[Line]:
    with installation() as scratch:
        add_responses(scratch, FEW)
        few = papers.in_a_process(scratch)
        before = scratch.on_disk()
        written = add_responses(scratch, STORED - FEW)
        yield from papers.lines(few, papers.in_a_process(scratch))
        yield from sending.lines(scratch, written, before, STORED - FEW)


def _counting() -> Iterator[Line]:
    with installation() as scratch:
        add_responses(scratch, STORED)
        yield from counting.lines(scratch, STORED, tenfold=True)


MEASURED: tuple[tuple[str, Callable[[], Iterator[Line]]], ...] = (
    ("P2", _pages),
    ("P8 P1", lambda: answering.lines(VISITS)),
    ("P3", lambda: answering.stored_lines(VISITS, STORED)),
    ("P6 P9", _papers_and_sending),
    ("P5", _counting),
    ("P10 P11", lambda: language.lines(EVALUATIONS)),
)
"""What is measured together, with the goals whose lines come of it."""


def main() -> None:
    """Measure and print: all goals, or those that the command line names."""
    known = sorted(goal for goals, _lines in MEASURED for goal in goals.split())
    arguments = argparse.ArgumentParser(prog="python -m bench", description="Measure the goals of speed.")
    arguments.add_argument("goals", nargs="*", metavar="GOAL", help=f"one of {', '.join(known)}; all if none")
    wanted = set(arguments.parse_args().goals)
    if unknown := wanted - set(known):
        arguments.error(f"there is no goal {', '.join(sorted(unknown))}; choose from {', '.join(known)}")
    for goals, lines in MEASURED:
        if wanted and wanted.isdisjoint(goals.split()):
            continue
        for line in lines():
            if not wanted or line.goal in wanted:
                print(line, flush=True)


if __name__ == "__main__":
    main()
