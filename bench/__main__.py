"""`make bench`: the goals of docs/performance.md, a line each as they are measured.

BENCH_QUICK=1 measures with a tenth of everything, to see that it runs; its figures say little.
"""

import os

from bench import answering, counting, pages, papers, sending
from bench.scratch import add_responses, installation

QUICK = bool(os.environ.get("BENCH_QUICK"))
VISITS = 40 if QUICK else 300  # of a turn
STORED = 10_000 if QUICK else 100_000
FEW = 1_000


def main() -> None:
    """Measure and print."""
    with installation() as scratch:
        for line in pages.lines(scratch):
            print(line, flush=True)
    for line in answering.lines(VISITS, STORED):
        print(line, flush=True)
    with installation() as scratch:
        add_responses(scratch, FEW)
        few = papers.in_a_process(scratch)
        before = scratch.on_disk()
        written = add_responses(scratch, STORED - FEW)
        for line in papers.lines(few, papers.in_a_process(scratch)):
            print(line, flush=True)
        for line in sending.lines(scratch, written, before, STORED - FEW):
            print(line, flush=True)
    with installation() as scratch:
        add_responses(scratch, STORED)
        for line in counting.lines(scratch, STORED, tenfold=True):
            print(line, flush=True)


if __name__ == "__main__":
    main()
