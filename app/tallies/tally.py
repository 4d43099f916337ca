"""The three kinds of tally, told apart by type so that a type checker can hold the disclosure rule.

`Tally` is what counting gives and what nobody may be shown. `PublishedTally` is what
`suppression.publish` makes of it, with None where a number is hidden. `ExactTally` is a Tally that a
person with the right to see it has asked for, with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The groups of a breakdown for those who gave it no answer.
NOT_ANSWERED_GROUP = "_not_answered"
NOT_ASKED_GROUP = "_not_asked"


@dataclass(frozen=True, slots=True)
class NumberSummary:
    """Of a number question: n answers and their mean, median, minimum and maximum."""

    n: int
    mean: float
    median: float
    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True)
class ItemTally:
    """Counts of one countable thing: a question, or one row of a grid.

    `base` is how many answered. `counts` maps option ids to counts, in the options' order; a text
    or number has none. base + not_answered + not_asked = the responses of the group.
    """

    base: int
    not_answered: int
    not_asked: int
    counts: Mapping[str, int]
    number: NumberSummary | None = None


@dataclass(frozen=True, slots=True)
class GroupTally:
    """Every item of one group of responses (or of all). `items` is keyed by item id.

    The id of an item is the question id, or `question.row` for a row of a grid.
    """

    responses: int
    items: Mapping[str, ItemTally]


@dataclass(frozen=True, slots=True)
class Tally:
    """True counts. `by` maps a breakdown's id to its groups, keyed by option or attribute id.

    A breakdown's groups are those that answered it, and with the keys `_not_answered` and
    `_not_asked` the rest, so that the groups of one breakdown always add up to `overall`.
    """

    overall: GroupTally
    by: Mapping[str, Mapping[str, GroupTally]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExactTally:
    """True counts that `reader` may see for `reason`; made only after both are in the audit trail."""

    tally: Tally
    reader: str
    reason: str


@dataclass(frozen=True, slots=True)
class PublishedNumber:
    """Mean and median of at least ten answers."""

    n: int
    mean: float
    median: float


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """An ItemTally with None where a number is hidden.

    `percents` maps option ids to whole percentages of `base`, or to None where the count or base is
    hidden or the base is below 20.
    """

    base: int | None
    not_answered: int | None
    not_asked: int | None
    counts: Mapping[str, int | None]
    percents: Mapping[str, int | None]
    number: PublishedNumber | None = None


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """A GroupTally with None where a number is hidden."""

    responses: int | None
    items: Mapping[str, PublishedItem]


@dataclass(frozen=True, slots=True)
class PublishedTally:
    """What may be shown. Only `suppression.publish` makes one."""

    overall: PublishedGroup
    by: Mapping[str, Mapping[str, PublishedGroup]]
    threshold: int
    sensitive_threshold: int
    rounding: str | None = None
