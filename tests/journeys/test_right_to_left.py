"""The public's pages in Arabic: from right to left, no wider than the window, nothing that axe finds."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.axe import violations
from tests.serving import Served

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 900}
PAGES = ["/", "/boards/", "/boards/fife/", "/boards/fife/carers/", "/boards/fife/carers/privacy",
         "/boards/fife/carers/paper/", "/boards/fife/register/", "/boards/fife/alerts/", "/third-sector/",
         "/about/data", "/receipts/", "/resume/"]  # fmt: skip
# The page, and what is typed into which field.
MISTAKES = [("/", "postcode", "XX1 1"), ("/receipts/", "code", "23456"), ("/resume/", "words", "apple")]


def test_every_page_of_the_public_in_arabic(chromium: Browser, served: Served) -> None:
    found: list[str] = []
    with chromium.new_context(viewport=WIDE, bypass_csp=True) as mine:  # type: ignore[arg-type]
        page = mine.new_page()
        page.goto(f"{served.address}/?lang=ar")
        for path in PAGES:
            page.goto(served.address + path)
            if page.locator("html").get_attribute("lang") == "ar":  # the carers' survey is not in Arabic
                assert page.locator("html").get_attribute("dir") == "rtl"
            found += violations(page)
        for path, field, typed in MISTAKES:
            page.goto(served.address + path)
            page.fill(f"[name={field}]", typed)
            with page.expect_navigation():
                page.press(f"[name={field}]", "Enter")
            assert page.title().startswith("خطأ: "), page.url
            found += violations(page)
    assert not found, "\n".join(found)
