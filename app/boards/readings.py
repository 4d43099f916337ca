"""What a person may have meant by the postcode they typed.

People type lower case, no space, too many, the letter O for the figure 0. Every reading that has the form of
a whole postcode, of a sector ("IV27 4") or of a district ("IV27") in a postcode area that exists is offered,
those with the fewest changed characters first. Whether there is such a postcode is not known here.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

LONGEST = 40  # characters looked at: more is not a postcode

SLIPS = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}

LETTERS = re.compile("[A-Z]+")

SCOTTISH_AREAS = frozenset(LETTERS.findall("AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE"))
"""The postcode areas that lie in Scotland, but for a strip of TD; some Scottish postcodes are in CA too."""

AREAS = SCOTTISH_AREAS | frozenset(
    LETTERS.findall(
        "AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DE DH DL DN DT DY E EC EN EX "
        "FY GL GU GY HA HD HG HP HR HU HX IG IM IP JE KT L LA LD LE LL LN LS LU M ME MK N NE NG NN NP NR NW "
        "OL OX PE PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TF TN TQ TR TS TW UB W "
        "WA WC WD WF WN WR WS WV YO "
    )
)
"""Every postcode area of the United Kingdom and the islands that share its postcodes; BF is the forces'."""

UNIT = re.compile(r"([A-Z]{1,2})([0-9][A-Z0-9]?)([0-9][A-Z]{2})")
SECTOR = re.compile(r"([A-Z]{1,2})([0-9][A-Z0-9]?)([0-9])")
DISTRICT = re.compile(r"([A-Z]{1,2})([0-9][A-Z0-9]?)()")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: `area` "IV", `district` "IV27", `inward` "4HB", "4" (a sector) or "" (a district).

    `changes` is how many characters were read otherwise than typed.
    """

    area: str
    district: str
    inward: str
    changes: int

    def __str__(self) -> str:
        return f"{self.district} {self.inward}".strip()


def readings(typed: str) -> list[Reading]:
    """Every way to read what was typed, the nearest first; empty when it has no postcode's form.

    >>> [str(r) for r in readings(" iv27-4hb ")]
    ['IV27 4HB']
    >>> [str(r) for r in readings("IV27")]
    ['IV27', 'IV2 7']
    """
    if len(typed) > LONGEST:
        return []
    visible = "".join(c for c in unicodedata.normalize("NFKC", typed) if unicodedata.category(c) != "Cf")
    words = "".join(c if c.isalnum() else " " for c in visible.upper()).split()
    letters = "".join(words)
    if not 2 <= len(letters) <= 7:
        return []
    sector_spaced = len(words) == 2 and len(words[1]) == 1
    forms = (UNIT, SECTOR, DISTRICT) if sector_spaced else (UNIT, DISTRICT, SECTOR)
    found = []
    for text in map("".join, product(*(SLIPS.get(letter, letter) for letter in letters))):
        changes = sum(was != now for was, now in zip(letters, text, strict=True))
        for form in forms:
            match = form.fullmatch(text)
            if match and match[1] in AREAS:
                found.append(Reading(match[1], match[1] + match[2], match[3], changes))
    return sorted(found, key=lambda reading: reading.changes)  # the forms' order stays among equals
