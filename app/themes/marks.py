"""Finds what may be personal data in a comment, for a person to look at. An aid: it misses much, and errs.

What a check digit can prove, or a list, is `sure`; the rest only looks like it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.boards import postcodes
from app.themes.lists import names, plain

KINDS = {
    "name": "name",
    "telephone": "telephone",
    "email": "e-mail address",
    "postcode": "postcode",
    "chi": "CHI number",
    "nhs": "NHS number",
    "ni": "National Insurance number",
}
"""Kind of mark -> what it is called; in the text it leaves "[telephone removed]"."""

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
TEN_DIGITS = re.compile(r"(?<![\w+])\d(?:[ -]?\d){9}(?![\w]|[ -]?\d)")
TELEPHONE = re.compile(
    r"(?<![\w+])(?:\+\s?44[\s.()-]*(?:\(0\)[\s.-]*)?|00\s?44[\s.-]*|\(?0)(?:[\s.()-]{0,2}\d){8,10}(?!\d)"
)
# HM Revenue & Customs, NIM39110: the letters that are used, and the prefixes that are not.
INSURANCE = re.compile(
    r"(?<!\w)(?!(?:BG|GB|KN|NK|NT|TN|ZZ))[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D](?!\w)",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"(?<!\w)([A-Z]{1,2}\d[A-Z\d]?)\s?(\d[ABD-HJLNP-UW-Z]{2})(?!\w)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "doctor", "sister", "nurse", "father", "reverend", "rev"}
)
AREA_CODE = re.compile(r"0[12357-9]")
WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text, from `start` up to `end`. `sure` where a check digit or a list bears it out."""

    start: int
    end: int
    kind: str
    sure: bool = True

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return f"{self.start}-{self.end}"

    @property
    def called(self) -> str:
        """What it is, in words."""
        return KINDS[self.kind]


def find(text: str) -> list[Mark]:
    """The marks of a text in its order; none lies over another.

    >>> [(mark.kind, mark.sure) for mark in find("Ring Morag on 01632 960123, or write to m@example.org")]
    [('name', True), ('telephone', True), ('email', True)]
    """
    found: list[Mark] = []
    # The first to claim a stretch of text keeps it: kinds that can be proved are asked before the others.
    for finder in (_emails, _insurance, _abroad, _health_numbers, _telephones, _postcodes, _names):
        for mark in finder(text):
            if all(mark.end <= other.start or other.end <= mark.start for other in found):
                found.append(mark)
    return sorted(found, key=lambda mark: mark.start)


def _emails(text: str) -> Iterator[Mark]:
    for match in EMAIL.finditer(text):
        yield Mark(match.start(), match.end(), "email")


def _insurance(text: str) -> Iterator[Mark]:
    for match in INSURANCE.finditer(text):
        yield Mark(match.start(), match.end(), "ni")


def _health_numbers(text: str) -> Iterator[Mark]:
    """Both have ten digits, the last of them a check; a CHI number begins with a date of birth."""
    for match in TEN_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if checks(digits):
            yield Mark(match.start(), match.end(), "chi" if begins_with_a_date(digits) else "nhs")


def checks(digits: str) -> bool:
    """Whether the tenth digit is the check digit, modulo 11, of the nine before it.

    NHS Data Dictionary, "NHS number"; the CHI number of Scotland is checked alike. (9434765919 is the
    dictionary's example.)

    >>> checks("9434765919"), checks("9434765918")
    (True, False)
    """
    left = 11 - sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False)) % 11
    return left != 10 and int(digits[9]) == left % 11


def begins_with_a_date(digits: str) -> bool:
    """Whether the first six digits are a day, a month and a year of two digits.

    >>> begins_with_a_date("2902001234"), begins_with_a_date("3102001234")
    (True, False)
    """
    day, month, year = (int(digits[at : at + 2]) for at in (0, 2, 4))
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def _abroad(text: str) -> Iterator[Mark]:
    """Telephone numbers with the country's code, which are no health numbers whatever their check says."""
    return (mark for mark in _telephones(text) if text[mark.start : mark.end].startswith(("+", "00")))


def _telephones(text: str) -> Iterator[Mark]:
    """Numbers of the United Kingdom: ten or eleven digits from a nought, or after +44."""
    for match in TELEPHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0].replace("(0)", ""))
        national = "0" + re.sub(r"^(?:00)?44", "", digits) if digits.startswith(("44", "0044")) else digits
        if len(national) in (10, 11) and AREA_CODE.match(national):
            yield Mark(match.start(), match.end(), "telephone", sure=len(national) == 11)


def _postcodes(text: str) -> Iterator[Mark]:
    """Sure are those of the list of Scottish postcodes; others have the form of one."""
    listed = postcodes.shipped()
    for match in POSTCODE.finditer(text):
        sure = listed.council_of((match[1] + match[2]).upper()) is not None
        yield Mark(match.start(), match.end(), "postcode", sure)


def _names(text: str) -> Iterator[Mark]:
    """Runs of capitalised words of which one is on the list of names, or that follow a title.

    A name of the list in small letters may be one as well, since people type in haste.
    """
    known = names()
    for match in WORD.finditer(text):
        if match[0][0].islower() and len(match[0]) > 3 and _bare(match) in known.every - known.words:
            yield Mark(match.start(), _end(match), "name", sure=False)
    for run in _runs(text):
        both = [(match, _bare(match)) for match in run]
        titled = both[0][1] in TITLES
        rest = both[1:] if titled else both
        listed = [place for place, (_, word) in enumerate(rest) if word in known.every]
        telling = [place for place in listed if rest[place][1] not in known.words]
        if titled and rest:
            last = listed[-1] if listed else 0
            yield Mark(run[0].start(), _end(rest[last][0]), "name", bool(listed))
        elif telling or any(later - earlier == 1 for earlier, later in zip(listed, listed[1:], strict=False)):
            last = listed[-1] + (1 if len(listed) == 1 and len(rest) > listed[-1] + 1 else 0)
            yield Mark(rest[listed[0]][0].start(), _end(rest[last][0]), "name", True)


def _bare(match: re.Match[str]) -> str:
    """A word as the list has it."""
    return plain(match[0]).removesuffix("'s")


def _end(match: re.Match[str]) -> int:
    """Where a name ends: before the "'s" of what is somebody's."""
    return match.end() - 2 if match[0][-2:] in ("'s", "’s") else match.end()


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words that begin with a capital and stand side by side; "Mrs." may have its full stop."""
    run: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        between = text[run[-1].end() : match.start()] if run else ""
        beside = bool(run) and (
            between in (" ", "\u00a0") or (between == ". " and len(run) == 1 and plain(run[0][0]) in TITLES)
        )
        if not match[0][0].isupper():
            if run:
                yield run
            run = []
        elif beside:
            run.append(match)
        else:
            if run:
                yield run
            run = [match]
    if run:
        yield run
