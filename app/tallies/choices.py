"""Keeps the hidden numbers of a question hidden where a response may choose several options.

The options are bound to one another: nobody is counted in the base without choosing something, and
whoever chooses an exclusive option chooses nothing else. Two kinds of world are reckoned with, and
both can be made of real responses. In one, a single option's counts shift between groups while the
others stay as they are. In the other, people of groups whose options are all hidden change places.
"""

from collections.abc import Mapping

from app.tallies.ledger import BASE, NOT_ANSWERED, NOT_ASKED
from app.tallies.network import MANY, Arc, Network
from app.tallies.sheets import ALL, MERGED, Cell, Column, Row, Sheet

Bounds = tuple[int, int]


def protect_overall(sheet: Sheet, least: Mapping[Column, Bounds]) -> bool:
    """Hides more options of the overall until every hidden one has room. False if that is not had.

    `least` narrows how far each option can move, by what the groups of any breakdown allow.
    """
    told = {option for option in sheet.options if (ALL, option) in sheet.fixed}
    if (ALL, BASE) in sheet.hidden:
        sheet.hide_row(ALL)
        return len(sheet.options) > 1 and not told
    hidden = {column for row, column in sheet.hidden if row == ALL and column in sheet.options}
    alone = not any(cell in sheet.strict for cell in sheet.hidden)
    bounds = _bounds(sheet, ALL)
    for option in hidden:
        if (ALL, option) in sheet.inherited:
            continue
        fall, rise = (min(a, b) for a, b in zip(bounds[option], least[option], strict=True))
        alone = alone and rise + fall >= sheet.threshold
    if alone:
        return True
    # With two options or more hidden, people can change to any of them that are not told elsewhere.
    free = [option for option in sheet.options if option not in told]
    sheet.hidden.update((ALL, option) for option in free)
    room = sheet.slack[ALL][BASE] - sum(sheet.slack[ALL][o] for o in told & sheet.exclusive)
    others = [option for option in free if option not in sheet.exclusive]
    mixed = len(others) > 1 or (len(free) > 1 and not told)
    return mixed and room >= sheet.threshold and not told & hidden


def bounds_of(sheet: Sheet) -> dict[Column, Bounds]:
    """How far the groups together let each option fall and rise, one at a time."""
    by_row = [_bounds(sheet, row) for row in sheet.rows]
    return {
        option: (sum(b[option][0] for b in by_row), sum(b[option][1] for b in by_row))
        for option in sheet.options
    }


def protect(sheet: Sheet) -> set[Cell]:
    """Hides more options of the groups until every hidden one has room. Returns those without."""
    if all((ALL, option) in sheet.hidden for option in sheet.options):
        return _all_free(sheet)
    whole = {row for row in sheet.rows if row == MERGED or (row, BASE) in sheet.hidden}
    whole |= {row for row, _ in sheet.strict if row != ALL}
    while True:
        for row in whole:
            sheet.hide_row(row)
        lacking = _lacking(sheet, whole)
        if not lacking:
            return set()
        helped = [
            _help(sheet, whole, cell) for cell in lacking
        ]  # each of them, before asking whether any was
        if not any(helped):
            return set(lacking)


def found_out(sheet: Sheet) -> set[Cell]:
    """The hidden options that can be worked out; all are harmless noughts."""
    free = all((ALL, option) in sheet.hidden for option in sheet.options)
    whole = {row for row in sheet.rows if all((row, option) in sheet.hidden for option in sheet.options)}
    known: set[Cell] = set()
    for row, option in sheet.hidden:
        if option not in sheet.options or row == ALL or not sheet.open_nought((row, option)):
            continue
        if (row, option) in sheet.inherited:
            continue
        if free:
            if (row, BASE) not in sheet.hidden and sheet.now[row][BASE] == 0:
                known.add((row, option))
        elif sum(_room(sheet, whole, row, option)) == 0:
            known.add((row, option))
    return known


def _all_free(sheet: Sheet) -> set[Cell]:
    """No option is shown anywhere: each can be anything from nought to its base."""
    lacking: set[Cell] = set()
    for row in sheet.rows:
        sheet.hide_row(row)
        base = sheet.slack[row][BASE]
        thin = row != MERGED and (row, BASE) not in sheet.hidden and 0 < base < sheet.threshold
        if thin or any((row, option) in sheet.fixed for option in sheet.options):
            lacking.update((row, option) for option in sheet.options)
    return {cell for cell in lacking if cell not in sheet.inherited}


