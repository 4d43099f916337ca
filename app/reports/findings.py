"""Which answers stand out: chosen by a plain rule that is the same for every board, and not by hand.

What people think comes before facts about them; of a scale of agreement, both ends are taken together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.reports.figures import SMALLEST_BASE, Counted, counted, is_about_respondents
from app.reports.source import ConsultationSource
from app.surveys.definition import Question
from app.surveys.questions import shape
from app.surveys.shapes import Choices, Parts, Ranking, Rows
from app.tallies.tally import PublishedItem

MOST_PER_CONSULTATION = 5
MOST_PER_QUESTION = 2
MOST_IN_ALL = 5
ABOUT_THE_FORM = frozenset({"answering", "audience"})
"""Questions that say how the form was filled in, by the ids that they have in the library of surveys."""
ENDS = (("agreed", ("strongly_agree", "agree")), ("disagreed", ("disagree", "strongly_disagree")))
LEAST = 5  # percentage points above an even spread, below which nothing stands out


@dataclass(frozen=True, slots=True)
class Finding:
    """What many said about one thing: "agreed", or "said “…”", with the percentage and its base."""

    source: ConsultationSource
    kind: str
    counted: Counted
    said: str
    percent: int
    base: int
    rank: tuple[int, float]
    """The lower, the more it stands out."""


def about_opinions(source: ConsultationSource) -> Iterator[Question]:
    """The questions that ask what people think or need. Sensitive ones are left to their own tables."""
    for question in source.survey.questions:
        aside = question.sensitive or question.housekeeping or question.id in ABOUT_THE_FORM
        if not aside and not is_about_respondents(source, question):
            yield question


def largest(source: ConsultationSource) -> list[Finding]:
    """The findings of one consultation, the most striking first, at most two from each question."""
    found: list[Finding] = []
    for kind, group in source.groups.items():
        for question in about_opinions(source):
            own = [
                finding
                for one in counted(question)
                if (item := group.items.get(one.item)) is not None
                and (finding := _of(source, kind, one, item)) is not None
            ]
            found += sorted(own, key=lambda finding: finding.rank)[:MOST_PER_QUESTION]
    return sorted(found, key=lambda finding: finding.rank)[:MOST_PER_CONSULTATION]


def largest_of_all(sources: tuple[ConsultationSource, ...]) -> list[Finding]:
    """The findings for a summary: each consultation has its say in turn, until there are enough."""
    lists = [largest(source) for source in sources]
    turns = range(MOST_PER_CONSULTATION)
    return [finding for turn in turns for some in lists for finding in some[turn : turn + 1]][:MOST_IN_ALL]


def _of(source: ConsultationSource, kind: str, one: Counted, item: PublishedItem) -> Finding | None:
    """What stands out in one table, if its percentages may be given."""
    if isinstance(shape(one.question), Ranking):
        return None  # a place is no opinion until it is set beside the places of the others
    if item.base is None or not any(value is not None for value in item.percents.values()):
        return None
    ends = [(words, share_of(item, options)) for words, options in ENDS if options[1] in one.options]
    known = [(words, percent) for words, percent in ends if percent is not None]
    even = 0.0 if one.several else 100 / len(one.options)
    if len(ends) == len(ENDS):
        even *= 2
    else:
        known = [
            (f"said “{label}”", percent)
            for key, label in one.options.items()
            if (percent := item.percents.get(key)) is not None
        ]
    if not known:
        return None
    said, percent = max(known, key=lambda pair: pair[1])
    if percent - even < LEAST:
        return None
    first = {Rows: 0, Parts: 1, Choices: 1}.get(type(shape(one.question)), 2)
    return Finding(source, kind, one, said, percent, item.base, (first, even - percent))


def share_of(item: PublishedItem, options: tuple[str, ...]) -> int | None:
    """The whole percentage of several options together, from the counts shown; None if one is hidden."""
    total, base = 0, item.base
    if base is None or base < SMALLEST_BASE:
        return None
    for option in options:
        count = item.counts.get(option, 0)
        if count is None:
            return None
        total += count
    return (200 * total + base) // (2 * base)
