"""From the codes of a consultation to what may be shown: counted once, published step by step.

First the whole, then each breakdown and each attribute by itself, every step knowing all that those before it
showed. So what everybody said comes before how groups differ when something has to be hidden, and a number is
hidden or shown alike in every table of a report and on the command line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.surveys.definition import Survey
from app.surveys.questions import shapes
from app.surveys.shapes import Choice
from app.tallies import counting
from app.tallies.layout import Layout
from app.tallies.ledger import Edition, Ledger
from app.tallies.rule import Rule
from app.tallies.suppression import publish
from app.tallies.tally import GroupTally, PublishedGroup, PublishedTally, Tally

IN_EVERY_REPORT = ("kind", "route")
ATTRIBUTES = (*IN_EVERY_REPORT, "audience", "language", "collector")
"""In the order of publishing: a step can only follow those before it."""

Parts = Sequence[tuple[Layout, bytes]]
"""The codes of all responses, joined, for each version of the definition."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What may be shown of one consultation, and what its ledger must keep once it has been shown."""

    tally: PublishedTally
    entries: tuple[Edition, ...]


def breakdowns_of(survey: Survey) -> tuple[str, ...]:
    """The questions by which results of this survey may be split: those declared, with one answer each."""
    known = shapes(survey)
    return tuple(key for key in survey.breakdowns if isinstance(known.get(key), Choice))


def publication(
    parts: Parts, survey: Survey, ledger: Ledger, attributes: Sequence[str] = IN_EVERY_REPORT
) -> Publication:
    """What may be shown of these responses after all that the ledger holds.

    `attributes` are the first few of ATTRIBUTES. Raises Conflict where too few have answered since the last
    edition.
    """
    rule = Rule.for_survey(survey, shapes(survey))
    own = breakdowns_of(survey)
    counted = counting.count(parts, (*own, *attributes))
    mixed = len(_peopled(counted.by["kind"])) > 1 if "kind" in attributes else False
    order = ["kind", *own, *attributes[1:]] if mixed else [*own, *attributes]

    def step(by: Mapping[str, Mapping[str, GroupTally]]) -> PublishedTally:
        nonlocal ledger
        tally = Tally(counted.overall, by)
        shown = publish(tally, rule, ledger)
        entries.append(Ledger.entry(tally, shown))
        ledger = ledger.with_(entries[-1])
        return shown

    entries: list[Edition] = []
    whole = step({})
    split: dict[str, Mapping[str, PublishedGroup]] = {}
    for breakdown in order:
        groups = counted.by[breakdown]
        if breakdown in attributes and len(_peopled(groups)) < 2:
            split[breakdown] = dict.fromkeys(_peopled(groups), whole.overall)  # one group is the whole
        else:
            split[breakdown] = step({breakdown: groups}).by[breakdown]
    return Publication(
        PublishedTally(whole.overall, split, whole.threshold, whole.sensitive_threshold, whole.rounding),
        tuple(entries),
    )


def _peopled(groups: Mapping[str, GroupTally]) -> list[str]:
    return [key for key, group in groups.items() if group.responses]
