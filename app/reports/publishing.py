"""From the codes of a consultation to what may be shown: counted once, published step by step.

First the whole, then each breakdown and each attribute by itself, every step knowing all that those before it
showed. So what everybody said comes before how groups differ when something has to be hidden, and a number is
hidden or shown alike in every table of a report and on the command line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.surveys.definition import Survey
from app.surveys.questions import shapes
from app.surveys.shapes import Choice
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
    parts: Parts,
    survey: Survey,
    ledger: Ledger,
    attributes: Sequence[str] = IN_EVERY_REPORT,
    last: PublishedTally | None = None,
) -> Publication:
    """What may be shown of these responses after all that the ledger holds.

    `attributes` are the first few of ATTRIBUTES. `last` is what the last edition showed: it is shown again
    while nothing has changed. Raises Conflict where too few have answered since then.
    """
    own = breakdowns_of(survey)
    from app.tallies import counting  # not before something is counted: a web worker may never need numpy

    counted = counting.count(parts, (*own, *attributes))
    again = last if last is not None and _same(counted, ledger) else None
    chain = _Chain(Rule.for_survey(survey, shapes(survey)), counted.overall, ledger)
    whole = again or chain.step({})
    split: dict[str, Mapping[str, PublishedGroup]] = {}
    for breakdown in _order(counted, own, attributes):
        groups = counted.by[breakdown]
        if again is not None and breakdown in again.by:
            split[breakdown] = again.by[breakdown]
        elif breakdown in attributes and len(_peopled(groups)) < 2:
            split[breakdown] = dict.fromkeys(_peopled(groups), whole.overall)  # one group is the whole
        else:
            split[breakdown] = chain.step({breakdown: groups}).by[breakdown]
    return Publication(
        PublishedTally(whole.overall, split, whole.threshold, whole.sensitive_threshold, whole.rounding),
        tuple(chain.entries),
    )


@dataclass(slots=True)
class _Chain:
    """Publishes one table after the other, each held against all before it."""

    rule: Rule
    overall: GroupTally
    ledger: Ledger
    entries: list[Edition] = field(default_factory=list)

    def step(self, by: Mapping[str, Mapping[str, GroupTally]]) -> PublishedTally:
        tally = Tally(self.overall, by)
        shown = publish(tally, self.rule, self.ledger)
        self.entries.append(Ledger.entry(tally, shown))
        self.ledger = self.ledger.with_(self.entries[-1])
        return shown


def _order(counted: Tally, own: Sequence[str], attributes: Sequence[str]) -> list[str]:
    """The order of publishing. Where people and organisations answered, a report is about each by itself."""
    if "kind" in attributes and len(_peopled(counted.by["kind"])) > 1:
        return ["kind", *own, *attributes[1:]]
    return [*own, *attributes]


def _same(counted: Tally, ledger: Ledger) -> bool:
    """Whether all is as it was when the last edition was published."""
    newest = ledger.last()
    if newest is None or newest.tally.overall != counted.overall:
        return False
    before = {key: entry for key in counted.by if (entry := ledger.last(key)) is not None}
    return all(entry.tally.by.get(key) == counted.by[key] for key, entry in before.items())


def _peopled(groups: Mapping[str, GroupTally]) -> list[str]:
    return [key for key, group in groups.items() if group.responses]
