"""The accessibility statement says of each criterion how it was tested, with the versions that test it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from app.workspaces.criteria import AXE, CRITERIA, VALIDATOR
from tests.owed import Page

ROOT = Path(__file__).resolve().parents[2]


def test_every_criterion_of_both_levels_is_there_once() -> None:
    numbers = [one.number for one in CRITERIA]
    assert len(numbers) == len(set(numbers)) == 55
    assert sorted(numbers, key=lambda number: [int(part) for part in number.split(".")]) == numbers
    assert [sum(one.level == level for one in CRITERIA) for level in ("A", "AA")] == [31, 24]
    assert all(one.ways and ("nothing" not in one.ways or one.note) for one in CRITERIA)


def test_it_names_the_versions_that_the_tests_run() -> None:
    assert json.loads((ROOT / "package.json").read_text())["devDependencies"]["axe-core"] == AXE
    name, version = VALIDATOR.split()
    assert re.search(rf"^{name}=={re.escape(version)} ", (ROOT / "requirements-dev.txt").read_text(), re.M)


def test_each_footer_leads_to_it(page: Callable[..., Page]) -> None:
    assert page("/boards/fife/").links()["Accessibility statement"] == "/accessibility/"
    shown = page("/accessibility/")
    assert "no failures found by" in shown.text
    assert shown.text.count("not yet") >= 40
