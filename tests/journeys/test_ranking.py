"""A ranking in a real browser: with the keyboard and its buttons, and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import violations
from tests.serving import ROOT, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("ranking")]  # one Speir for them all

HERE = "/boards/fife/ranked/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A Speir with one open consultation, in which something is ranked."""
    with served(tmp_path_factory.mktemp("ranked")) as running:
        survey = str(ROOT / "surveys" / "examples" / "ranking.yaml")
        words = ("--board", "fife", "--survey", survey, "--slug", "ranked", "--title", "Ranked", "--open")
        running.run("consultation", "create", *words)
        yield running.address + HERE


def begun(chromium: Browser, address: str, script: bool, width: int = 375) -> Page:
    page = chromium.new_context(
        java_script_enabled=script, viewport={"width": width, "height": 740}
    ).new_page()
    page.goto(address)
    with page.expect_navigation(wait_until="load"):  # scripts have run: what is pressed before is not heard
        page.locator("main form button").first.click()
    return page


def places(page: Page) -> list[tuple[str | None, str]]:
    lists = page.locator(".ranked select").all()
    return [(one.get_attribute("name"), one.input_value()) for one in lists]


def press(page: Page, option: str, button: str) -> None:
    page.locator(f".ranked:has([name='matters.{option}'])").get_by_role("button", name=button).press("Enter")


def test_options_are_moved_by_keyboard_and_each_move_is_said(chromium: Browser, address: str) -> None:
    page = begun(chromium, address, script=True)
    for option in ("heard", "money", "breaks"):
        press(page, option, "Move up")
    press(page, "breaks", "Move up")
    assert places(page)[:3] == [("matters.heard", "1"), ("matters.breaks", "2"), ("matters.money", "3")]
    expect(page.locator(".ranking [role=status]")).to_have_text("A break when I need one: place 2")
    expect(page.get_by_role("button", name="Move up A break when I need one")).to_be_focused()
    press(page, "training", "Move up")  # three are ranked: the third gives way
    press(page, "heard", "Move down")
    assert places(page)[:4] == [
        ("matters.breaks", "1"),
        ("matters.heard", "2"),
        ("matters.training", "3"),
        ("matters.money", ""),
    ]
    press(page, "training", "Move down")
    expect(page.locator(".ranking [role=status]")).to_have_text("Training: no place")
    assert violations(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_was_typed_with_a_slip_stands_until_it_is_mended(
    chromium: Browser, address: str, script: bool
) -> None:
    page = begun(chromium, address, script, width=1280)
    assert page.locator("[data-move]:visible").count() == (10 if script else 0)
    for option, place in (("breaks", "2"), ("money", "2"), ("heard", "1")):
        page.select_option(f"[name='matters.{option}']", place)
    page.locator("button[value=next]").click()
    expect(page.locator(".ds_error-summary")).to_contain_text("Two answers have place 2")
    assert dict(places(page)) == {
        "matters.breaks": "2",
        "matters.money": "2",
        "matters.heard": "1",
        "matters.training": "",
        "matters.meeting": "",
    }
    page.select_option("[name='matters.money']", "3")
    page.locator("button[value=next]").click()
    expect(page.locator("main dl")).to_contain_text("1. Being heard")


HANGING = """survey: hanging
title: A ranking that comes and goes
pages:
  - page: one
    title: One
    questions:
      - {id: more, type: yes_no, text: Shall we go on?}
      - id: matters
        type: ranking
        relevant: more == 'yes'
        text: What matters most?
        options: [{id: a, text: Breaks}, {id: b, text: Money}]
      - {id: why, type: short_text, relevant: "selected(matters, 'b')", text: Why money?}
"""


def test_a_ranking_that_an_answer_brings_up_has_its_buttons_and_is_heard(
    chromium: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "hanging.yaml"
    file.write_text(HANGING, encoding="utf-8")
    with served(tmp_path) as running:
        words = ("--board", "fife", "--survey", str(file), "--slug", "ranked", "--title", "Ranked", "--open")
        running.run("consultation", "create", *words)
        page = begun(chromium, running.address + HERE, script=True)
        with page.expect_response("**/p/one?show=1"):
            page.locator("[name=more]").first.press("Space")
        button = page.get_by_role("button", name="Move up Money")
        expect(button).to_be_visible()
        # What comes with the answer has settled: nobody presses in the same thousandth of a second.
        page.wait_for_function("!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
        button.press("Enter")
        expect(page.get_by_text("Why money?")).to_be_visible()
        page.context.close()
