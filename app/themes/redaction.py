"""Takes words out of a comment and says what kind of thing stood there."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.errors import Invalid
from app.themes.marks import KINDS, Mark

WORDS = "words"
CALLED = {kind: kind for kind in KINDS} | {
    "email": "e-mail",
    "chi": "CHI number",
    "nhs": "NHS number",
    "ni": "National Insurance number",
    WORDS: "words",
}


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with words taken out, and how many of each kind."""

    text: str
    hidden: Counter[str]


def redact(text: str, marks: Sequence[Mark], words: Iterable[str] = ()) -> Redacted:
    """`text` without the marks and without `words`, wherever these stand in it as words of their own.

    Raises Invalid for words that are not in the text: a slip of the pen must not leave them there.

    >>> redact("Ring Ann at the Old Mill.", [Mark(5, 8, "name")], ["old mill"]).text
    'Ring [name removed] at the [words removed].'
    """
    spans = [(mark.start, mark.end, mark.kind) for mark in marks]
    for typed in words:
        parts = r"\s+".join(map(re.escape, typed.split()))
        there = list(re.finditer(rf"(?<!\w){parts}(?!\w)", text, re.IGNORECASE))
        if not there:
            raise Invalid(f"“{typed}” is not in the comment: write it as it stands there.")
        spans += [(match.start(), match.end(), WORDS) for match in there]
    out, at, hidden = [], 0, Counter[str]()
    for start, end, kind in _joined(sorted(spans)):
        out += [text[at:start], f"[{CALLED[kind]} removed]"]
        at = end
        hidden[kind] += 1
    return Redacted("".join([*out, text[at:]]), hidden)


def _joined(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans that lie over one another as one, called after the first."""
    joined: list[tuple[int, int, str]] = []
    for start, end, kind in spans:
        if joined and start < joined[-1][1]:
            before = joined.pop()
            start, end, kind = before[0], max(end, before[1]), before[2]
        joined.append((start, end, kind))
    return joined
