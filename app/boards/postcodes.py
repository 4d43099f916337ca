"""Every Scottish postcode and its council in half a megabyte, so that a look-up needs no table and no time.

A postcode's last two letters are two of twenty, so a sector ("IV27 4") has room for 400 postcodes. The file
gives each sector those 400 places, one byte each: the number of the council, or 0 where there is no postcode.
A look-up is a search among some 1,300 sectors and one byte read. Layout, numbers big-endian:
`SPEIRPC1`, u16 councils, 9 bytes a council code, u16 sectors, 5 bytes a sector (sorted), 400 bytes a sector.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

MAGIC = b"SPEIRPC1"
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # C, I, K, M, O and V never end a postcode
UNITS = len(LETTERS) ** 2
SHIPPED = Path(__file__).parent / "data" / "postcodes.bin"


class Postcodes:
    """The postcodes of one packed file. Postcodes are upper case without a space: "IV274HB"."""

    def __init__(self, packed: bytes) -> None:
        if packed[:8] != MAGIC:
            raise ValueError("not a packed postcode file")
        at = 8
        councils, at = int.from_bytes(packed[at : at + 2], "big"), at + 2
        self.councils = [packed[at + 9 * n : at + 9 * n + 9].decode("ascii") for n in range(councils)]
        at += 9 * councils
        sectors, at = int.from_bytes(packed[at : at + 2], "big"), at + 2
        self.sectors = [packed[at + 5 * n : at + 5 * n + 5].decode("ascii").rstrip() for n in range(sectors)]
        self._units = packed[at + 5 * sectors :]
        if len(self._units) != sectors * UNITS:
            raise ValueError("the packed postcode file is cut short")

    def council_of(self, postcode: str) -> str | None:
        """The council code of one postcode, or None when it is not a Scottish postcode in the list."""
        place = self._place(postcode[:-2])
        first, second = LETTERS.find(postcode[-2:-1]), LETTERS.find(postcode[-1:])
        if place is None or first < 0 or second < 0:
            return None
        number = self._units[place * UNITS + first * len(LETTERS) + second]
        return self.councils[number - 1] if number else None

    def counts_in_sector(self, sector: str) -> Counter[str]:
        """How many postcodes of each council a sector ("IV274") holds; empty when it is not in the list."""
        place = self._place(sector)
        if place is None:
            return Counter()
        units = self._units[place * UNITS : (place + 1) * UNITS]
        return Counter({self.councils[n - 1]: many for n, many in Counter(units).items() if n})

    def counts_in_district(self, district: str) -> Counter[str]:
        """The same for a district ("IV27")."""
        counts: Counter[str] = Counter()
        for digit in "0123456789":
            counts += self.counts_in_sector(district + digit)
        return counts

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Every postcode with its council code, sorted by sector and letters."""
        for place, sector in enumerate(self.sectors):
            for unit, number in enumerate(self._units[place * UNITS : (place + 1) * UNITS]):
                if number:
                    first, second = divmod(unit, len(LETTERS))
                    yield sector + LETTERS[first] + LETTERS[second], self.councils[number - 1]

    def _place(self, sector: str) -> int | None:
        place = bisect_left(self.sectors, sector)
        return place if place < len(self.sectors) and self.sectors[place] == sector else None


def pack(rows: Iterable[tuple[str, str]]) -> bytes:
    """The packed file of (postcode, council code) rows; raises ValueError for a row that is no postcode.

    >>> Postcodes(pack([("ZE29XJ", "S12000027")])).council_of("ZE29XJ")
    'S12000027'
    """
    units: dict[str, dict[int, str]] = {}
    for postcode, council in rows:
        if not 5 <= len(postcode) <= 7 or len(council) != 9:
            raise ValueError(f"{postcode!r}, {council!r} is not a postcode and a council code")
        unit = LETTERS.index(postcode[-2]) * len(LETTERS) + LETTERS.index(postcode[-1])
        units.setdefault(postcode[:-2], {})[unit] = council
    councils = sorted({council for sector in units.values() for council in sector.values()})
    numbers = {council: number for number, council in enumerate(councils, start=1)}
    sectors = sorted(units)
    parts = [MAGIC, len(councils).to_bytes(2, "big"), *(code.encode("ascii") for code in councils)]
    parts += [len(sectors).to_bytes(2, "big"), *(sector.ljust(5).encode("ascii") for sector in sectors)]
    parts += [
        bytes(numbers.get(units[sector].get(unit, ""), 0) for unit in range(UNITS)) for sector in sectors
    ]
    return b"".join(parts)


@lru_cache(maxsize=1)
def shipped() -> Postcodes:
    """The postcodes that come with Speir, read once a process (0.5 MB)."""
    return Postcodes(SHIPPED.read_bytes())
