"""A repeat in a real browser: entries come and go by keyboard, with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import violations
from tests.serving import ROOT, Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("repeat")]  # one Speir for them all
SLUG = "repeated"


@pytest.fixture(scope="module")
def address(served: Served) -> str:
    survey = str(ROOT / "surveys" / "examples" / "repeat.yaml")
    served.run(
        "consultation", "create", "--board", "fife", "--survey", survey, "--slug", SLUG,
        "--title", "Repeated", "--open",
    )  # fmt: skip
    return f"{served.address}/boards/fife/{SLUG}/"


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).press("Enter")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_entries_come_and_go_by_keyboard(chromium: Browser, address: str, script: bool) -> None:
    context = chromium.new_context(
        viewport={"width": 375, "height": 800}, java_script_enabled=script, bypass_csp=script
    )
    page = context.new_page()
    page.goto(address)
    page.locator("main button[value=next]").press("Enter")
    expect(page.get_by_role("group", name="Person 1", exact=True)).to_be_visible()
    expect(page.get_by_text("How old is the child?")).to_have_count(0)
    page.locator("[name='people.1.who'][value=child]").press("Space")
    if not script:
        page.locator("main button[value=next]").last.press("Enter")
    expect(page.get_by_text("How old is the child?")).to_be_visible()
    if script:
        assert page.evaluate("document.activeElement.name") == "people.1.who"
    page.locator("[name='people.1.age']").press_sequentially("7")
    press(page, "Add another person")
    expect(page.locator("#people--2")).to_be_focused()
    page.locator("[name='people.2.hours']").press_sequentially("40")
    press(page, "Add another person")
    page.locator("[name='people.3.helpers.1.helper']").press_sequentially("A neighbour")
    press(page, "Remove Person 1")
    # What was the second is the first now, with what was said of it.
    expect(page.locator("[name='people.1.hours']")).to_have_value("40")
    expect(page.locator("[name='people.2.helpers.1.helper']")).to_have_value("A neighbour")
    expect(page.get_by_role("group", name="Person 3", exact=True)).to_have_count(0)
    if script:
        assert violations(page) == []
    with page.expect_navigation():
        page.locator("[name='people.1.hours']").press("Enter")  # goes on, and takes nothing away
    expect(page.locator(".ds_error-summary")).to_contain_text("Person 1 – Who is it?")
    expect(page.locator("[name='people.1.hours']")).to_have_value("40")
    for entry in ("1", "2"):
        page.locator(f"[name='people.{entry}.who'][value=parent]").press("Space")
    if script:
        assert violations(page) == []
    page.locator("main button[value=next]").last.press("Enter")
    expect(page.get_by_role("group", name="Break 2", exact=True)).to_be_visible()
    expect(page.get_by_role("group", name="Break 3", exact=True)).to_have_count(0)
    page.locator("main button[value=next]").last.press("Enter")
    expect(page.get_by_text("Person 2 – Who helps you with this care?")).to_be_visible()
    page.locator("button[value=submit]").press("Enter")
    expect(page.locator("code[data-receipt]")).to_be_visible()
    context.close()
