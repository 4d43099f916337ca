"""Keeps the hidden numbers of a question hidden where every response has one place in its table.

That is a question with one choice, and the part of any other that says who answered. Where the
numbers that are shown leave a hidden one too little room, further numbers are hidden with it.
"""

from app.tallies.ledger import BASE, NOT_ANSWERED, NOT_ASKED
from app.tallies.network import MANY, Arc, Network, Node
from app.tallies.sheets import ALL, MERGED, Cell, Column, Row, Sheet


def protect(sheet: Sheet) -> set[Cell]:
    """Hides more of the sheet until every hidden number has room. Returns those that have none.

    With groups in the sheet, only numbers of groups are hidden more; the overall stays as it is.
    """
    network = _network(sheet)
    safe: set[int] = set()
    while True:
        lacking: list[int] = []
        moved = False
        for place, arc in enumerate(network.arcs):
            if place in safe or not arc.hidden or arc.name in sheet.inherited or _whole(sheet, arc.name):
                continue
            room = network.room(place, sheet.threshold)
            rise, fall = sheet.short(arc.name, *room)
            if not rise and not fall:
                if sum(room):
                    safe.add(place)
                continue
            bought = network.widen(place, rise + room[0], fall + room[1])
            if bought:
                moved = True
                for one in bought:
                    network.hide(one)
                    sheet.hidden.add(network.arcs[one].name)
            else:
                lacking.append(place)
        if not moved:
            # A base that another table tells has no arc, and no room.
            told = {cell for cell in sheet.hidden & set(sheet.fixed) if cell[1] == BASE}
            told = {cell for cell in told if not _whole(sheet, cell) and any(sheet.short(cell, 0, 0))}
            return told | {network.arcs[place].name for place in lacking}


def found_out(sheet: Sheet) -> set[Cell]:
    """The hidden numbers that can be worked out from the shown ones; all are harmless noughts."""
    network = _network(sheet)
    return _told_of_merged(sheet) | {
        arc.name
        for place, arc in enumerate(network.arcs)
        if arc.hidden and arc.name not in sheet.inherited and sheet.open_nought(arc.name)
        and not _whole(sheet, arc.name) and not any(network.room(place, 1))
    }  # fmt: skip


def _told_of_merged(sheet: Sheet) -> set[Cell]:
    """That all in the merged groups were asked follows where "not asked" is shown for the others."""
    cell = (MERGED, NOT_ASKED)
    told = MERGED in sheet.now and cell not in sheet.hidden and sheet.open_nought(cell)
    return {cell} if told else set()


def _whole(sheet: Sheet, cell: Cell) -> bool:
    """Overall numbers are looked after without groups, not again in each breakdown."""
    return cell[0] == ALL and bool(sheet.rows)


def _network(sheet: Sheet) -> Network:
    options = () if sheet.several else sheet.options
    arcs: list[Arc] = []

    def add(row: Row, column: Column, tail: Node, head: Node) -> None:
        cell = (row, column)
        if column == BASE and cell in sheet.fixed:
            return
        hidden = cell in sheet.hidden or (row == MERGED and column != NOT_ASKED)
        price = None if column == NOT_ASKED or (row == ALL and sheet.rows) else _price(sheet, cell)
        if not hidden and price is None:
            return
        up = sheet.may_rise.get(row, 0) if column == NOT_ASKED else MANY
        arcs.append(Arc(tail, head, cell, up, max(0, sheet.slack[row][column]), hidden, price))

    def sums(row: Row, base: Node, option: Column, column: Node) -> None:
        """An option's arc, by way of its told sum where it has one."""
        told = sheet.fixed.get((row, option))
        add(row, option, base if told is None else ("sum", row, told), column)

    if not sheet.rows:
        base = ("base", ALL) if options else "sink"
        add(ALL, BASE, "total", base)
        add(ALL, NOT_ANSWERED, "total", "sink")
        add(ALL, NOT_ASKED, "total", "sink")
        for option in options:
            sums(ALL, base, option, "sink")
        return Network(arcs)
    for row in sheet.rows:
        base = ("base", row) if options else "answered"
        add(row, BASE, ("total", row), base)
        add(row, NOT_ANSWERED, ("total", row), NOT_ANSWERED)
        add(row, NOT_ASKED, ("total", row), NOT_ASKED)
        for option in options:
            sums(row, base, option, ("option", option))
    add(ALL, BASE, "answered", "sink")
    add(ALL, NOT_ANSWERED, NOT_ANSWERED, "sink")
    add(ALL, NOT_ASKED, NOT_ASKED, "sink")
    for option in options:
        told = sheet.fixed.get((ALL, option))
        add(ALL, option, ("option", option), "answered" if told is None else ("sum", ALL, told))
    return Network(arcs)


def _price(sheet: Sheet, cell: Cell) -> float:
    """What a reader loses: a base takes its percentages with it, a larger count says more."""
    row, column = cell
    count = sheet.now[row][column]
    if column == BASE:
        return count + 10.0 * sheet.threshold
    return count / 2 if column == NOT_ANSWERED else count + float(sheet.threshold)
