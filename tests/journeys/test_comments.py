"""The queue of comments in a real browser: by keyboard alone, on a phone and on a desk, past axe."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.axe import violations
from tests.serving import PASSWORD, Served

pytestmark = pytest.mark.browser


def signed_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("[name=email]", "analyst@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def press_until(page: Page, selector: str) -> None:
    """Tab from where the focus is until it is on the element, as a keyboard's user does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => !!document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


@pytest.mark.parametrize("width", [375, 1280])
def test_a_comment_is_read_hidden_sorted_and_released_by_keyboard(
    chromium: Browser, served: Served, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    signed_in(page, served.address)
    queue = f"{served.address}/workspace/fife/strategic-plan/comments/"
    found = []

    def look() -> None:
        found.extend(violations(page))
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} wide"

    page.goto(queue)
    look()
    press_until(page, "main a[href*='next']:not([href*='question'])")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=This may speak of harm")
    look()
    while not page.locator("input[name=hide]").count():
        press_until(page, "a[accesskey=n]")
        here = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)
    press_until(page, "button[value=release]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#error-summary")
    # Which comment comes first differs from run to run: what the aid marks may be as long as this.
    page.locator("label[for=hide-0]").evaluate(
        "label => label.textContent = 'somebody.somewhere@example.org'"
    )
    look()
    press_until(page, "select[name=reason]")
    page.keyboard.press("ArrowDown")
    press_until(page, "input[name=new_theme]")
    page.keyboard.type("Being called back")
    press_until(page, "button[value=preview]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=What would be released")
    assert "removed]" in page.inner_text("main")
    look()
    address = page.url
    press_until(page, "button[value=release]")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != address)  # the next one
    page.goto(address)
    page.wait_for_selector("text=This is what a report may quote")
    look()
    for rest in ("decided", "themes"):
        page.goto(f"{queue}carers/{rest}")
        look()
    assert found == []
    page.close()
