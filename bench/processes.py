"""Processor time and memory of a process and all its descendants, from /proc.

Times are user + system seconds. The kernel tells them in ticks (mostly 10 ms), so what is measured must
last much longer than a tick.
"""

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def family(root: int) -> list[int]:
    """The process ids of `root` and of all its living descendants."""
    children: dict[int, list[int]] = {}
    for pid, fields in _all_stats():
        children.setdefault(int(fields[1]), []).append(pid)
    found = [root]
    for pid in found:  # grows while it is walked
        found.extend(children.get(pid, ()))
    return found


def cpu(root: int) -> float:
    """Seconds used so far by the family of `root`, with what its dead children used."""
    return sum(sum(map(int, fields[11:15])) for pid in family(root) if (fields := _stat(pid))) / TICKS


def pss(root: int) -> float:
    """Megabytes (10^6 bytes) of memory of the family of `root`; what is shared is split among its sharers."""
    total = 0
    for pid in family(root):
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it has ended
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024 / 1e6


def _all_stats() -> Iterator[tuple[int, list[str]]]:
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            yield int(folder.name), fields


def _stat(pid: int) -> list[str] | None:
    """The fields of proc(5)'s stat after the name, which may hold anything; None once the process is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    return text[text.rindex(")") + 2 :].split()
