"""The chain that makes a changed, removed or slipped-in line show: each hash covers the one before."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.audit.models import AuditLine

BEGINNING = "0" * 64
"""What stands as the hash before the first line."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found.

    `lines` were read and sound; `head` is the hash of the last of them. `broken` is the number of the
    first line that is not sound, None if all are, and `why` says what is wrong with it.
    """

    lines: int
    head: str
    broken: int | None = None
    why: str = ""


def hash_of(line: AuditLine) -> str:
    """SHA-256, as 64 hex digits, of the line's canonical form, which holds the hash before it."""
    canonical = json.dumps(
        [
            line.no,
            line.at.isoformat(timespec="microseconds"),
            line.actor,
            line.board_code,
            line.act,
            line.subject,
            line.reason,
            line.detail,
            line.previous_hash,
        ],
        ensure_ascii=True,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def walk(lines: Iterable[AuditLine]) -> Verdict:
    """Check lines in order of their numbers, from the first."""
    count, head = 0, BEGINNING
    for line in lines:
        if line.no != count + 1:
            return Verdict(count, head, count + 1, f"line {count + 1} is missing")
        if line.previous_hash != head:
            return Verdict(count, head, line.no, "it does not follow the line before it")
        if line.hash != hash_of(line):
            return Verdict(count, head, line.no, "its words are not those that were written")
        count, head = line.no, line.hash
    return Verdict(count, head)
