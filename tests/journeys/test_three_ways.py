"""The same answers in a browser with HTMX, in one without JavaScript, and by the command: stored alike.

In place, answers are given in any order and some are changed and changed back; without a script each page is
sent as often as it asks for more.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page, expect

from app.consultations.commands import survey as group
from app.surveys.definition import Survey
from app.surveys.questions.parts import flat
from app.surveys.writer import written
from tests.responses.test_moving import fields, lists_of
from tests.serving import Served
from tests.serving import served as serve
from tests.surveys.random_surveys import random_answers, sound_survey

pytestmark = pytest.mark.browser
SEEDS = (6, 8, 17, 27, 33, 34)
CHANGED_BACK = 4  # answers of a person, at most
BUSY = ".htmx-request, .htmx-swapping, .htmx-settling"
COUNTING = """document.addEventListener('htmx:afterRequest', () => {
    const seen = document.documentElement.dataset; seen.heard = Number(seen.heard || 0) + 1; })"""
CONTROLS = """() => [...document.querySelectorAll('main form [name]')].map(one => (
    {name: one.name, type: one.type, value: one.value, checked: !!one.checked,
     shown: one.checkVisibility()}))"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A Speir without any answers."""
    with serve(tmp_path_factory.mktemp("three-ways")) as running:
        yield running


def survey_and_answers(seed: int) -> tuple[Survey, dict[str, Any]]:
    """A survey in which nothing must be answered, and answers that could be typed into it."""
    survey = sound_survey(seed)
    pages = (
        replace(page, questions=tuple(replace(one, required=False) for one in page.questions))
        for page in survey.pages
    )
    answers = random_answers(survey, seed)
    stray = set()  # words beside options that are not chosen: no page has room for them
    for one in survey.questions:
        for option in one.options:
            if option.id not in answers.get(one.id, ()):
                stray |= {f"{one.id}.{option.id}.comment"} | ({f"{one.id}.other"} if option.other else set())
    return replace(survey, pages=tuple(pages)), {key: one for key, one in answers.items() if key not in stray}


def test_the_seeds_have_conditions_of_every_kind() -> None:
    """Pages, questions, options, rows, parts of entries, and numbers of entries that hang on answers."""
    surveys = [survey_and_answers(seed)[0] for seed in SEEDS]
    questions = [one for survey in surveys for one in survey.questions]
    assert any(page.relevant for survey in surveys for page in survey.pages)
    assert any(one.relevant for one in questions)
    assert any(option.relevant for one in questions for option in one.options)
    assert any(row.relevant for one in questions for row in one.rows)
    assert any(part.relevant for one in questions for part in one.parts)
    assert any(one.count for one in questions)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_ways_store_the_same(chromium: Browser, served: Served, tmp_path: Path, seed: int) -> None:
    survey, answers = survey_and_answers(seed)
    file, slug = tmp_path / "random.yaml", f"three-ways-{seed}"
    file.write_text(written(survey)["random.yaml"], encoding="utf-8")
    wanted = f"--board fife --survey {file} --slug {slug} --title Ways --open".split()
    served.run("consultation", "create", *wanted)
    address = f"{served.address}/boards/fife/{slug}/"
    for script in (True, False):
        context = chromium.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=script)
        context.add_init_script(COUNTING)
        page = context.new_page()
        page.goto(address)
        with loaded(page):
            page.locator("main button[value=next]").press("Enter")
        Person(page, survey, answers, Random(seed) if script else None).answers_all()
        expect(page.locator("code[data-receipt]")).to_be_visible()
        context.close()
    said = tmp_path / "answers.json"
    said.write_text(json.dumps(answers), encoding="utf-8")
    told = json.loads(CliRunner().invoke(group, ["route", str(file), str(said), "--json"]).stdout)
    assert told["problems"] == []
    out = tmp_path / "raw.jsonl"
    served.run("responses", "export", f"fife/{slug}", "--format", "jsonl", "--out", str(out))
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    stored = [{key: value for key, value in row.items() if key[0] != "_"} for row in rows]
    by_the_command = {path: one for key, value in told["stored"].items() for path, one in flat(key, value)}
    assert stored == [by_the_command, by_the_command]


