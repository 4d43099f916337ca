"""A list that is searched by typing, in a real browser: by keyboard, as it is announced, under our policy."""

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.journeys.axe import violations
from tests.serving import ROOT, Served, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("autocomplete")]  # one Speir for them all

HERE = "/boards/fife/listed/"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A Speir with one open consultation that has two long lists."""
    with served(tmp_path_factory.mktemp("listed")) as running:
        survey = str(ROOT / "surveys" / "examples" / "autocomplete.yaml")
        words = ("--board", "fife", "--survey", survey, "--slug", "listed", "--title", "Listed", "--open")
        running.run("consultation", "create", *words)
        yield running


class Against:
    """What a page does that our policy forbids, or that fails in a script."""

    def __init__(self, page: Page) -> None:
        self.found: list[str] = []
        page.on("console", lambda said: self.found.append(said.text) if self.counts(said) else None)
        page.on("pageerror", lambda error: self.found.append(str(error)))

    @staticmethod
    def counts(said: ConsoleMessage) -> bool:
        """Whether it is a mistake. HTMX calls one, too, what it gives up for the next change on the page."""
        given_up = ("htmx:sendAbort", "htmx:afterRequest,")
        return said.type == "error" and not said.text.startswith(given_up)


def begun(chromium: Browser, running: Served, script: bool = True, agent: str | None = None) -> Page:
    page = chromium.new_context(
        java_script_enabled=script, viewport={"width": 375, "height": 740}, user_agent=agent
    ).new_page()
    page.goto(running.address + HERE)
    with page.expect_navigation(wait_until="load"):
        page.locator("main form button").first.click()
    return page


def field(page: Page, question: str = "lives") -> Locator:
    return page.locator(f".ds_question:has([name={question}]) [role=combobox]")


def sent(page: Page, question: str = "lives") -> str:
    """What the list holds that is sent."""
    return page.locator(f"[name={question}]").input_value()


def test_a_few_letters_the_arrows_and_enter_choose(chromium: Browser, running: Served) -> None:
    page = begun(chromium, running)
    against = Against(page)
    lives = field(page)
    expect(page.get_by_role("combobox", name="In which council area do you live?")).to_have_count(1)
    about = (lives.get_attribute("aria-describedby") or "").split()
    assert about[0] == "lives-hint"
    assert [page.locator(f"[id='{one}']").count() for one in about] == [1, 1]
    lives.press_sequentially("dun")
    expect(page.get_by_role("option")).to_have_text(
        ["Dundee City", "East Dunbartonshire", "West Dunbartonshire"]
    )
    expect(page.locator("[id$='__status--A'], [id$='__status--B']").filter(has_text="fit")).to_have_text(
        "In the list that fit: 3."
    )
    assert lives.get_attribute("aria-describedby") == "lives-hint", "the hint stays while somebody types"
    lives.press("ArrowDown")
    expect(page.get_by_role("option", name="Dundee City")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(lives).to_be_focused()
    expect(lives).to_have_value("East Dunbartonshire")
    expect(page.locator("[name=lives]")).to_have_value("east_dunbartonshire")
    assert against.found == []
    lives.press("ArrowDown")
    assert violations(page) == [], "with the list open"


def test_a_name_that_is_typed_out_is_chosen(chromium: Browser, running: Served) -> None:
    page = begun(chromium, running)
    field(page).press_sequentially("fife")
    page.keyboard.press("Tab")
    assert sent(page) == "fife"
    field(page).fill("")
    page.keyboard.press("Tab")
    assert sent(page) == "", "who empties the field has chosen nothing"


def test_what_is_not_in_the_list_is_not_lost_in_silence(chromium: Browser, running: Served) -> None:
    page = begun(chromium, running)
    field(page).press_sequentially("fife")
    page.keyboard.press("Tab")
    field(page).fill("Narnia <b>")
    expect(page.locator(".autocomplete__menu--visible")).to_have_text("Nothing in the list fits.")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    said = "There is no “Narnia <b>” in the list: choose one of its answers, or empty the field"
    expect(page.locator(".ds_question__error-message")).to_have_text(said)
    expect(field(page)).to_have_value("Narnia <b>")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    about = (field(page).get_attribute("aria-describedby") or "").split()
    assert {"lives-hint", "lives-error"} <= set(about)
    page.locator(".ds_error-summary a").click()
    expect(field(page)).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("moray")  # what is there is marked when one comes to it: typing takes its place
    page.keyboard.press("Tab")
    assert sent(page) == "moray"
    with page.expect_navigation():
        page.locator("button[value=next]").click()
    expect(page.locator("main dl")).to_contain_text("Moray")


def test_a_list_follows_what_comes_and_goes(chromium: Browser, running: Served) -> None:
    page = begun(chromium, running)
    against = Against(page)
    field(page, "place").press_sequentially("h")
    expect(page.get_by_role("option").filter(has_text="Hoy")).to_have_count(0)
    page.keyboard.press("Escape")
    field(page).press_sequentially("orkney islands")
    with page.expect_response(lambda answer: "show=1" in answer.url):
        page.keyboard.press("Tab")
    field(page, "place").fill("")
    field(page, "place").press_sequentially("ho")
    expect(page.get_by_role("option")).to_have_text(["Hoy"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=place]")).to_have_value("hoy")
    field(page).fill("")
    field(page).press_sequentially("somewhere else, please say")
    page.keyboard.press("Tab")
    expect(page.locator("[name=place]")).to_have_count(0)
    assert against.found == []


def test_a_phone_shows_no_count_of_the_librarys_own(chromium: Browser, running: Served) -> None:
    page = begun(chromium, running, agent=IPHONE)
    against = Against(page)
    field(page).press_sequentially("fife")
    expect(page.get_by_role("option")).to_have_text(["Fife"])
    page.get_by_role("option").click()
    expect(page.locator("[name=lives]")).to_have_value("fife")
    assert against.found == []


def test_without_javascript_it_is_a_list_to_open(chromium: Browser, running: Served) -> None:
    page = begun(chromium, running, script=False)
    assert page.locator("[role=combobox]").count() == 0
    page.select_option("[name=lives]", "fife")
    page.locator("button[value=next]").click()
    expect(page.locator("main dl")).to_contain_text("Fife")


def test_other_pages_carry_none_of_it(chromium: Browser, running: Served) -> None:
    page = chromium.new_context().new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(running.address + HERE)
    assert not [one for one in asked if "autocomplete" in one]
