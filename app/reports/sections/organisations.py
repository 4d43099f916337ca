"""The third sector's own totals, and the organisations that agreed to be named."""

from collections.abc import Iterator

from app.reports.model import Block, BulletList, Paragraph, Section
from app.reports.source import ConsultationSource, ReportSource
from app.reports.wording import number, respondents, sentence
from app.tallies.tally import PublishedGroup

KIND = "organisation"
SPEAKS_FOR, BEFORE, FIRST_TIME = "people_spoken_for", "answered_before", "no"
"""Questions of surveys for organisations: for how many people they speak, whether they answered before."""


def build(source: ReportSource) -> Iterator[Section]:
    """One part, where organisations answered."""
    answered = [(one, one.groups[KIND]) for one in source.consultations if KIND in one.groups]
    if not answered:
        return
    yield Section("organisations", "Organisations that answered", 2)
    for one, group in answered:
        yield Section(
            f"organisations-{one.slug}",
            f"{one.audience_name}: {one.title}",
            3,
            (Paragraph(" ".join(_totals(group))), *_names(one)),
        )


def _totals(group: PublishedGroup) -> Iterator[str]:
    """How many there are, for how many people they speak, and who answered for the first time."""
    yield sentence(f"{respondents(group.responses, KIND)} answered")
    spoken = group.items.get(SPEAKS_FOR)
    if spoken is not None and spoken.number is not None:
        together = _about(spoken.number.mean * spoken.number.n)
        yield (
            f"The {number(spoken.number.n)} that said how many people they speak for come to about "
            f"{number(together)} people together; one person may be counted by several of them."
        )
    first = group.items.get(BEFORE)
    many = first.counts.get(FIRST_TIME) if first is not None else None
    if first is not None and first.base is not None and many is not None:
        yield (
            f"Of the {number(first.base)} that said whether they had ever told this board what they think, "
            f"{number(many)} had not."
        )


def _names(one: ConsultationSource) -> Iterator[Block]:
    if one.organisations:
        yield Paragraph("These agreed to be named:")
        yield BulletList(one.organisations)
    else:
        yield Paragraph("None is named: none agreed to it, or nobody has read and released the names yet.")


def _about(exact: float) -> int:
    """Two figures of a number: more would claim to be exact.

    >>> _about(12_349.0), _about(87.2), _about(4.0)
    (12000, 87, 4)
    """
    whole = round(exact)
    places = max(len(str(whole)) - 2, 0)
    return round(whole, -places)
