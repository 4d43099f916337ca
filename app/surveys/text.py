"""The safe Markdown subset of survey texts: paragraphs, lists, bold, emphasis, links. No HTML passes."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

WHOLE = ("https://", "http://", "mailto:", "tel:")
TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br"}


@lru_cache(maxsize=4096)
def to_html(markdown: str) -> str:
    """Markdown as HTML of the subset; raw HTML in it is shown as typed.

    >>> to_html("Call **999**")
    '<p>Call <strong>999</strong></p>'
    """
    made = MarkdownIt("commonmark", {"html": False}).render(markdown)
    return nh3.clean(
        made,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel=None,
    ).strip()


def odd_links(markdown: str) -> list[str]:
    """The addresses of links that are no whole addresses, or not of a kind that is let through.

    >>> odd_links("[a](https://example.org) and [b](www.example.org)")
    ['www.example.org']
    """
    tokens = MarkdownIt("commonmark", {"html": False}).parse(markdown) if "](" in markdown else []
    inline = [inner for token in tokens for inner in token.children or ()]
    found = [str(one.attrGet("href")) for one in inline if one.type == "link_open"]
    return [one for one in found if not one.startswith(WHOLE)]


def to_plain(markdown: str) -> str:
    """The words alone, for titles, alternative texts and readability."""
    return " ".join(nh3.clean(to_html(markdown), tags=set()).split())
