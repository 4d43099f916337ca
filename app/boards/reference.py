"""The facts about Scotland that come with Speir, read from `data/`, whose README.md says their source."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `data/<name>.csv`, as they stand; an empty cell is an empty string."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def board_of_council() -> Mapping[str, str]:
    """Council code -> code of the board whose area it belongs to."""
    return MappingProxyType({row["code"]: row["board_code"] for row in rows("council_areas")})


@lru_cache(maxsize=1)
def postcodes_in_england() -> Mapping[str, int]:
    """Sector or district on the border -> how many English postcodes it holds; others are not named."""
    return MappingProxyType({row["area"]: int(row["postcodes"]) for row in rows("postcodes_in_england")})
