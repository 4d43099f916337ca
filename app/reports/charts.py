"""Charts as SVG of our own: bars with words on them, no style attribute, nothing that only colour tells.

The text alternative says every number, and a table always stands beside a chart.
"""

from collections.abc import Iterator
from html import escape
from itertools import count

from app.reports.model import HIDDEN_WORD, Bar, Chart, Part

FONT = "Roboto, 'Roboto Extended', -apple-system, 'Segoe UI', Arial, sans-serif"
SIZE = 15.0  # units of text; a chart on paper is 640 units on 170 mm, which makes 11 point of it
LINE = 19.0
INK, QUIET, RULE = "#222222", "#595959", "#767676"
BLUE = "#0065bd"
# From one end of a scale to the other, by number of options; each bears black or white words (WCAG AA).
SCALES = {
    2: ("#00437c", "#b8540c"),
    3: ("#00437c", "#d9d9d9", "#b8540c"),
    4: ("#00437c", "#7fb2e0", "#f0b27a", "#b8540c"),
    5: ("#00437c", "#7fb2e0", "#d9d9d9", "#f0b27a", "#b8540c"),
    6: ("#00437c", "#7fb2e0", "#d9d9d9", "#f0b27a", "#b8540c", "#6b6b6b"),
}
NARROWEST_WORD = 34.0  # units that "100%" needs inside a bar

_ids = count(1)


def svg(chart: Chart, width: int = 640, alternative_in_title: bool = False) -> str:
    """The chart as an inline SVG of `width` units; below 560 labels stand above their bars.

    A screen reader gets the alternative as the description; a PDF takes it from the title alone
    (`alternative_in_title`), for WeasyPrint reads nothing else.
    """
    number = next(_ids)
    scale = longest(chart)
    pieces: list[str] = []
    y = 4.0
    if chart.stacked:
        y = _key(chart, width, pieces)
    for bar in chart.bars:
        y = _bar(bar, chart, scale, width, y, pieces)
    title = chart.alternative if alternative_in_title else chart.title
    names = f"chart-{number}-title chart-{number}-words"
    described = (
        "" if alternative_in_title else f'<desc id="chart-{number}-words">{escape(chart.alternative)}</desc>'
    )
    labelled = f' aria-labelledby="{names}"' if described else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img"{labelled} viewBox="0 0 {width} {y:.0f}">'
        f'<title id="chart-{number}-title">{escape(title)}</title>{described}'
        f'<g font-family="{FONT}" font-size="{SIZE:g}" fill="{INK}">{"".join(pieces)}</g></svg>'
    )


def colours(many: int) -> tuple[str, ...]:
    """As many colours; beyond six they repeat, and the words in the bars tell them apart."""
    scale = SCALES.get(max(2, min(many, 6)), SCALES[6])
    return tuple(scale[i % len(scale)] for i in range(many))


def ink_on(colour: str) -> str:
    """Black or white, whichever can be read on a colour."""
    return "#ffffff" if contrast("#ffffff", colour) >= contrast(INK, colour) else INK


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2), from 1 to 21.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def longest(chart: Chart) -> float:
    """What a bar of full length stands for: 100 per cent, or where there are none the largest number."""
    parts = [bar.parts[0] for bar in chart.bars]
    if any(part.percent is not None for part in parts):
        return 100
    return max((part.value for part in parts if part.value is not None), default=1) or 1


def length(part: Part) -> float | None:
    """What a bar shows, in the same measure as `longest`; None if it is hidden."""
    return part.percent if part.percent is not None else part.value


