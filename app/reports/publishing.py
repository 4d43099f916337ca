"""From the codes of a consultation to what may be shown: counted once, published once, in every breakdown.

The report, its draft and the command line all pick from that one tally, so that a number is hidden or shown
alike everywhere, and no two tables that were published apart can be subtracted from each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.surveys.definition import Survey
from app.surveys.questions import shapes
from app.surveys.shapes import Choice
from app.tallies.layout import Layout
from app.tallies.ledger import Edition, Ledger
from app.tallies.rule import ATTRIBUTE_BREAKDOWNS, Rule
from app.tallies.suppression import publish
from app.tallies.tally import PublishedTally, Tally

Parts = Sequence[tuple[Layout, bytes]]
"""The codes of all responses, joined, for each version of the definition."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What may be shown of one consultation, and what its ledger must keep once it has been shown.

    `entry` is None where the last edition is shown again as it was.
    """

    tally: PublishedTally
    entry: Edition | None


def breakdowns_of(survey: Survey) -> tuple[str, ...]:
    """The questions by which results of this survey may be split: those declared, with one answer each."""
    known = shapes(survey)
    return tuple(key for key in survey.breakdowns if isinstance(known.get(key), Choice))


def publication(
    parts: Parts, survey: Survey, ledger: Ledger, last: PublishedTally | None = None
) -> Publication:
    """What may be shown of these responses after all that the ledger holds.

    `last` is what the last edition showed: it is shown again while nothing has changed.
    Raises Conflict where too few have answered since then.
    """
    from app.tallies import counting  # not before something is counted: a web worker may never need numpy

    counted = counting.count(parts, (*breakdowns_of(survey), *ATTRIBUTE_BREAKDOWNS))
    if last is not None and _same(counted, ledger) and set(last.by) == set(counted.by):
        return Publication(last, None)
    shown = publish(counted, Rule.for_survey(survey, shapes(survey)), ledger)
    return Publication(shown, Ledger.entry(counted, shown))


def _same(counted: Tally, ledger: Ledger) -> bool:
    """Whether all is as it was when the last edition was published."""
    newest = ledger.last()
    return newest is not None and newest.tally == counted