@contextmanager
def loaded(page: Page) -> Iterator[None]:
    """What is done within leads to another page, whose scripts have run."""
    with page.expect_navigation(wait_until="load"):
        yield


class Person:
    """Somebody who answers a survey, control by control: with `rng` in any order, changing some back."""

    def __init__(self, page: Page, survey: Survey, answers: Mapping[str, Any], rng: Random | None) -> None:
        self.page, self.rng = page, rng
        self.form = fields(survey, answers)
        self.entries = lists_of(survey, answers)
        self.to_change_back = CHANGED_BACK if rng else 0

    def answers_all(self) -> None:
        """Page after page, until what was answered can be checked; then send it."""
        for _ in range(100):
            if self.page.locator("main button[value=submit]").count():
                break
            self.answers_the_page()
            with loaded(self.page):
                self.page.locator("main .ds_button[value=next]").press("Enter")
        with loaded(self.page):
            self.page.locator("main button[value=submit]").press("Enter")

    def answers_the_page(self) -> None:
        """Answer whatever is to be answered there, as long as that brings up more."""
        for _ in range(300):
            add = self.to_add()
            if add is not None:
                with loaded(self.page):
                    add.press("Enter")
                continue
            left = [*self.left()]
            if not left:
                return
            name, value = self.rng.choice(left) if self.rng else left[0]
            if self.rng and self.to_change_back and self.rng.random() < 0.4:
                self.changes_first(name, value)
            self.gives(name, value)
        raise AssertionError(f"{self.page.url} never has all its answers: {left}")

    def to_add(self) -> Locator | None:
        """The button for one more entry of a repeat that has fewer than are to be answered."""
        names = {one["name"] for one in self.controls()}
        for path, many in self.entries.items():
            within = {name.removeprefix(f"{path}.") for name in names if name.startswith(f"{path}.")}
            shown = {name.partition(".")[0] for name in within if name[0].isdecimal()}
            button = self.page.locator(f"main button[value='add:{path}']")
            if len(shown) < many and button.count():
                return button
        return None

    def controls(self) -> list[dict[str, Any]]:
        """What stands in the form now."""
        controls: list[dict[str, Any]] = self.page.evaluate(CONTROLS)
        return controls

    def left(self) -> Iterator[tuple[str, str]]:
        """The controls that do not say yet what is to be answered, each with what to press or to type."""
        for one in self.controls():
            name, value = one["name"], one["value"]
            if name not in self.form or not one["shown"] or one["type"] == "submit":
                continue
            said = self.form[name]
            if one["type"] == "checkbox":
                if one["checked"] != (value in said):
                    yield name, value
            elif one["type"] == "radio":
                if value == said and not one["checked"]:
                    yield name, value
            elif value != said:
                yield name, said

    def changes_first(self, name: str, value: str) -> None:
        """Answer something else, and look at what that does to the page: `value` comes after."""
        there = [one for one in self.controls() if one["name"] == name]
        if there[0]["type"] == "radio":
            others = [one["value"] for one in there if one["value"] != value]
        else:
            others = [value] if there[0]["type"] == "checkbox" else ["1"] if value != "1" else ["2"]
        if others and self.rng:
            self.to_change_back -= 1
            other = self.rng.choice(others)
            self.gives(name, other)
            if there[0]["type"] == "checkbox":
                self.gives(name, other)

    def gives(self, name: str, value: str) -> None:
        """Press or type it, and wait until the page has answered."""
        control = f"main form [name='{name}']"
        pressed = self.page.locator(f"{control}[value='{value}']:is([type=radio], [type=checkbox])")
        with self.heard():
            if pressed.count():
                pressed.press("Space")
            else:
                self.page.locator(control).fill(value)
                self.page.locator(control).press("Tab")

    @contextmanager
    def heard(self) -> Iterator[None]:
        """What is done within is sent where the page answers by itself, and what comes of it has settled."""
        if self.rng is None or not self.page.locator("main form[hx-post]").count():
            yield
            return
        html = self.page.locator("html")
        before = int(html.get_attribute("data-heard") or 0)
        yield
        self.page.locator(f"html[data-heard='{before + 1}']").wait_for(state="attached")
        self.page.locator(BUSY).first.wait_for(state="detached")
