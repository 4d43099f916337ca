"""Where groups differ: audiences that were asked the same question, and groups within one consultation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.reports.figures import Counted, counted, item_name
from app.reports.findings import ENDS, about_opinions, share_of
from app.reports.model import DASH, Block, BulletList, Cell, Paragraph, Row, Section, Table
from app.reports.source import ConsultationSource, ReportSource
from app.reports.wording import WHY_HIDDEN, option_words, they
from app.tallies.tally import PublishedGroup, PublishedItem

LARGE = 10  # percentage points between two groups that are worth a table
MOST = 3  # tables for one breakdown
INTRO = (
    "A difference is shown where both groups have at least 20 answers. It says how those who answered "
    "differ, and is no proof that everybody in these groups does."
)
SMALL = f"No two groups with at least 20 answers each differ by {LARGE} percentage points or more"
WHY_DASH = "A dash stands where fewer than 20 answered."


def build(source: ReportSource) -> Iterator[Section]:
    """Audiences beside each other, then each consultation's own breakdowns."""
    yield Section("differences", "How groups differ", 2, (Paragraph(INTRO),))
    between = tuple(_between([one for one in source.consultations if not one.mixed]))
    if between:
        yield Section("differences-audiences", "Between those who were asked", 3, between)
    alike: list[str] = []
    for one in source.consultations:
        if not one.mixed:
            yield from _within(one, alike)
    if alike:
        blocks = (Paragraph(f"{SMALL} on any question in these:"), BulletList(tuple(alike)))
        yield Section("alike", "No large differences", 3, blocks)


@dataclass(frozen=True, slots=True)
class _Shared:
    """One question, or row of a grid, that several consultations asked with the same options."""

    counted: Counted
    items: Mapping[str, PublishedItem]
    """Of each consultation, by its slug."""


def _between(sources: Sequence[ConsultationSource]) -> Iterator[Block]:
    """A table for each question that at least two consultations asked alike and can show."""
    names = {source.slug: source.audience_name for source in sources}
    grids: dict[str, list[_Shared]] = {}
    for shared in _shared(sources):
        one = shared.counted
        if one.item != one.question.id and all(options[1] in one.options for _, options in ENDS):
            grids.setdefault(one.question.id, []).append(shared)
        elif (table := _side_by_side(shared, names)) is not None:
            yield table
    for rows in grids.values():
        if (table := _agreement(rows, names)) is not None:
            yield table


def _shared(sources: Sequence[ConsultationSource]) -> Iterator[_Shared]:
    found: dict[tuple[str, tuple[str, ...]], _Shared] = {}
    for source in sources:
        for question in about_opinions(source):
            for one in counted(question):
                item = source.tally.overall.items.get(one.item)
                if item is not None:
                    key = (one.item, tuple(one.options))
                    so_far = found.get(key, _Shared(one, {}))
                    found[key] = _Shared(so_far.counted, {**so_far.items, source.slug: item})
    yield from (shared for shared in found.values() if len(shared.items) > 1)


def _side_by_side(shared: _Shared, names: Mapping[str, str]) -> Table | None:
    """Percentages of every option, a column for each consultation, and the bases."""
    rows = [
        Row(label, tuple(_percent(item, option) for item in shared.items.values()), option)
        for option, label in shared.counted.options.items()
    ]
    if _columns_with_numbers(rows) < 2:
        return None
    rows.append(Row("Base", tuple(item.base for item in shared.items.values()), "base"))
    return _table(
        shared.counted.label, "Answer", [names[slug] for slug in shared.items], rows,
        "Per cent of those who answered.", f"*/{shared.counted.item}", tuple(shared.items),
    )  # fmt: skip


