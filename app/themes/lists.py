"""The word lists of the aids, read once a process: plain data that a person can read and mend."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Names:
    """Forenames and surnames alike; `words` are those that are also everyday words or places."""

    every: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=1)
def names() -> Names:
    """The names of data/names.tsv, plain (see `plain`)."""
    rows = _rows("names.tsv")
    return Names(
        frozenset(plain(row[1]) for row in rows),
        frozenset(plain(row[1]) for row in rows if row[2:] == ["word"]),
    )


@lru_cache(maxsize=1)
def harm() -> tuple[str, ...]:
    """The phrases of data/harm.tsv, plain; one that ends in a full stop is a whole word."""
    return tuple(plain(row[1]) for row in _rows("harm.tsv"))


def plain(words: str) -> str:
    """Words without case, accents and typographer's apostrophes.

    >>> plain("Mòrag can’t")
    "morag can't"
    """
    parts = unicodedata.normalize("NFKD", words.replace("’", "'"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
