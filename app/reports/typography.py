"""Quotes and apostrophes as they are printed: what people type has straight ones, a report has none."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from app.reports.model import Report

NAMES = frozenset({"id", "key", "keys", "item", "status_address", "language"})
"""Fields that programs read: they stay as they are."""
_OPENING = re.compile(r"(?<![^\s(\[“‘/–—-])([\"'])(?=\S)")
_MARKS = str.maketrans({'"': "”", "'": "’"})


def typographic(words: str) -> str:
    """
    >>> typographic("Scotland's \\"Census\\" (c) the 'Crown'")
    'Scotland’s “Census” © the ‘Crown’'
    """
    if '"' in words or "'" in words:
        words = _OPENING.sub(lambda mark: "“" if mark[1] == '"' else "‘", words).translate(_MARKS)
    return words.replace("(c) ", "© ")


def typeset(report: Report) -> Report:
    """The report with every word of it as it is printed."""
    made: Report = _set(report)
    return made


def _set(thing: Any) -> Any:
    if isinstance(thing, str):
        return typographic(thing)
    if isinstance(thing, tuple):
        return tuple(map(_set, thing))
    if is_dataclass(thing) and not isinstance(thing, type):
        changed = {one.name: _set(getattr(thing, one.name)) for one in fields(thing) if one.name not in NAMES}
        return replace(thing, **changed)
    return thing
