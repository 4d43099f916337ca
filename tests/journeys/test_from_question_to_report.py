"""The whole road, in Chromium on a phone's width, with JavaScript and without.

Somebody finds the board by postcode, answers the carers' survey and gets a receipt; the officer
publishes an edition and sees its progress; a planning group member downloads the PDF. The count of
the chosen option has gone up by one.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.serving import PASSWORD, Served

POSTCODE = "ky16 9aj"  # a street in Fife
PHONE = {"width": 375, "height": 740}
LONGEST_EDITION = 90_000  # milliseconds


def context(chromium: Browser, script: bool) -> BrowserContext:
    """A browser of somebody's own. The policy is set aside only so that axe can be brought in."""
    return chromium.new_context(viewport=PHONE, java_script_enabled=script, bypass_csp=script)


def look(page: Page, script: bool, found: list[str]) -> None:
    """Note what axe finds, where scripts can run, and anything wider than the phone."""
    if script:
        found.extend(violations(page))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            found.append(f"{page.url} is {width} px wide")


def count_of(served: Served, option: str) -> int:
    """The exact count of an option of `answering` in Fife's carers' survey."""
    tally = json.loads(served.run("tally", "fife/carers", "--exact", "--json"))
    question = next(one for one in tally["questions"] if one["id"] == "answering")
    return next(int(one["count"]) for one in question["options"] if one["id"] == option)


def answer_page(page: Page) -> None:
    """Answer what a page asks: the first option of every required choice, a few others."""
    for group in page.locator("fieldset:visible").all():
        radios = group.locator("input[type=radio]")
        if radios.count() and not group.locator("input[type=radio]:checked").count():
            radios.first.check(force=True)
    for box in page.locator("textarea:visible").all():
        box.fill("A break each month would help.")


def answer(page: Page, script: bool, found: list[str], language: str) -> str:
    """From the start page to the receipt; the receipt's code."""
    if language != "en":
        page.click(f"a[hreflang={language}]")
        expect(page.locator("html")).to_have_attribute("lang", language)
    look(page, script, found)
    page.click("button[value=next]")
    page.click("button[value=next]")
    expect(page.locator(".ds_error-summary")).to_be_focused() if script else None
    assert page.locator(".ds_error-summary a").count() >= 1, "the first page asks for an answer"
    look(page, script, found)
    for _ in range(40):
        if page.locator("button[value=submit]").count():
            break
        answer_page(page)
        page.click("button[value=next]")
        look(page, script, found)
    page.click("button[value=submit]")
    look(page, script, found)
    code = page.locator("code[data-receipt]").inner_text()
    assert re.fullmatch(r"([A-Z0-9]{5}-){3}[A-Z0-9]{5}", code)
    page.go_back()
    assert page.locator("button[value=submit]").count() == 0, "Back shows nothing that was sent"
    return code


def sign_in(page: Page, served: Served, role: str) -> None:
    """As one of the demonstration's people."""
    page.goto(served.address + "/sign-in")
    page.fill("input[name=email]", f"{role}@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    assert "/sign-in" not in page.url, page.locator("main").inner_text()


@pytest.mark.parametrize(("script", "language"), [(True, "en"), (False, "en"), (True, "gd")])
def test_an_answer_reaches_the_planning_group(
    served: Served, chromium: Browser, tmp_path: Path, script: bool, language: str
) -> None:
    before = count_of(served, "self")
    found: list[str] = []
    with context(chromium, script) as mine:
        page = mine.new_page()
        console: list[str] = []
        page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
        page.goto(served.address + "/")
        look(page, script, found)
        page.fill("input[name=postcode]", POSTCODE)
        page.locator("main form button").first.click()
        assert page.url == served.address + "/boards/fife/"
        look(page, script, found)
        page.locator("a[href='/boards/fife/carers/']").first.click()
        code = answer(page, script, found, language)
        # A page that is left while it saves itself gives that up, and HTMX says so as if it were an error.
        expected = ("422", "htmx:sendAbort", "htmx:afterRequest,")
        assert not [line for line in console if not any(one in line for one in expected)], console
    assert json.loads(served.run("receipt", code, "--json"))["state"] == "received"
    assert count_of(served, "self") == before + 1
    assert not found, "\n".join(found)


def test_the_officer_publishes_and_a_planner_downloads(
    served: Served, chromium: Browser, tmp_path: Path
) -> None:
    found: list[str] = []
    with context(chromium, True) as officer:
        page = officer.new_page()
        sign_in(page, served, "officer")
        page.goto(served.address + "/workspace/")
        look(page, True, found)
        page.locator("main a[href*='/editions/']").first.click()
        look(page, True, found)
        page.locator("main a[href$='/editions/new']").click()
        look(page, True, found)
        page.locator("main form[method=post] button").first.click()
        page.locator("a[href$='report.pdf']").first.wait_for(timeout=LONGEST_EDITION)
        look(page, True, found)
    with context(chromium, True) as planner:
        page = planner.new_page()
        sign_in(page, served, "planner")
        page.goto(served.address + "/reports/")
        look(page, True, found)
        page.locator("main a[href*='/editions/']").first.click()
        look(page, True, found)
        with page.expect_download() as download:
            page.locator("a[href$='report.pdf']").first.click()
        download.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert not found, "\n".join(found)
