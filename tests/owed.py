"""What every page owes to the person who reads it, by eye, ear or finger, and to a strict browser policy."""

import re
from collections import Counter
from functools import cached_property
from urllib.parse import urlsplit

import lxml.html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from app.web.language import direction

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Page:
    """A fetched page: `text` as words, `html` as a tree, `heading` the words of its h1."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.source: str = response.text

    @cached_property
    def html(self) -> HtmlElement:
        return lxml.html.document_fromstring(self.source)

    @property
    def text(self) -> str:
        """The words a person sees, with single spaces."""
        return " ".join(self.html.find("body").text_content().split())

    @property
    def heading(self) -> str:
        return " ".join(self.html.find(".//h1").text_content().split())

    def links(self) -> dict[str, str]:
        """Addresses by the words of the link."""
        return {" ".join(a.text_content().split()): a.get("href") for a in self.html.iterfind(".//a[@href]")}


def what_is_owed(response: TestResponse) -> list[str]:
    """What a page still owes, one sentence each; empty for a page that is as it should be."""
    owed = []
    if response.mimetype != "text/html":
        return [f"text/html, not {response.mimetype}"]
    if "script-src 'self'" not in response.headers.get("Content-Security-Policy", ""):
        owed.append("a content security policy")
    if not response.text.lstrip().lower().startswith("<!doctype html>"):
        owed.append("a doctype")
    html = lxml.html.document_fromstring(response.text)
    for check in (_head, _headings, _labels, _references, _scripts, _images, _forms):
        owed += check(html)
    return owed


def _head(html: HtmlElement) -> list[str]:
    owed = []
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)?", html.get("lang") or ""):
        owed.append("a language on <html>")
    elif html.get("dir", "ltr") != direction(html.get("lang", "")):
        owed.append(f"the direction of the language {html.get('lang')} on <html>")
    if not (html.findtext(".//title") or "").strip():
        owed.append("a title")
    if not html.xpath("//meta[@name='viewport']"):
        owed.append("a viewport for phones")
    if len(html.xpath("//main")) != 1:
        owed.append("one <main>")
    return owed


def _headings(html: HtmlElement) -> list[str]:
    """One h1, none empty, no level left out on the way down."""
    owed, before = [], 0
    headings = html.xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    if len(html.xpath("//h1")) != 1:
        owed.append(f"one h1, not {len(html.xpath('//h1'))}")
    for heading in headings:
        words, level = " ".join(heading.text_content().split()), int(heading.tag[1])
        if not words:
            owed.append(f"words in an empty {heading.tag}")
        if level > before + 1 and before:
            owed.append(f"an h{before + 1} before the {heading.tag} “{words}”")
        before = level
    return owed


def _labels(html: HtmlElement) -> list[str]:
    """Each control has a name to be read out; radios and tick boxes of one question a legend."""
    owed = []
    named = {label.get("for") for label in html.iterfind(".//label") if label.text_content().strip()}
    for control in html.xpath("//input|//select|//textarea"):
        if control.tag == "input" and control.get("type", "text") in UNLABELLED:
            continue
        name = control.get("name") or control.get("id")
        if not (
            control.get("id") in named
            or control.get("aria-label")
            or control.get("aria-labelledby")
            or control.xpath("ancestor::label")
        ):
            owed.append(f"a label for {name}")
        if control.get("type") == "radio" and not (
            control.xpath("ancestor::fieldset/legend") or control.xpath("ancestor::*[@role='radiogroup']")
        ):
            owed.append(f"a legend for {name}")
    for button in html.xpath("//button|//a[@href]"):
        if not (
            button.text_content().strip() or button.get("aria-label") or button.xpath(".//img[@alt!='']")
        ):
            owed.append(f"words on a {button.tag}: {lxml.html.tostring(button, encoding='unicode')[:80]}")
    return owed


def _references(html: HtmlElement) -> list[str]:
    """Ids are there once, and what points to one finds it."""
    ids = Counter(html.xpath("//@id"))
    owed = [f"one id {name}, not {count}" for name, count in ids.items() if count > 1]
    wanted = {
        name for value in html.xpath("//@aria-describedby|//@aria-labelledby") for name in value.split()
    }
    wanted |= set(html.xpath("//label/@for"))
    wanted |= {href[1:] for href in html.xpath("//a/@href") if href.startswith("#") and len(href) > 1}
    return owed + [f"something with the id {name}" for name in sorted(wanted - set(ids))]


def _scripts(html: HtmlElement) -> list[str]:
    """No inline script or style, and nothing from another host."""
    owed = []
    if html.xpath("//script[not(@src)]"):
        owed.append("no inline script")
    if html.xpath("//style"):
        owed.append("no inline style sheet")
    if html.xpath("//@style"):
        owed.append(f"no style attribute: {html.xpath('//@style')[:3]}")
    handlers = [name for element in html.iter() for name in element.attrib if name.startswith("on")]
    if handlers:
        owed.append(f"no inline handler: {handlers[:3]}")
    if any(href.strip().lower().startswith("javascript:") for href in html.xpath("//@href")):
        owed.append("no javascript: address")
    for address in html.xpath("//script/@src|//img/@src|//link[@rel!='canonical']/@href|//iframe/@src"):
        if urlsplit(address).netloc:
            owed.append(f"nothing from another host: {address}")
    return owed


def _images(html: HtmlElement) -> list[str]:
    owed = [f"alt on {image.get('src')}" for image in html.iterfind(".//img") if image.get("alt") is None]
    for svg in html.xpath("//*[local-name()='svg']"):
        hidden = svg.get("aria-hidden") == "true" or svg.xpath("ancestor::*[@aria-hidden='true']")
        if not hidden and not svg.xpath("./*[local-name()='title']"):
            owed.append("a title in an svg, or aria-hidden")
    return owed


def _forms(html: HtmlElement) -> list[str]:
    """A form can be sent without JavaScript, and a POST carries its token."""
    owed = []
    for form in html.forms:
        action = form.get("action") or "this page"
        if not form.xpath(".//button[not(@type) or @type='submit']|.//input[@type='submit']"):
            owed.append(f"a button in the form to {action}")
        if form.method.upper() == "POST" and not form.xpath(".//input[@name='csrf_token']"):
            owed.append(f"a token in the form to {action}")
    for asking in html.xpath("//*[@hx-get or @hx-post]"):
        if asking.tag not in ("a", "form", "button") and not asking.xpath("ancestor::form"):
            owed.append(f"a link or form under hx- on <{asking.tag}>")
    return owed
