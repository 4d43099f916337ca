"""Receipt codes: made from the key that decides duplicates, so that a retry gives the same code.

A code has a prefix of its consultation and fifteen characters that only the holder of the
installation's secret can make. What is stored is a keyed digest: the code cannot be read back.
"""

import uuid

from app.consultations.service import ALPHABET
from app.crypto import keyed_digest

GROUPS, GROUP = 3, 5
LENGTH = GROUP + GROUPS * GROUP  # letters and numbers of a code, the prefix among them
DIGEST = 16  # bytes stored


def code(secret: str, prefix: str, consultation_id: uuid.UUID, submit_key: uuid.UUID) -> str:
    """The code of a response, for example ABCDE-23456-789AB-CDEFG (74 random bits after the prefix)."""
    number = int.from_bytes(keyed_digest(secret, "receipt", consultation_id.bytes + submit_key.bytes), "big")
    characters = []
    for _ in range(GROUPS * GROUP):
        number, index = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[index])
    groups = ("".join(characters[start : start + GROUP]) for start in range(0, GROUPS * GROUP, GROUP))
    return "-".join((prefix, *groups))


def digest(secret: str, typed: str) -> bytes:
    """What is stored of a code, however it was typed."""
    return keyed_digest(secret, "receipt-lookup", normal(typed).encode())[:DIGEST]


def normal(typed: str) -> str:
    """A code as it was made: capitals, no spaces or hyphens of the typist's own.

    >>> normal(" abcde 23456 789ab-cdefg")
    'ABCDE-23456-789AB-CDEFG'
    """
    kept = "".join(char for char in typed.upper() if char.isascii() and char.isalnum())
    return "-".join(kept[start : start + GROUP] for start in range(0, len(kept), GROUP))


def length(typed: str) -> int:
    """How many letters and numbers a code has, however it was typed.

    >>> length("abcde 23456-789")
    13
    """
    return len(normal(typed).replace("-", ""))


def prefix_of(typed: str) -> str:
    """The part that finds the consultation."""
    return normal(typed).partition("-")[0]
