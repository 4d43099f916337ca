"""Who answered beside who lives there: shares of the shown answers and of the census, in its bands."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.reports.figures import SMALLEST_BASE
from app.reports.source import Census, ConsultationSource
from app.reports.wording import option_words

LARGE_GAP = 5  # percentage points between answers and census that are worth a sentence

_BAND = re.compile(
    r"^(?:under_(?P<under>\d+)|(?P<from>\d+)_(?P<to>\d+)|(?P<over>\d+)_(?:over|plus|or_over))$"
)


@dataclass(frozen=True, slots=True)
class Share:
    """One band: its label, how many answered (None: hidden), and both percentages (None: not to be given)."""

    band: str
    label: str
    count: int | None
    answered: int | None
    census: int


def bounds(band: str) -> tuple[int, int] | None:
    """The numbers that an id such as "35_49" covers.

    >>> bounds("under_16"), bounds("35_49"), bounds("65_over"), bounds("prefer_not")
    ((0, 15), (35, 49), (65, 999), None)
    """
    found = _BAND.match(band)
    if not found:
        return None
    if found["under"]:
        return 0, int(found["under"]) - 1
    if found["over"]:
        return int(found["over"]), 999
    return int(found["from"]), int(found["to"])


def merged(options: tuple[str, ...], bands: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Which options make up each census band. Empty if an option of ages lies across two bands.

    >>> merged(("65_74", "75_over"), ("65_over",))
    {'65_over': ('65_74', '75_over')}
    >>> merged(("60_70",), ("50_64", "65_over"))
    {}
    """
    found: dict[str, tuple[str, ...]] = dict.fromkeys(bands, ())
    for option in options:
        own = bounds(option)
        if option in found:
            found[option] += (option,)
        elif own is not None:
            around = [b for b in bands if (r := bounds(b)) and r[0] <= own[0] and own[1] <= r[1]]
            if around:
                found[around[0]] += (option,)
            elif any((r := bounds(b)) and r[0] <= own[1] and own[0] <= r[1] for b in bands):
                return {}
    return {band: some for band, some in found.items() if some}


def shares(source: ConsultationSource, census: Census) -> list[Share]:
    """Answers beside the census, or nothing where they cannot be compared."""
    question = source.question(census.question)
    group = source.groups.get("person")
    item = group.items.get(census.question) if group else None
    if question is None or item is None:
        return []
    labels = {option.id: option_words(option) for option in question.options}
    made_of = merged(tuple(labels), tuple(census.shares))
    if not made_of:
        return []
    counts = {band: _sum(item.counts.get(option) for option in options) for band, options in made_of.items()}
    whole = item.base
    if whole is not None:  # those who gave an age, not those who preferred not to say
        used = {option for options in made_of.values() for option in options}
        whole -= sum(count or 0 for option, count in item.counts.items() if option not in used)
    in_census = sum(census.shares[band] for band in made_of)
    found = []
    for band, options in made_of.items():
        count = counts[band]
        percent = None
        if count is not None and whole is not None and whole >= SMALLEST_BASE:
            percent = round(100 * count / whole)
        label = labels[options[0]] if len(options) == 1 else _label(band)
        found.append(Share(band, label, count, percent, round(100 * census.shares[band] / in_census)))
    return found


def missing(source: ConsultationSource) -> Iterator[str]:
    """Sentences about groups that are fewer among the answers than in the census, the widest gap first."""
    kinds = source.audience_name.lower()
    gaps = [
        (share.census - share.answered, share, census)
        for census in source.census
        for share in shares(source, census)
        if share.answered is not None and share.census - share.answered >= LARGE_GAP
    ]
    for _, share, census in sorted(gaps, key=lambda gap: -gap[0]):
        question = source.question(census.question)
        asked = f" to “{question.text}”" if question else ""
        yield (
            f"Of {kinds} whose answer can be set beside the {census.year} census, {share.answered}% "
            f"answered “{share.label}”{asked}; in the census it is {share.census}%."
        )


def _sum(values: Iterable[int | None]) -> int | None:
    """The sum, or None if one of the numbers is hidden."""
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _label(band: str) -> str:
    low, high = bounds(band) or (0, 0)
    if high == 999:
        return f"{low} and over"
    return f"Under {high + 1}" if low == 0 else f"{low} to {high}"
