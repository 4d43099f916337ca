"""A limit on guessing at codes: whoever types many wrong ones waits a while before the next is looked at.

A code has 57 bits or more, so this guards the database from the work rather than the codes. The counts stand
in the memory of a web worker, by network address, and are written nowhere: an address never lies beside
answers. The proxy has limits of its own (deploy/).
"""

import time
from dataclasses import dataclass, field

from flask import current_app, request
from flask_babel import gettext as _

MOST, WITHIN = 30, 600.0
"""Wrong codes from one address, and the seconds in which they count."""
MOST_KNOWN = 10_000  # addresses


@dataclass
class WrongCodes:
    """When each address typed its last wrong codes, in seconds of a clock that only goes forward."""

    tries: dict[str, list[float]] = field(default_factory=dict)

    def too_many(self, address: str, now: float) -> bool:
        """Whether the address has to wait.

        >>> wrong = WrongCodes({"192.0.2.1": [0.0] * MOST})
        >>> wrong.too_many("192.0.2.1", 1.0), wrong.too_many("192.0.2.1", WITHIN + 1)
        (True, False)
        """
        kept = [at for at in self.tries.get(address, ()) if now - at < WITHIN]
        if kept:
            self.tries[address] = kept
        else:
            self.tries.pop(address, None)
        return len(kept) >= MOST

    def add(self, address: str, now: float) -> None:
        """One more wrong code."""
        if len(self.tries) >= MOST_KNOWN and address not in self.tries:
            self.tries.pop(next(iter(self.tries)))
        self.tries.setdefault(address, []).append(now)


def must_wait() -> bool:
    """Whether who asks has typed too many wrong codes."""
    return _wrong().too_many(request.remote_addr or "", time.monotonic())


def note_wrong() -> None:
    """Who asks has typed a wrong code."""
    _wrong().add(request.remote_addr or "", time.monotonic())


def wait() -> str:
    """What who has to wait is told."""
    return str(_("Too many wrong codes came from your network. Wait ten minutes and try again."))


def _wrong() -> WrongCodes:
    """What this application remembers."""
    kept: WrongCodes = current_app.extensions.setdefault("speir_wrong_codes", WrongCodes())
    return kept
