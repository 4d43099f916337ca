"""A page whose questions come and go, by keyboard in a browser: in place, and with a round trip."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import violations
from tests.responses.test_moving import ONE_PAGE
from tests.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("moving")]  # one Speir for them all
SLUG = "moving"


@pytest.fixture(scope="module")
def address(served: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("survey") / "moving.yaml"
    file.write_text(ONE_PAGE, encoding="utf-8")
    wanted = f"--board fife --survey {file} --slug {SLUG} --title Moving --open".split()
    served.run("consultation", "create", *wanted)
    return f"{served.address}/boards/fife/{SLUG}/"


@pytest.mark.parametrize("script", [True, False])
def test_questions_come_and_go_by_keyboard(chromium: Browser, address: str, script: bool) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=script)
    page = context.new_page()
    page.goto(address)
    page.locator("main button[value=next]").press("Enter")
    page.locator("[name=hours]").press_sequentially("40")
    go_on(page, script, "Tab")
    expect(page.get_by_text("Heavy?")).to_be_visible()
    expect(page.get_by_text("By night")).to_be_visible()
    expect(page.get_by_text("Why?")).to_have_count(0)
    page.locator("[name=heavy]").first.focus()
    go_on(page, script, "Space")
    expect(page.get_by_text("Why?")).to_be_visible()
    if script:
        assert page.evaluate("document.activeElement.name") == "heavy"
        assert violations(page) == []
    page.locator("[name=why]").press_sequentially("Nights")
    page.locator("main button[value=next]").press("Enter")
    expect(page.get_by_text("Check your answers")).to_be_visible()
    for words in ("40", "Yes", "Nights"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    context.close()


def go_on(page: Page, script: bool, key: str) -> None:
    """Press what changes the answer: that is enough where the page answers by itself."""
    if script:
        with page.expect_response(lambda answer: "show=1" in answer.url):
            page.keyboard.press(key)
    else:
        page.keyboard.press(key)
        page.locator("main button[value=next]").press("Enter")
