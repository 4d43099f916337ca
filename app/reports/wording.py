"""How a report says things: numbers, days and the officer's own text, in plain English.

The reader is a member of a planning group who has many papers to read.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from app.reports.model import Block, BulletList, Paragraph, Report
from app.surveys.definition import Option

WHY_HIDDEN = "“Hidden”: the number could tell something about one person, or help to work one out."
SELF_SELECTED = (
    "People chose for themselves whether to answer. Self-selected answers do not measure public support: "
    "they show what those who answered think, not how many others think the same."
)

DEMONSTRATION = "Demonstration – made-up answers"

_ASKS = re.compile(r",? please (?:say|write in|tell us|specify)\b", re.IGNORECASE)
_KINDS = {
    "person": ("person", "people"),
    "organisation": ("organisation", "organisations"),
    "group_session": ("group session", "group sessions"),
}


def day(moment: date) -> str:
    """
    >>> day(date(2026, 11, 3))
    '3 November 2026'
    """
    return f"{moment.day} {moment:%B %Y}"


def foot(report: Report) -> str:
    """The line at the foot of every page: which edition, of which day, and where to ask for a newer one."""
    edition = f"{report.edition}, as at {day(report.as_at)}"
    return f"{edition}. Is there a newer one? {report.status_address}" if report.status_address else edition


def number(value: int) -> str:
    """
    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


def respondents(count: int | None, kind: str) -> str:
    """So many of a kind, in words.

    >>> respondents(1, "person"), respondents(1200, "organisation"), respondents(None, "person")
    ('1 person', '1,200 organisations', 'a number of people that is hidden')
    """
    one, many = _KINDS.get(kind, (kind, kind))
    if count is None:
        return f"a number of {many} that is hidden"
    if count == 0:
        return f"no {many}"
    return f"{number(count)} {one if count == 1 else many}"


def they(kind: str) -> str:
    """The plural of a kind of respondent: "people", "organisations", "group sessions"."""
    return _KINDS.get(kind, (kind, kind))[1]


def listed(things: Iterable[str]) -> str:
    """
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    some = list(things)
    return some[0] if len(some) == 1 else f"{', '.join(some[:-1])} and {some[-1]}" if some else ""


def sentence(words: str) -> str:
    """Words with a capital at the beginning and a full stop at the end.

    >>> sentence("no people answered")
    'No people answered.'
    """
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def option_words(option: Option) -> str:
    """An option as a report says it, without what it asks of whoever chooses it.

    >>> from app.surveys.definition import Text
    >>> words = Text({"en": "Other, please write in (for example, Jewish)"})
    >>> option_words(Option("other", words, other=True))
    'Other (for example, Jewish)'
    """
    return _ASKS.sub("", str(option.text)) if option.other else str(option.text)


def written(text: str) -> Iterator[Block]:
    """What an officer wrote, as paragraphs and lists: a line that begins with "- " or "a) " is an item."""
    items: list[str] = []
    words: list[str] = []

    def paragraph() -> Iterator[Block]:
        if words:
            yield Paragraph(" ".join(words))
            words.clear()

    def list_() -> Iterator[Block]:
        if items:
            yield BulletList(tuple(items))
            items.clear()

    for line in [*text.splitlines(), ""]:
        stripped = line.strip()
        if stripped[:2] in ("- ", "* ") or (stripped[:1].isalnum() and stripped[1:3] in (") ", ". ")):
            yield from paragraph()
            items.append(stripped.split(maxsplit=1)[1])
        elif stripped:
            yield from list_()
            words.append(stripped)
        else:
            yield from list_()
            yield from paragraph()


def quoted(intro: str, text: str) -> Iterator[Block]:
    """What respondents were told, marked as such: the "you" in it is not the reader of a report.

    >>> list(quoted("They were told:", "Tell us."))
    [Paragraph(text='They were told: “Tell us.”', kind='plain')]
    """
    blocks = list(written(text))
    match blocks:
        case []:
            return
        case [Paragraph(words)]:
            yield Paragraph(f"{intro} “{words}”")
        case _:
            yield Paragraph(intro)
            last = len(blocks) - 1
            yield from (_marked(block, at == last) for at, block in enumerate(blocks))


def _marked(block: Block, closes: bool) -> Block:
    """A block of a longer quotation: each opens it again, as in a book, and the last closes it."""
    end = "”" if closes else ""
    match block:
        case Paragraph(words):
            return Paragraph(f"“{words}{end}")
        case BulletList(items):
            first, *rest = items
            some = (f"“{first}", *rest)
            return BulletList((*some[:-1], f"{some[-1]}{end}"))
        case _:
            return block
