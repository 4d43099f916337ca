"""What a good enough password is, and making one.

Rules after the UK's Cyber Essentials and NCSC: length, no rules of composition, no forced change, and a list
of what is refused. The list is short, so the length asked for is more than the 8 of Cyber Essentials.
"""

import secrets

from flask_security import hash_password as _hash_password
from flask_security import verify_password as _verify_password

from app.errors import Invalid

SHORTEST, LONGEST = 10, 1000  # characters
FEWEST_DIFFERENT = 5
ADVICE = "Three or four words that do not belong together are good."
DEMONSTRATION = "demonstration only"
"""The password of every demonstration account; contract of the outside."""

KNOWN_WORDS = """
    password passw0rd letmein welcome qwerty qwertyuiop asdfghjkl zxcvbnm 1q2w3e4r abc123 iloveyou admin
    administrator login monkey dragon sunshine princess football superman trustno1 changeme secret master
    scotland edinburgh glasgow highland fife nhs council officer carer carers healthcare partnership
    liverpool rangers celtic summer winter spring autumn january february march april june july august
    september october november december monday tuesday wednesday thursday friday speir
"""
REFUSED_WORDS = frozenset(KNOWN_WORDS.split())
SYLLABLES = [first + vowel for first in "bdfghjklmnprstvz" for vowel in "aeiou"]


def checked(password: str, email: str) -> str:
    """`password`, if it is good enough for the account of that address. Raises Invalid with the reason."""
    if len(password) < SHORTEST:
        raise Invalid(f"Use at least {SHORTEST} characters. {ADVICE}")
    if len(password) > LONGEST:
        raise Invalid(f"Use at most {LONGEST} characters.")
    small = password.lower()
    # Digits and signs around one well-known word are what a guesser tries first.
    kernel = "".join(sign for sign in small if sign.isalpha())
    too_known = kernel in REFUSED_WORDS or small == DEMONSTRATION or small in REFUSED_WORDS
    if too_known or len(set(small)) < FEWEST_DIFFERENT or kernel in ("", email.split("@")[0]):
        raise Invalid(f"This password is easy to guess. {ADVICE}")
    return password


def generated() -> str:
    """A password that can be read out over a telephone: six groups, 75 bits.

    80 syllables, two a group: 12 times log2(80) = 75.9 bits.
    """
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(2)) for _ in range(6))


def hashed(password: str) -> str:
    """The argon2id hash to keep, of the password mixed with a key from the installation's secret key.

    About 0.2 s of processor time: never call it inside a transaction, on SQLite nobody could write meanwhile.
    """
    result: str = _hash_password(password)
    return result


def matches(password: str, kept: str | None) -> bool:
    """Whether the password is the one whose hash is kept. Without a hash it takes as long and is false."""
    if kept is None:
        hashed(password)
        return False
    return bool(_verify_password(password, kept))
