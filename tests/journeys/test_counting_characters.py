"""A long text says how much room is left while somebody types, and never cuts what is too long."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.axe import violations
from tests.serving import Served

pytestmark = pytest.mark.browser
SURVEY = """\
survey: room
title: Room
pages:
  - page: one
    title: One
    questions:
      - {id: views, type: long_text, text: What do you think?, max_length: 50}
"""


def test_it_is_said_how_much_room_is_left(chromium: Browser, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "room.yaml"
    file.write_text(SURVEY)
    served.run(
        "consultation",
        "create",
        "--board",
        "fife",
        "--survey",
        str(file),
        "--slug",
        "room",
        "--title",
        "Room",
        "--open",
    )
    with chromium.new_context(bypass_csp=True) as mine:
        page = mine.new_page()
        page.goto(f"{served.address}/boards/fife/room/")
        page.get_by_role("button", name="Start").click()
        text, said = page.locator("textarea"), page.locator(".ds_question [role=status]")
        text.press_sequentially("Short.")
        expect(said).to_be_empty()
        text.fill("x" * 45)
        expect(said).to_have_text("5 characters left")
        text.fill("👩" * 53)
        expect(said).to_have_text("3 characters too many")
        assert not violations(page)
        page.get_by_role("button", name="Save and check").click()
        expect(page.locator(".ds_error-summary")).to_contain_text("Shorten your answer by 3 characters")
        assert page.locator("textarea").input_value() == "👩" * 53
        expect(page.locator(".ds_question [role=status]")).to_have_text("3 characters too many")
