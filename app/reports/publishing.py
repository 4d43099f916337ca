"""From the codes of a consultation to what may be shown: counted once, published once, in every breakdown.

The report, its draft and the command line all pick from that one tally, so that a number is hidden or shown
alike everywhere, and no two tables that were published apart can be subtracted from each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import Conflict
from app.reports.source import THEMES, ThemeCounts
from app.surveys.definition import Survey
from app.surveys.questions import shapes
from app.surveys.shapes import Choice, Choices
from app.tallies.layout import Layout
from app.tallies.ledger import Edition, Ledger
from app.tallies.rule import ATTRIBUTE_BREAKDOWNS, Rule
from app.tallies.suppression import publish
from app.tallies.tally import GroupTally, ItemTally, PublishedTally, Tally
from app.themes.results import Sorted

Parts = Sequence[tuple[Layout, bytes]]
"""The codes of all responses, joined, for each version of the definition."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What may be shown of one consultation, and what its ledger must keep once it has been shown.

    `entry` is None where the last edition is shown again as it was.
    """

    tally: PublishedTally
    entry: Edition | None
    themes: "tuple[ThemePublication, ...]" = ()


@dataclass(frozen=True, slots=True)
class ThemePublication:
    """What may be shown of the themes of one question, and what its own ledger must keep of it."""

    counts: ThemeCounts
    entry: Edition | None


def breakdowns_of(survey: Survey) -> tuple[str, ...]:
    """The questions by which results of this survey may be split: those declared, with one answer each."""
    known = shapes(survey)
    return tuple(key for key in survey.breakdowns if isinstance(known.get(key), Choice))


def publication(
    parts: Parts,
    survey: Survey,
    ledger: Ledger,
    last: PublishedTally | None = None,
    earlier: Iterable[Survey] = (),
) -> Publication:
    """What may be shown of these responses after all that the ledger holds.

    `survey` is all that was ever asked, `earlier` what was asked in versions before the newest.
    `last` is what the last edition showed: it is shown again while nothing has changed.
    Raises Conflict where too few have answered since then.
    """
    from app.tallies import counting  # not before something is counted: a web worker may never need numpy

    counted = counting.count(parts, (*breakdowns_of(survey), *ATTRIBUTE_BREAKDOWNS))
    if last is not None and _same(counted, ledger) and set(last.by) == set(counted.by):
        return Publication(last, None)
    shown = publish(counted, Rule.for_survey(survey, shapes(survey), earlier), ledger)
    return Publication(shown, Ledger.entry(counted, shown))


def _same(counted: Tally, ledger: Ledger) -> bool:
    """Whether all is as it was when the last edition was published."""
    newest = ledger.last()
    return newest is not None and newest.tally == counted


def theme_publication(
    now: Sorted, wrote: int | None, sensitive: bool, today: date, ledger: Ledger, last: ThemeCounts | None
) -> ThemePublication | None:
    """What may be shown of the themes of one kind's comments on one question; None for nothing.

    `wrote` is how many wrote something, as it is shown beside them. Where that is hidden nothing is said of
    themes either, for each is a part of it. `last` is what the last edition showed: where too few comments
    have been sorted since then to show anything new, it is shown again. Themes are published apart from all
    else, with a ledger of their own; docs/adr/0015 says why.
    """
    if wrote is None:
        return None
    before = ThemePublication(last, None) if last is not None else None
    if not 0 < now.comments <= wrote:
        return before
    rule = Rule(
        shapes={THEMES: Choices(tuple(now.counts))},
        sensitive=frozenset({THEMES}) if sensitive else frozenset(),
    )
    # Where few comments are left unsorted, how few must not be told by taking one number from another.
    left = wrote - now.comments
    few = 0 < left < rule.threshold_of(THEMES)
    item = ItemTally(now.comments, left if few else 0, 0, now.counts)
    counted = Tally(GroupTally(wrote if few else now.comments, {THEMES: item}), {})
    if before is not None and _same(counted, ledger):
        return before
    try:
        shown = publish(counted, rule, ledger)
    except Conflict:
        return before
    counts = ThemeCounts(now.question, now.kind, now.names, shown, today)
    return ThemePublication(counts, Ledger.entry(counted, shown))