def _agreement(grid: list[_Shared], names: Mapping[str, str]) -> Table | None:
    """A grid on a scale of agreement: who agreed, a row for each statement."""
    slugs = tuple(dict.fromkeys(slug for shared in grid for slug in shared.items))
    rows = [
        Row(
            shared.counted.label,
            tuple(_agreed(shared.items.get(slug)) for slug in slugs),
            shared.counted.item,
        )
        for shared in grid
    ]
    if _columns_with_numbers(rows) < 2:
        return None
    question = str(grid[0].counted.question.text)
    return _table(
        f"{question} Those who agreed or strongly agreed", "Statement", [names[slug] for slug in slugs], rows,
        "Per cent of those who answered.", f"*/{grid[0].counted.question.id}", slugs,
    )  # fmt: skip


def _percent(item: PublishedItem, option: str) -> Cell:
    """The percentage, a dash where the base is too small for any, None where the count is hidden."""
    if item.counts.get(option) is None or item.base is None:
        return None
    percent = item.percents.get(option)
    return DASH if percent is None else percent


def _agreed(item: PublishedItem | None) -> Cell:
    """The percentage of both kinds of agreement; a dash where the statement was not put to them."""
    if item is None or (item.base is not None and not any(p is not None for p in item.percents.values())):
        return DASH
    return share_of(item, ENDS[0][1])


def _columns_with_numbers(rows: Sequence[Row]) -> int:
    return sum(
        any(isinstance(cell, int) for cell in column) for column in zip(*(r.cells for r in rows), strict=True)
    )


def _within(source: ConsultationSource, alike: list[str]) -> Iterator[Section]:
    """For each breakdown the widest gaps. Breakdowns that have none are added to `alike`."""
    for breakdown, groups in source.tally.by.items():
        question = source.question(breakdown)
        if question is None:
            continue
        labels = {option.id: option_words(option) for option in question.options}
        found = sorted(_gaps(source, groups, labels), key=lambda gap: -gap[0])[:MOST]
        heading = f"{source.audience_name}: “{question.text}”"
        if found:
            blocks = tuple(_by_group(source, breakdown, one, groups, labels) for _, one in found)
            yield Section(f"differences-{source.slug}-{breakdown}", heading, 3, blocks)
        else:
            alike.append(heading)


def _gaps(
    source: ConsultationSource, groups: Mapping[str, PublishedGroup], labels: Mapping[str, str]
) -> Iterator[tuple[int, Counted]]:
    """The largest gap of each countable thing, where it is large."""
    for question in about_opinions(source):
        for one in counted(question):
            items = [group.items.get(one.item) for key, group in groups.items() if key in labels]
            widest = 0
            for option in one.options:
                known = [p for item in items if item and (p := item.percents.get(option)) is not None]
                if len(known) > 1:
                    widest = max(widest, max(known) - min(known))
            if widest >= LARGE:
                yield widest, one


def _by_group(
    source: ConsultationSource,
    breakdown: str,
    one: Counted,
    groups: Mapping[str, PublishedGroup],
    labels: Mapping[str, str],
) -> Table:
    rows = []
    for key, label in labels.items():
        item = groups[key].items.get(one.item) if key in groups else None
        if item is not None and item.base != 0:
            rows.append(Row(label, (*(item.counts.get(option) for option in one.options), item.base), key))
    caption = one.label if one.item == one.question.id else f"{one.question.text} {one.label}"
    return _table(
        caption, "Group", [*one.options.values(), "Base"], rows,
        f"How many {they(source.kind)} in each group gave each answer.",
        f"{item_name(source, one.item, source.kind)}/{breakdown}", (*one.options, "base"),
    )  # fmt: skip


def _table(
    caption: str,
    corner: str,
    headers: Sequence[str],
    rows: Sequence[Row],
    note: str,
    item: str,
    keys: tuple[str, ...],
) -> Table:
    """A table with the notes that its cells call for."""
    cells = [cell for row in rows for cell in row.cells]
    notes = [note, *([WHY_DASH] if DASH in cells else []), *([WHY_HIDDEN] if None in cells else [])]
    return Table(caption, corner, tuple(headers), tuple(rows), " ".join(notes), item, keys)