def _bar(bar: Bar, chart: Chart, scale: float, width: int, y: float, pieces: list[str]) -> float:
    """Draw one bar from `y` down; returns where the next begins."""
    beside = width >= 560
    left = width * 0.38 if beside else 0.0
    lines = list(_wrapped(bar.label, (left if beside else width) - 10))
    for i, line in enumerate(lines):
        pieces.append(_text(0, y + LINE * i + SIZE - 1, line))
    height = 20.0
    top = y if beside else y + LINE * len(lines) + 2
    if beside:
        top += max(0.0, (LINE * len(lines) - height) / 2)
    if chart.stacked:
        _stack(bar, left, top, width - left, height, pieces)
    else:
        _single(bar.parts[0], scale, left, top, width - left, height, pieces)
    bottom = max(y + LINE * len(lines), top + height)
    return bottom + (9 if beside else 12)


def _single(
    part: Part, scale: float, x: float, y: float, room: float, height: float, pieces: list[str]
) -> None:
    """One bar, with its number at the end."""
    long = length(part)
    if part.value is None or long is None:
        pieces.append(_text(x, y + height - 5, HIDDEN_WORD, QUIET))
        return
    said = f"{part.value:,}" + (f" ({part.percent}%)" if part.percent is not None else "")
    drawn = (room - _wide(said) - 10) * long / scale
    if drawn > 0:
        pieces.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{drawn:.1f}" height="{height:g}" fill="{BLUE}"/>'
        )
    pieces.append(_text(x + drawn + 6, y + height - 5, said))


def _stack(bar: Bar, x: float, y: float, room: float, height: float, pieces: list[str]) -> None:
    """Parts end to end; what is hidden is an empty piece that says so."""
    known = [part.value for part in bar.parts if part.value is not None]
    whole = bar.whole if bar.whole is not None else 0
    if whole <= 0:
        pieces.append(_text(x, y + height - 5, HIDDEN_WORD if bar.whole is None else "no answers", QUIET))
        return
    for part, colour in zip(bar.parts, colours(len(bar.parts)), strict=True):
        if not part.value:
            continue
        drawn = room * part.value / whole
        pieces.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(drawn - 1, 0.5):.1f}" height="{height:g}" '
            f'fill="{colour}" stroke="{RULE}" stroke-width="0.5"/>'
        )
        said = f"{part.percent}%" if part.percent is not None else f"{part.value:,}"
        if drawn >= NARROWEST_WORD:
            pieces.append(_text(x + drawn / 2, y + height - 5, said, ink_on(colour), "middle"))
        x += drawn
    rest = room * (whole - sum(known)) / whole
    if len(known) < len(bar.parts) and rest > 1:
        pieces.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{rest - 1:.1f}" height="{height:g}" fill="#ffffff" '
            f'stroke="{RULE}" stroke-width="1" stroke-dasharray="3 2"/>'
        )
        if rest >= _wide(HIDDEN_WORD) + 6:
            pieces.append(_text(x + rest / 2, y + height - 5, HIDDEN_WORD, QUIET, "middle"))


def _key(chart: Chart, width: int, pieces: list[str]) -> float:
    """The key of a stacked chart, in the order of the parts; returns where the bars begin."""
    x, y = 0.0, 4.0
    labels = [part.label for part in chart.bars[0].parts]
    for label, colour in zip(labels, colours(len(labels)), strict=True):
        wide = 20 + _wide(label) + 16
        if x and x + wide > width:
            x, y = 0.0, y + LINE + 3
        pieces.append(
            f'<rect x="{x:.1f}" y="{y + 1:.1f}" width="14" height="14" fill="{colour}" '
            f'stroke="{RULE}" stroke-width="0.5"/>'
        )
        pieces.append(_text(x + 20, y + SIZE - 2, label))
        x += wide
    return y + LINE + 12


def _text(x: float, y: float, words: str, fill: str = INK, anchor: str = "start") -> str:
    coloured = "" if fill == INK else f' fill="{fill}"'
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}"{coloured}{placed}>{escape(words)}</text>'


def _wide(words: str) -> float:
    """About how wide words are in Roboto."""
    return len(words) * SIZE * 0.53


def _wrapped(words: str, room: float) -> Iterator[str]:
    """Words in lines of at most `room` units, broken between words."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and _wide(longer) > room:
            yield line
            line = word
        else:
            line = longer
    yield line
