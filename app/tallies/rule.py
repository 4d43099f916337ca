"""The disclosure rule as data: thresholds, what is sensitive, and what results may be split by.

A board may be stricter than these figures and never laxer, which is checked when a Rule is made.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.errors import Invalid
from app.surveys.definition import Survey
from app.surveys.expressions import Comparison, Expression, Literal, evaluate, leaves, put_in, references
from app.surveys.shapes import Choice, Entries, Ranking, Shape
from app.surveys.shapes import items as items_of

THRESHOLD = 5
SENSITIVE_THRESHOLD = 10
PERCENT_BASE = 20
NUMBER_BASE = 10
SMALL_GROUP = 20  # below this, "all of them said the same" is hidden

ALWAYS_SENSITIVE = frozenset({"locality"})
ATTRIBUTE_BREAKDOWNS = ("audience", "kind", "route", "language", "collector")


@dataclass(frozen=True, slots=True)
class Route:
    """That whether `items` are asked hangs on the answer to `source`, by one leaf of a condition."""

    source: str
    leaf: Expression
    items: frozenset[str]
    ranked: bool = False
    """Whether the source is an option of a ranking: whoever gave it a place chose it."""

    def outcome(self, option: str | None) -> bool:
        """What the leaf says of somebody who chose this option, or none."""
        if option is None:
            return evaluate(self.leaf, {})
        question, *owners = self.source.split(".")
        answer: Any = [owners.pop()] if self.ranked else option
        for owner in reversed(owners):
            answer = {owner: answer}
        return evaluate(self.leaf, {question: answer})


@dataclass(frozen=True)
class Rule:
    """How one consultation's tallies are published.

    `sensitive` holds ids of items and breakdowns, `shapes` the shape of every item by its id (a row
    of a grid is a Choice), `breakdowns` what results may be split by, in the order in which a table
    of one breakdown by another is given to the first, `routes` which items hang on which.
    """

    threshold: int = THRESHOLD
    sensitive_threshold: int = SENSITIVE_THRESHOLD
    percent_base: int = PERCENT_BASE
    number_base: int = NUMBER_BASE
    small_group: int = SMALL_GROUP
    sensitive: frozenset[str] = ALWAYS_SENSITIVE
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    breakdowns: tuple[str, ...] = ATTRIBUTE_BREAKDOWNS
    routes: tuple[Route, ...] = ()
    unpublished: frozenset[str] = frozenset()
    """Items whose counts are sums of others' and could give away one that is hidden: none is shown."""
    tied: tuple[frozenset[str], ...] = ()
    """Items whose counts follow from one another, as those of a ranking: all of them are shown, or none."""

    def __post_init__(self) -> None:
        least = (
            ("threshold", self.threshold, THRESHOLD),
            ("threshold for sensitive questions", self.sensitive_threshold, SENSITIVE_THRESHOLD),
            ("base for percentages", self.percent_base, PERCENT_BASE),
            ("base for means", self.number_base, NUMBER_BASE),
            ("size below which a unanimous group is hidden", self.small_group, SMALL_GROUP),
        )
        for name, given, lowest in least:
            if given < lowest:
                raise Invalid(f"The {name} may not be below {lowest}; it was set to {given}.")
        if self.sensitive_threshold < self.threshold:
            raise Invalid("The threshold for sensitive questions may not be below the ordinary one.")
        if not self.sensitive >= ALWAYS_SENSITIVE:
            object.__setattr__(self, "sensitive", self.sensitive | ALWAYS_SENSITIVE)

    @classmethod
    def for_survey(
        cls, survey: Survey, shapes: Mapping[str, Shape], earlier: Iterable[Survey] = ()
    ) -> "Rule":
        """The rule of a survey whose questions, by id, have these shapes.

        `earlier` are versions of it that some have answered: what hung on which in any of them still tells.
        """
        items: dict[str, Shape] = {}
        ranked = [one.id for one in survey.questions if isinstance(shapes[one.id], Ranking)]
        sensitive = set(ALWAYS_SENSITIVE)
        for question in survey.questions:
            own = dict(items_of(question.id, shapes[question.id]))
            items.update(own)
            # One that is counted apart from what it was (`surveys.versions`) has its name before the "@".
            if question.sensitive or question.id.partition("@")[0] in ALWAYS_SENSITIVE:
                sensitive.update((question.id, *own))
        return cls(
            sensitive=frozenset(sensitive),
            shapes=items,
            breakdowns=(*ATTRIBUTE_BREAKDOWNS, *survey.breakdowns),
            routes=tuple(dict.fromkeys(_routes((survey, *earlier), items, ranked))),
            unpublished=frozenset(_unpublished(survey, shapes)),
            tied=tuple(frozenset(dict(items_of(one, shapes[one]))) for one in ranked),
        )

    def stricter(self, threshold: int, sensitive_threshold: int) -> "Rule":
        """The same rule with a board's own, higher thresholds."""
        return replace(self, threshold=threshold, sensitive_threshold=sensitive_threshold)

    def threshold_of(self, item: str, breakdown: str = "") -> int:
        """The threshold of one item's table, overall or by a breakdown."""
        if item in self.sensitive or breakdown in self.sensitive:
            return self.sensitive_threshold
        return self.threshold

    def routes_from(self, item: str) -> list[Route]:
        """What hangs on the answer to an item."""
        return [route for route in self.routes if route.source == item]

    def may_split_by(self, breakdown: str) -> None:
        """Raises Invalid, with the reason, where published results may not be split by this."""
        if breakdown not in self.breakdowns:
            raise Invalid(
                f"Published results may not be split by {breakdown}: "
                f"the survey allows {', '.join(self.breakdowns)}."
            )
        if not isinstance(self.shapes.get(breakdown, Choice(())), Choice):
            raise Invalid(
                f"Published results may not be split by {breakdown}, "
                "because one response can be in several of its groups."
            )


def _unpublished(survey: Survey, shapes: Mapping[str, Shape]) -> Iterator[str]:
    """The items that follow from other answers: calculated values, and some of what entries say together."""
    for question in survey.questions:
        own = shapes[question.id]
        if question.calculation is not None:
            yield from dict(items_of(question.id, own))
        elif isinstance(own, Entries):
            yield from (f"{question.id}.{one}" for one in own.derived)


def _routes(versions: Iterable[Survey], items: Iterable[str], ranked: Collection[str]) -> Iterator[Route]:
    own: dict[str, list[str]] = {}
    for item in items:
        own.setdefault(item.partition(".")[0], []).append(item)
    for version in versions:
        yield from _routes_of(version, own, ranked)


def _routes_of(survey: Survey, own: Mapping[str, list[str]], ranked: Collection[str]) -> Iterator[Route]:
    calculated: dict[str, Expression] = {}
    for question in survey.questions:
        page = survey.page_of[question.id]
        if question.calculation is not None:
            calculated[question.id] = put_in(question.calculation, calculated)
        counted = Comparison(question.count, ">=", Literal(1)) if question.count is not None else None
        for condition in (page.relevant, question.relevant, counted):
            # Who is asked by a calculated value is asked by what it is calculated from.
            for leaf in leaves(put_in(condition, calculated)) if condition is not None else ():
                for path in dict.fromkeys(references(leaf)):
                    for source in own.get(path.partition(".")[0], ()):
                        if f"{source}.".startswith(f"{path}.") and question.id in own:
                            yield Route(
                                source, leaf, frozenset(own[question.id]), source.partition(".")[0] in ranked
                            )
