"""The pilot in one trip: an officer makes an engagement, people answer, and they hear what was decided.

Everything happens in Chromium, with a second factor and no shell, on both databases; the web server and the
worker are killed on the way. Every page is looked at on a phone and on a desk.
"""

import os
import re
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from tests.databases import Cluster
from tests.journeys.axe import violations
from tests.serving import PASSWORD, Served, children_of, family, runs, served, until

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}
LONGEST_EDITION = 90_000  # milliseconds
COMMENT = "Please ring me on 01632 960123. A break each month would help."
HERE = "/workspace/fife/what-next"
SUBSCRIBER = "subscriber@reader.example"


class Traveller:
    """Somebody with a browser of their own; `found` gathers what is wrong with the pages they see."""

    def __init__(self, page: Page, speir: Served, found: list[str], script: bool = True) -> None:
        self.page, self.speir, self.found, self.script = page, speir, found, script

    def go(self, path: str) -> None:
        """Open a page by its address, as from a bookmark, a letter or an email."""
        self.page.goto(self.speir.address + path)
        self.look()

    def look(self) -> None:
        """Note what is wrong with the page, on a phone and a desk; one database is enough for that."""
        if not self.script or "SPEIR_DATABASE_URL" in self.speir.environment:
            return
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright's own mapping
            self.found.extend(violations(self.page))

    def click(self, name: str, role: str = "button") -> None:
        """Press what is called so in the page's main part."""
        self.page.locator("main").get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        self.look()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.click(name, "link")

    def fill(self, **values: str) -> None:
        """Type into the fields of these names."""
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", value)

    def tick(self, selector: str) -> None:
        """Choose an answer or tick a box by keyboard."""
        box = self.page.locator(f"main {selector}").first
        if not box.is_checked():
            box.press("Space")
        expect(box).to_be_checked()

    def says(self, words: str) -> None:
        """The page says so."""
        expect(self.page.locator("main")).to_contain_text(words)

    def refused(self) -> None:
        """The page says what is wrong, and has the focus there."""
        expect(self.page.locator(".ds_error-summary")).to_be_focused() if self.script else None
        assert self.page.locator(".ds_error-summary a").count()

    def sign_in(self, role: str) -> None:
        """With the password, and an authenticator app that is set up on this first time."""
        self.go("/sign-in")
        self.fill(email=f"{role}@demo.example", password=PASSWORD)
        self.page.locator("main form button").first.click()
        self.look()
        self.fill(code="000000")
        self.click("Continue")
        self.refused()
        key = self.page.locator("main code").first.inner_text()
        self.fill(code=TOTP(key=key).generate().token)
        self.click("Continue")
        assert self.page.locator("main code").count() == 10
        self.follow("I have kept them")
        self.page.get_by_role("link", name="Your boards").first.click()
        self.look()


