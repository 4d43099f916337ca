"""Decides where "not asked" is hidden, for all questions that were put to the same people at once.

How many were not asked is the same number for every row of a grid and for every question on a page,
so it is known as soon as one of them shows it. It is therefore never hidden to protect another
number, and where it is small itself it is hidden in all of them together. Then each question must
be able to follow when somebody more, or less, was asked: it hides a partner number that gives way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.tallies.ledger import BASE, NOT_ANSWERED, NOT_ASKED
from app.tallies.sheets import ALL, MERGED, Column, Row

Spot = tuple[str, Row]
"""breakdown ("" overall), row"""


@dataclass
class Question:
    """What this module needs to know of an item. `spots` hold its counts, `slack` the new ones."""

    item: str
    options: tuple[Column, ...]
    thresholds: Mapping[str, int]
    """By breakdown; "" is overall. A breakdown that is not here does not show the item."""
    now: Mapping[Spot, Mapping[Column, int]]
    slack: Mapping[Spot, Mapping[Column, int]]
    inherited: frozenset[Spot]
    forced: bool = False
    follows: frozenset[Spot] = frozenset()
    """Where "not asked" must be able to rise, because another question's hidden numbers move it."""
    hidden: set[tuple[Spot, Column]] = field(default_factory=set)
    may_rise: dict[Spot, int] = field(default_factory=dict)


def settle(questions: Iterable[Question], gone: set[str]) -> set[tuple[str, str]]:
    """Fills in `hidden` and `may_rise` of each question.

    Returns (breakdown, item) of the tables in which that cannot be done; "" is overall.

    `gone` are items that show nothing but how many were not asked.
    """
    classes: dict[tuple[tuple[Spot, int], ...], list[Question]] = {}
    for question in questions:
        key = tuple((spot, cells[NOT_ASKED]) for spot, cells in sorted(question.now.items()))
        classes.setdefault(key, []).append(question)
    failed: set[tuple[str, str]] = set()
    for together in classes.values():
        failed |= _settle_class(together, gone)
    return failed


def _settle_class(together: list[Question], gone: set[str]) -> set[tuple[str, str]]:
    one = together[0]
    breakdowns = sorted({b for question in together for b in question.thresholds if b})
    rows = {b: [row for spot, row in one.now if spot == b] for b in breakdowns}
    overall = ("", ALL)
    largest = max(question.thresholds[""] for question in together)
    if any(_small(q, overall, largest) for q in together) or any(
        q.forced or overall in q.follows or overall in q.inherited for q in together
    ):
        spots = [overall, *((b, row) for b in breakdowns for row in rows[b])]
        for freely in (False, True):
            caps = _partners(together, spots, [overall], freely, gone)
            rise = min([caps[overall], *(sum(caps[b, row] for row in rows[b]) for b in breakdowns)])
            room = (
                rise if any(overall in q.follows for q in together) else one.slack[overall][NOT_ASKED] + rise
            )
            if room >= largest or overall in one.inherited:
                _hide(together, {**caps, overall: rise}, freely, gone)
                return set()
        return {("", question.item) for question in together}
    failed: set[tuple[str, str]] = set()
    for b in breakdowns:
        here = [question for question in together if b in question.thresholds]
        if not _settle_breakdown(here, b, rows[b], gone):
            failed.update((b, question.item) for question in here)
    return failed


