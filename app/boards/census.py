"""Who lives in a board's area and who cares there, so that a report can say who was heard and who was not.

Scotland's Census 2022, tables UV101b and UV103 (sex and age) and UV301b (unpaid care by age), summed from
output areas. The census changes small counts a little to protect people, so sums drift by up to 0.3 %: these
are shares to set beside an answer's, in whole per cent, and no official totals. No table of carers by sex was
found.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from app.boards import reference
from app.errors import NotFound

SCOTLAND = "S92000003"
YEAR = 2022

AGES = ("under_16", "16_24", "25_34", "35_49", "50_64", "65_over")
"""The age bands that both the tables of people and of carers have; among carers, under_16 begins at 3."""

SEXES = ("female", "male")
HOURS = ("1_19", "20_34", "35_49", "50_over")
"""Hours of unpaid care a week."""

_SOURCE = "Scotland's Census 2022, National Records of Scotland: {what}."


@dataclass(frozen=True, slots=True)
class CensusTable:
    """Shares (0 to 1, together 1) of the people of an area by band, with what to print beneath them."""

    title: str
    source: str
    year: int
    area_code: str
    shares: Mapping[str, float]

    def among(self, bands: tuple[str, ...]) -> "CensusTable":
        """The same table among the people of some bands only, e.g. adults: shares are of these people.

        Raises KeyError for a band that the table has not.
        """
        whole = sum(self.shares[band] for band in bands)
        return replace(self, shares=MappingProxyType({band: self.shares[band] / whole for band in bands}))


def people_by_age(area_code: str) -> CensusTable:
    """Everybody who lives there, by the bands of AGES. Raises NotFound for a code the file has not."""
    return _table("People by age", "age of all people", area_code, "people", "age", AGES)


def adults_by_age(area_code: str) -> CensusTable:
    """The people aged 16 and over, by the bands of AGES but the first."""
    adults = people_by_age(area_code).among(AGES[1:])
    return replace(
        adults,
        title="People aged 16 and over by age",
        source=_SOURCE.format(what="age of people aged 16 and over"),
    )


def people_by_sex(area_code: str) -> CensusTable:
    """Everybody who lives there, by SEXES."""
    return _table("People by sex", "sex of all people", area_code, "people", "sex", SEXES)


def carers_by_age(area_code: str) -> CensusTable:
    """The people who give unpaid care, of any hours, by the bands of AGES (aged 3 and over)."""
    return _table("Unpaid carers by age", "unpaid carers aged 3 and over", area_code, "carers", "age", AGES)


def carers_by_hours(area_code: str) -> CensusTable:
    """The people who give unpaid care, by the hours a week (HOURS)."""
    what = "unpaid carers aged 3 and over by hours a week"
    return _table("Unpaid carers by hours of care a week", what, area_code, "carers", "hours", HOURS)


class _Cell(NamedTuple):
    sex: str
    age: str
    hours: str
    people: int


@lru_cache(maxsize=1)
def _cells() -> Mapping[tuple[str, str], list[_Cell]]:
    """(area, subject) -> its cells; read once a process."""
    cells: dict[tuple[str, str], list[_Cell]] = {}
    for row in reference.rows("census_2022"):
        cell = _Cell(row["sex"], row["age"], row["hours"], int(row["people"]))
        cells.setdefault((row["area_code"], row["subject"]), []).append(cell)
    return cells


def _table(title: str, what: str, area: str, subject: str, by: str, bands: tuple[str, ...]) -> CensusTable:
    cells = _cells().get((area, subject))
    if cells is None:
        raise NotFound(f"The census file has no area {area}.")
    counts: Counter[str] = Counter()
    for cell in cells:
        counts[getattr(cell, by)] += cell.people
    shares = MappingProxyType({band: counts[band] / counts.total() for band in bands})
    return CensusTable(title, _SOURCE.format(what=what), YEAR, area, shares)