@pytest.fixture(params=["sqlite", "postgresql"])
def speir(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """What `make run` serves, with a second factor asked of everybody."""
    url = None
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        url = cluster.create("trip")
    with served(tmp_path / "data", url, demonstration=True, SPEIR_SECOND_FACTOR="on") as running:
        yield running


@contextmanager
def somebody(
    chromium: Browser, speir: Served, found: list[str], *, script: bool = True
) -> Iterator[Traveller]:
    """A person with a browser that knows nobody."""
    with chromium.new_context(
        viewport=PHONE,  # type: ignore[arg-type]  # Playwright's own mapping
        java_script_enabled=script,
        bypass_csp=script,  # only so that axe can be brought in
        accept_downloads=True,
    ) as mine:
        yield Traveller(mine.new_page(), speir, found, script)


def kill(speir: Served, name: str) -> None:
    """kill -9 of `web` or `worker`; their supervisor starts another once what it left has gone."""
    before = family(speir.process.pid)[name]
    left = children_of(before)
    os.kill(before, signal.SIGKILL)
    until(lambda: family(speir.process.pid).get(name, before) != before, 60)
    until(lambda: not any(runs(one) for one in left), 60)


def make_and_open(officer: Traveller) -> list[str]:
    """An engagement for carers and people who use services, with a question of her own; their pages."""
    public = []
    officer.follow("Make an engagement")
    officer.click("Make it")
    officer.refused()
    officer.fill(title="What next", respond_by="2027-12-01")
    for survey in ("carers", "services"):
        officer.tick(f"[name=surveys][value={survey}]")
    officer.click("Make it")
    officer.follow("Words and promise")
    officer.fill(promise="Which breaks we pay for first.", cannot_change="How much money there is.")
    officer.fill(purpose="The next plan.", decides="The board decides in November.")
    officer.click("Save")
    officer.follow("Other ways to take part")
    officer.fill(contact_post="1 Made-up Road, Example Town", contact_person="Alex Example")
    officer.fill(contact_telephone="01632 960000, weekdays")
    officer.click("Save")
    officer.follow("Privacy")
    officer.fill(delete_on="2028-12-01")
    officer.click("Save")
    for survey in ("carers", "services"):
        officer.go(f"{HERE}/")
        officer.page.locator(f"main ul.tasks a[href*='{survey}']:not([href*=preview])").first.click()
        officer.look()
        if survey == "carers":
            officer.follow("Add a question")
            officer.click("Save")
            officer.refused()
            officer.page.select_option("main [name=type]", "single_choice")
            officer.fill(text="Would a break at home help you?", options="Yes\nNo\nI am not sure")
            officer.click("Save")
        officer.follow("Open it")
        officer.click("Open it")
        link = officer.page.locator("main").get_by_role("link", name="The page that everybody sees")
        public.append(str(link.get_attribute("href")))
    return public


def answer_page(page: Page, comment: str) -> None:
    """The first option of every choice, and the comment in every box."""
    for group in page.locator("fieldset:visible").all():
        radios = group.locator("input[type=radio]")
        if radios.count() and not group.locator("input[type=radio]:checked").count():
            radios.first.press("Space")
    for box in page.locator("textarea:visible").all():
        box.fill(comment)


def answer(person: Traveller, path: str, *, language: str = "en", then: Served | None = None) -> str:
    """From the board's page to the receipt's code; the web server is killed on the way if it is given."""
    person.go("/boards/fife/")
    person.page.locator(f"main a[href='{path}']").click()
    if language != "en":
        person.page.click(f"a[hreflang={language}]")
        expect(person.page.locator("html")).to_have_attribute("lang", language)
    person.look()
    person.page.click("button[value=next]")
    person.page.click("button[value=next]")
    person.refused()
    for number in range(40):
        person.look()
        if person.page.locator("button[value=submit]").count():
            break
        answer_page(person.page, COMMENT)
        if then is not None and number == 2:
            kill(then, "web")
            until(lambda: answers(then), 60)
        person.page.click("button[value=next]")
    person.page.click("button[value=submit]")
    person.look()
    return person.page.locator("code[data-receipt]").inner_text()


def answers(speir: Served) -> bool:
    """Whether the web server is there again."""
    try:
        with urllib.request.urlopen(speir.address + "/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def mail_to(speir: Served, address: str, wanted: str) -> str:
    """The text of the newest message to an address whose subject has these words, once it is there."""
    folder = Path(speir.environment["SPEIR_DATA"]) / "mail"

    def texts() -> list[str]:
        every = [
            message_from_bytes(file.read_bytes(), policy=policy.default)
            for file in sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime)
        ]
        return [
            one.get_content() for one in every if address in str(one["To"]) and wanted in str(one["Subject"])
        ]

    until(lambda: bool(texts()), 60)
    return texts()[-1]


def link_in(text: str, speir: Served) -> str:
    """The path of the first link of a message."""
    found = re.search(re.escape(speir.address) + r"(\S+)", text)
    assert found, text
    return found[1]


def read_a_comment(analyst: Traveller) -> None:
    """The first that waits: its telephone number goes, a theme is ticked, it is quoted."""
    analyst.go(f"{HERE}/")
    analyst.follow("Read the comments")
    analyst.follow("Read all that wait")
    analyst.click("Release and next")
    analyst.refused()
    analyst.page.select_option("main [name=reason]", index=1)
    analyst.fill(new_theme="Breaks")
    analyst.tick("[name=quoted]")
    analyst.click("Show what would be released")
    assert "960123" not in analyst.page.locator("#preview + blockquote").inner_text()
    analyst.click("Release and next")


def publish(officer: Traveller) -> None:
    """An edition, though the worker is killed while it makes it."""
    officer.go(f"{HERE}/")
    officer.follow("Publish and read editions")
    officer.follow("Publish a new edition")
    officer.says("wait to be read")
    officer.click("Publish edition 1")
    kill(officer.speir, "worker")
    officer.page.locator("a[href$='report.pdf']").first.wait_for(timeout=LONGEST_EDITION)
    officer.look()


def download(planner: Traveller, folder: Path) -> None:
    """The edition as PDF and as Word."""
    planner.go("/reports/")
    planner.page.locator("main a[href*='what-next/editions/']").first.click()
    planner.look()
    for name, begins in (("report.pdf", b"%PDF-"), ("report.docx", b"PK")):
        with planner.page.expect_download() as coming:
            planner.page.locator(f"main a[href$='{name}']").first.click()
        coming.value.save_as(folder / name)
        assert (folder / name).read_bytes().startswith(begins)


def decide(officer: Traveller) -> None:
    """Nothing to show is refused; then one theme is decided and everybody may see it."""
    officer.go(f"{HERE}/")
    officer.follow("Say what was decided")
    officer.click("Publish what was decided")
    officer.refused()
    officer.fill(theme="Breaks", reason="Every carer with a plan is offered one.")
    officer.tick("[name=outcome]")
    officer.click("Add this decision")
    officer.fill(said="A break each month was asked for most.")
    officer.click("Save these words")
    officer.click("Publish what was decided")


def test_the_pilot(speir: Served, chromium: Browser, tmp_path: Path) -> None:
    found: list[str] = []
    with somebody(chromium, speir, found) as reader:
        reader.go("/boards/fife/alerts/")
        reader.click("Send me news")
        reader.refused()
        reader.fill(email=SUBSCRIBER)
        reader.click("Send me news")
        reader.go(link_in(mail_to(speir, SUBSCRIBER, ""), speir))
        reader.click("Yes, send me news")
    with somebody(chromium, speir, found) as officer:
        officer.sign_in("officer")
        carers, services = make_and_open(officer)
        with somebody(chromium, speir, found) as on_a_phone:
            kept = answer(on_a_phone, carers, then=speir)
        with somebody(chromium, speir, found, script=False) as without_script:
            withdrawn = answer(without_script, carers)
            without_script.go("/receipts/")
            without_script.fill(code=withdrawn)
            without_script.page.locator("main form button[name=go]").first.click()
            without_script.click("Withdraw my answers")
            without_script.page.locator("main form button[name=go]").first.click()
            without_script.says("deleted")
        with somebody(chromium, speir, found) as in_gaelic:
            answer(in_gaelic, carers, language="gd")
        with somebody(chromium, speir, found) as who_uses_services:
            answer(who_uses_services, services)
        officer.go(f"{HERE}/")
        officer.follow("Watch the answers come in")
        officer.says("3 answers")
        with somebody(chromium, speir, found) as analyst:
            analyst.sign_in("analyst")
            read_a_comment(analyst)
        publish(officer)
        with somebody(chromium, speir, found) as planner:
            planner.sign_in("planner")
            download(planner, tmp_path)
        decide(officer)
    with somebody(chromium, speir, found) as holder:
        holder.go("/receipts/")
        holder.fill(code=kept)
        holder.page.locator("main form button[name=go]").first.click()
        holder.look()
        holder.says("We received your answers")
        holder.follow("We asked, you said, we did")
        holder.says("Every carer with a plan is offered one.")
    with somebody(chromium, speir, found) as reader:
        reader.go(link_in(mail_to(speir, SUBSCRIBER, "answers:"), speir))
        reader.says("Every carer with a plan is offered one.")
    assert not found, "\n".join(found)