def _settle_breakdown(here: list[Question], breakdown: str, rows: list[Row], gone: set[str]) -> bool:
    one = here[0]
    t = max(question.thresholds[breakdown] for question in here)
    spots = [(breakdown, row) for row in rows]
    kept = frozenset(spot for question in here for spot in question.inherited)
    follows = frozenset(spot for question in here for spot in question.follows)
    chosen = [spot for spot in spots if any(_small(q, spot, t) for q in here) or spot in kept | follows]
    if not chosen:
        return True
    if (breakdown, MERGED) in spots and (breakdown, MERGED) not in chosen:
        chosen.append((breakdown, MERGED))
    while True:
        for freely in (False, True):
            caps = _partners(here, chosen, chosen, freely, gone)
            roomy = all(_roomy(here, spot, chosen, caps, t) for spot in chosen if spot not in kept)
            if roomy and all(caps[spot] >= t for spot in follows & set(chosen)):
                _hide(here, caps, freely, gone)
                return True
        rest = [spot for spot in spots if spot not in chosen]
        if not rest:
            return False
        chosen.append(max(rest, key=lambda spot: (_largest_use(one, spot), spot)))


def _small(one: Question, spot: Spot, t: int) -> bool:
    """Whether the number of those not asked, or of those asked, is small.

    A merged group can be new in this edition, while its parts were shown in the last one: then what
    is new of it must not be small either.
    """
    tables = (one.now, one.slack) if spot[1] == MERGED else (one.now,)
    return any(
        1 <= table[spot][NOT_ASKED] < t or 1 <= table[spot][BASE] + table[spot][NOT_ANSWERED] < t
        for table in tables
    )


def _few_asked(question: Question) -> bool:
    """Whether so few were asked that nothing of what they said is shown."""
    cells = question.now["", ALL]
    return 1 <= cells[BASE] + cells[NOT_ANSWERED] < question.thresholds[""]


def _largest_use(one: Question, spot: Spot) -> int:
    cells = one.slack[spot]
    return min(cells[NOT_ASKED], cells[BASE] + cells[NOT_ANSWERED])


def _new(together: list[Question], spot: Spot) -> int:
    """How many of those not asked are new; an earlier edition may have shown only some of the items."""
    return min(question.slack[spot][NOT_ASKED] for question in together)


def _roomy(here: list[Question], spot: Spot, chosen: list[Spot], caps: Mapping[Spot, int], t: int) -> bool:
    count = _new(here, spot)
    rise = min(caps[spot], sum(_new(here, other) for other in chosen if other != spot))
    fall = min(count, sum(caps[other] for other in chosen if other != spot))
    if spot[1] == MERGED:
        return count + rise >= t or (count == 0 and rise == 0)
    return rise + fall >= t


def _partner(question: Question, where: list[Spot], freely: bool, gone: set[str]) -> Column | None:
    """The number that gives way when somebody was asked after all; None is any of them."""
    if question.item in gone or _few_asked(question):
        return None
    if not freely:
        return NOT_ANSWERED
    candidates = (*question.options, NOT_ANSWERED) if question.options else (BASE, NOT_ANSWERED)
    return max(candidates, key=lambda column: min(question.slack[spot][column] for spot in where))


def _partners(
    together: list[Question], spots: list[Spot], where: list[Spot], freely: bool, gone: set[str]
) -> dict[Spot, int]:
    """How far "not asked" can rise at each spot in all the questions at once."""
    caps: dict[Spot, int] = {}
    partners = {question.item: _partner(question, where, freely, gone) for question in together}
    for spot in spots:
        caps[spot] = min(
            cells[BASE] + cells[NOT_ANSWERED] if partner is None else cells[partner]
            for question in together
            for cells, partner in ((question.slack[spot], partners[question.item]),)
        )
    return caps


def _hide(together: list[Question], caps: Mapping[Spot, int], freely: bool, gone: set[str]) -> None:
    chosen = list(caps)
    where = [spot for spot in chosen if spot == ("", ALL)] or chosen
    for question in together:
        partner = _partner(question, where, freely, gone)
        for spot in chosen:
            question.hidden.add((spot, NOT_ASKED))
            if partner is None:
                columns = (BASE, NOT_ANSWERED, *question.options)
                question.hidden.update((spot, column) for column in columns)
            else:
                question.hidden.add((spot, partner))
                if partner in question.options:
                    question.hidden.add((spot, BASE))
        question.may_rise.update(caps)
