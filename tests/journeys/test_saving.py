"""A page saves itself as somebody types, says so, and loses nothing when the line breaks."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.responses.test_merging import ONE_PAGE
from tests.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("moving")]  # one Speir for them all
SLUG = "saving"


@pytest.fixture(scope="module")
def address(served: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("survey") / "two.yaml"
    file.write_text(ONE_PAGE, encoding="utf-8")
    wanted = f"--board fife --survey {file} --slug {SLUG} --title Saving --open".split()
    served.run("consultation", "create", *wanted)
    return f"{served.address}/boards/fife/{SLUG}/"


@pytest.fixture
def phone(chromium: Browser, address: str) -> tuple[BrowserContext, Page]:
    """A phone on the one page of the survey."""
    context = chromium.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.locator("main button[value=next]").press("Enter")
    expect(page.locator("[name=name]")).to_be_visible()
    return context, page


def nothing_is_kept(page: Page) -> None:
    """The tab holds none of what was typed, at once or in a moment."""
    for _ in range(50):
        if not any(key.startswith("speir:") for key in page.evaluate("Object.keys(sessionStorage)")):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate("JSON.stringify(sessionStorage)"))


def test_what_is_typed_is_saved_with_no_button(phone: tuple[BrowserContext, Page]) -> None:
    context, page = phone
    page.locator("[name=name]").press_sequentially("Ada")
    expect(page.locator("#kept")).to_contain_text("Saved at")
    assert violations(page) == []
    again = context.new_page()
    again.goto(page.url)
    expect(again.locator("[name=name]")).to_have_value("Ada")
    nothing_is_kept(page)  # the server has it


def test_a_line_that_breaks_loses_nothing(phone: tuple[BrowserContext, Page]) -> None:
    context, page = phone
    context.set_offline(True)
    page.locator("[name=name]").press_sequentially("Isla")
    page.locator("[name=helped][value=breaks]").press("Space")
    expect(page.locator("#kept")).to_contain_text("there is no connection")
    page.locator("main button[value=next]").click()  # the page stays, for nobody would answer
    expect(page.locator("[name=name]")).to_have_value("Isla")
    context.set_offline(False)
    expect(page.locator("#kept")).to_contain_text("Saved at")
    page.locator("main button[value=next]").click()
    expect(page.get_by_text("Isla")).to_be_visible()


def test_a_page_that_never_arrived_is_as_it_was_typed(phone: tuple[BrowserContext, Page]) -> None:
    """The form is sent, the line is cut in the middle, and the person comes back to the page."""
    _context, page = phone
    here = page.url
    page.route(
        "**/p/one*", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.locator("[name=hours]").fill("35")
    page.locator("[name=name]").fill("Una")
    page.locator("main button[value=next]").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/p/one*")
    page.goto(here)
    expect(page.locator("[name=name]")).to_have_value("Una")
    expect(page.locator("[name=hours]")).to_have_value("35")
    expect(page.locator("#kept")).to_contain_text("Saved at")
    page.locator("main button[value=next]").click()
    expect(page.get_by_text("Una")).to_be_visible()
    nothing_is_kept(page)