def _bounds(sheet: Sheet, row: Row) -> dict[Column, Bounds]:
    """How far each option of a row can fall and rise while all others stay as they are."""
    counts = sheet.slack[row]
    base = counts[BASE]
    alone = {o: counts[o] for o in sheet.options if o in sheet.exclusive}
    others = {o: counts[o] for o in sheet.options if o not in sheet.exclusive}
    bounds: dict[Column, Bounds] = {}
    for option in sheet.options:
        count = counts[option]
        if (row, option) in sheet.fixed:
            bounds[option] = (0, 0)
            continue
        if option in sheet.exclusive:
            room = base - (sum(alone.values()) - count)
            lowest, highest = room - sum(others.values()), room - max(others.values(), default=0)
        else:
            room = base - sum(alone.values())
            lowest, highest = room - (sum(others.values()) - count), room
        bounds[option] = (max(0, count - max(0, lowest)), max(0, highest - count))
    return bounds


def _room(sheet: Sheet, whole: set[Row], row: Row, option: Column) -> tuple[int, int]:
    """(rise, fall) of one option in one group."""
    bounds = {r: _bounds(sheet, r)[option] for r in (ALL, *sheet.rows) if (r, option) in sheet.hidden}
    others_fall = sum(b[0] for r, b in bounds.items() if r not in (row, ALL))
    others_rise = sum(b[1] for r, b in bounds.items() if r not in (row, ALL))
    if ALL in bounds:  # the overall gives way as well, in the other direction
        others_fall += bounds[ALL][1]
        others_rise += bounds[ALL][0]
    fall, rise = min(bounds[row][0], others_rise), min(bounds[row][1], others_fall)
    if row in whole:
        swapped = _swapping(sheet, whole, row, option)
        rise, fall = max(rise, swapped[0]), max(fall, swapped[1])
    return rise, fall


def _swapping(sheet: Sheet, whole: set[Row], row: Row, option: Column) -> tuple[int, int]:
    """(rise, fall) by changing people between groups that show none of their options."""
    arcs: list[Arc] = []
    place = 0
    if any((row, o) in sheet.fixed for o in sheet.options):
        return 0, 0
    for r in sorted(whole):
        if any((r, o) in sheet.fixed for o in sheet.options):
            continue  # people of this group cannot change places without being asked other things
        counts = sheet.slack[r]
        if r == row:
            place = len(arcs)
        arcs.append(Arc(("base", r), "chosen", (r, option), MANY, counts[option], True))
        arcs.append(Arc(("base", r), "not", (r, ""), MANY, counts[BASE] - counts[option], True))
        for column, tail, head in (
            (BASE, ("total", r), ("base", r)),
            (NOT_ANSWERED, ("total", r), NOT_ANSWERED),
            (NOT_ASKED, ("total", r), NOT_ASKED),
        ):
            if (r, column) in sheet.hidden or (r == MERGED and column != NOT_ASKED):
                up = sheet.may_rise.get(r, 0) if column == NOT_ASKED else MANY
                arcs.append(Arc(tail, head, (r, column), up, counts[column], True))
    return Network(arcs).room(place, sheet.threshold)


def _lacking(sheet: Sheet, whole: set[Row]) -> list[Cell]:
    cells = [cell for cell in sheet.hidden if cell[0] != ALL and cell[1] in sheet.options]
    cells = [cell for cell in cells if cell not in sheet.inherited]
    return sorted(cell for cell in cells if any(sheet.short(cell, *_room(sheet, whole, *cell))))


def _help(sheet: Sheet, whole: set[Row], cell: Cell) -> bool:
    """Hides one more number, or one more group's options. False where nothing is left to hide."""
    row, option = cell
    partners = [
        r for r in sheet.rows
        if (r, option) not in sheet.hidden and any(_bounds(sheet, r)[option]) and row not in whole
    ]  # fmt: skip
    if partners:
        best = min(partners, key=lambda r: (sheet.now[r][option], r))
        sheet.hidden.add((best, option))
        return True
    if row not in whole:
        whole.add(row)
        return True
    rest = [r for r in sheet.rows if r not in whole and sheet.slack[r][BASE] > 0]
    if not rest:
        return False
    whole.add(min(rest, key=lambda r: (sheet.now[r][BASE], r)))
    return True
