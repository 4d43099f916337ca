"""Every question type in a real browser: each example is answered by keyboard alone, and looked at.

Nothing here knows a type. A control is answered by what it is on the page, and one that wants words of a set
form says so with "For example, …". A new type is covered by its file in surveys/examples. Arabic stands for
the languages that are written from right to left; there a window of 1280 pixels is enlarged to 400 %.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.consultations import library
from app.surveys.parser import read_survey
from tests.files import making
from tests.journeys.axe import violations
from tests.serving import Served

pytestmark = pytest.mark.browser

EXAMPLES = library.files(library.LIBRARY / "examples")
PHONE = {"width": 375, "height": 740}
ENLARGED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 % (WCAG 1.4.10)
MOST_TABS, MOST_PAGES = 200, 12
BOXES = 2  # check boxes that are ticked of a group
KEYS = """one => ({tag: one.tagName, type: one.type, name: one.name, value: one.value, mode: one.inputMode,
    takes: one.accept || '',
    role: one.getAttribute('role'), list: one.getAttribute('aria-controls'),
    many: one.options?.length || 0, filled: one.autocomplete, checked: one.checked,
    chosen: !!one.name && !!one.form?.querySelector(`[name="${one.name}"]:checked`),
    about: (one.getAttribute('aria-describedby') || '').split(' ')
        .map(id => document.getElementById(id)?.textContent || '').join(' ').trim()})"""
FORM = re.compile(r"(?:For example,|مثلًا،) (.+?)(?: or | أو |[.,]?$|\. )")
WORDS = {"email": "name@example.org", "tel": "01632 960123", "url": "https://example.org",
         "postal-code": "KY7 5LT", "numeric": "2", "decimal": "2"}  # fmt: skip
FILES = {"image": ("A step.png", making.png), "document": ("Our views.docx", making.docx)}
PARTS = {"day": "24", "month": "11", "year": "2023"}


@dataclass(frozen=True)
class Way:
    """How somebody answers: in which language and direction, on which screen, with scripts or without."""

    name: str
    language: str
    direction: str
    error: str
    screen: dict[str, int]
    script: bool = True


WAYS = [
    Way("script", "en", "ltr", "Error: ", PHONE),
    Way("no-script", "en", "ltr", "Error: ", PHONE, script=False),
    Way("right-to-left", "ar", "rtl", "خطأ: ", ENLARGED),
]


def focused(page: Page) -> Any:
    """What has the focus, or None."""
    found = page.locator(":focus")
    return found.evaluate(KEYS) if found.count() else None


def tab_to(page: Page, selector: str) -> None:
    """Tab from where the focus is until it is on the element."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"Tab never comes to {selector} on {page.url}")


def press(page: Page, selector: str) -> None:
    """Tab to a button and press it; another page comes."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def words_for(one: Any) -> str:
    """What is typed into a field of words."""
    example = FORM.search(one["about"])
    if example:
        return example[1]
    part = PARTS.get(one["name"].rpartition(".")[2])
    known = (one["filled"], one["type"], one["mode"])
    return part or next((WORDS[key] for key in known if key in WORDS), "A word or two")


def answer(page: Page) -> None:
    """Answer everything that Tab comes to, and go on with the button."""
    ticked: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for _ in range(MOST_TABS):
        one = focused(page)
        if one and one["name"] == "go" and one["value"] == "next":
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        match one and (one["tag"], one["role"] or one["type"]):
            case ("INPUT", "combobox") if not one["value"]:
                page.keyboard.press("ArrowDown")
                expect(page.locator(f"[id='{one['list']}'] [role=option]:focus")).to_be_visible()
                page.keyboard.press("Enter")
                expect(page.locator("[role=combobox]:focus")).not_to_have_value("")
            case ("INPUT", "radio") if not one["chosen"]:
                page.keyboard.press("Space")
            case ("INPUT", "checkbox") if not one["name"].endswith(".remove"):
                if ticked[one["name"]] < BOXES and not one["checked"]:
                    page.keyboard.press("Space")
                ticked[one["name"]] += 1
            case ("SELECT", _) if not one["value"]:
                group = one["name"].rpartition(".")[0]  # of lists that belong together, each another answer
                places[group] += 1
                for _again in range(places[group] if places[group] < one["many"] else 0):
                    page.keyboard.press("ArrowDown")
            case ("INPUT", "file") if not one["value"]:
                with page.expect_file_chooser() as chooser:
                    page.keyboard.press("Space")
                name, made = FILES["image" if "image" in one["takes"].split(",")[0] else "document"]
                chooser.value.set_files({"name": name, "mimeType": "", "buffer": made()})
            case ("TEXTAREA", _) if not one["value"]:
                page.keyboard.type("A break each month would help.")
            case ("INPUT", "text" | "email" | "tel" | "url" | "number") if not one["value"]:
                if not one["name"].endswith(".other"):
                    page.keyboard.type(words_for(one))
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to the end of {page.url}")


def leave_empty(page: Page, way: Way) -> bool:
    """Go on without an answer; whether the page said what is wrong, and led to it."""
    press(page, "button[value=next]")
    if not page.locator(".ds_error-summary").count():
        return False
    if way.script:
        expect(page.locator(".ds_error-summary")).to_be_focused()
    assert page.locator(".ds_question__error-message").count(), "it is said beside the question, too"
    assert page.title().startswith(way.error)
    return True


def to_the_first_mistake(page: Page) -> None:
    """The summary's link leads to the control."""
    tab_to(page, ".ds_error-summary a")
    page.keyboard.press("Enter")
    target = (page.locator(".ds_error-summary a").first.get_attribute("href") or "").removeprefix("#")
    expect(page.locator(f"[id='{target}']")).to_be_focused()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way.name))
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: str(file.stem))
def test_an_example_is_answered_by_keyboard(chromium: Browser, served: Served, file: Path, way: Way) -> None:
    slug = f"{file.stem}-{way.name}"
    served.run(
        "consultation", "create", "--board", "fife", "--survey", str(file), "--slug", slug,
        "--title", f"Example: {file.stem}", "--open",
    )  # fmt: skip
    found: list[str] = []
    refused: set[str] = set()
    with chromium.new_context(
        viewport=way.screen,  # type: ignore[arg-type]  # Playwright's own mapping
        java_script_enabled=way.script,
        bypass_csp=way.script,  # only so that axe can be brought in
    ) as mine:
        page = mine.new_page()
        # From the beginning: asked only when a file is, the browser may have opened a window of its own.
        page.on("filechooser", lambda _chooser: None)

        def look() -> None:
            html = page.locator("html")
            assert (html.get_attribute("lang"), html.get_attribute("dir")) == (way.language, way.direction)
            if way.script:
                found.extend(violations(page))

        page.goto(f"{served.address}/boards/fife/{slug}/?lang={way.language}")
        press(page, "button[value=next]")
        for _ in range(MOST_PAGES):
            if page.locator("button[value=submit]").count():
                break
            look()
            if page.url not in refused and page.locator("main form small").count():
                refused.add(page.url)
                if not leave_empty(page, way):
                    continue
                look()
                to_the_first_mistake(page)
            answer(page)
            summary = page.locator(".ds_error-summary")
            assert not summary.count(), summary.inner_text()
        look()
        press(page, "button[value=submit]")
        assert page.locator("code[data-receipt]").count(), page.inner_text("main")
    assert refused or not any(question.required for question in read_survey(file).questions)
    assert not found, "\n".join(found)
