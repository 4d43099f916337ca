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
from playwright.sync_api import Browser, Download, Locator, Page, expect

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

    def press(self, wanted: str | Locator) -> None:
        """Press a link or a button by keyboard; another page comes."""
        element = self.page.locator(wanted).first if isinstance(wanted, str) else wanted.first
        with self.page.expect_navigation():
            element.press("Enter")

    def click(self, name: str, role: str = "button") -> None:
        """Press what is called so in the page's main part."""
        self.press(self.page.locator("main").get_by_role(role, name=name))  # type: ignore[arg-type]
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
        self.press("main form button")
        self.look()
        self.fill(code="000000")
        self.click("Continue")
        self.refused()
        key = self.page.locator("main code").first.inner_text()
        self.fill(code=TOTP(key=key).generate().token)
        self.click("Continue")
        assert self.page.locator("main code").count() == 10
        self.follow("I have kept them")
        self.press(self.page.get_by_role("link", name="Your boards"))
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
        officer.press(f"main ul.tasks a[href*='{survey}']:not([href*=preview])")
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


def begin(person: Traveller, path: str, language: str = "en") -> None:
    """From the board's page to the first question, which nobody may leave out."""
    person.go("/boards/fife/")
    person.press(f"main a[href='{path}']")
    if language != "en":
        person.press(f"a[hreflang={language}]")
        expect(person.page.locator("html")).to_have_attribute("lang", language)
    person.look()
    person.press("button[value=next]")
    person.press("button[value=next]")
    person.refused()


def fill_in(person: Traveller, *, pages: int = 40, then: Served | None = None) -> None:
    """So many pages, or as far as the check page; the web server is killed on the way if it is given."""
    for number in range(pages):
        person.look()
        if person.page.locator("button[value=submit]").count():
            return
        answer_page(person.page, COMMENT)
        if then is not None and number == 2:
            kill(then, "web")
            until(lambda: answers(then), 60)
        person.press("button[value=next]")


def send(person: Traveller) -> str:
    """The receipt's code."""
    person.press("button[value=submit]")
    person.look()
    return person.page.locator("code[data-receipt]").inner_text()


def answer(person: Traveller, path: str, *, language: str = "en", then: Served | None = None) -> str:
    """The whole way, from the board's page to the receipt's code."""
    begin(person, path, language)
    fill_in(person, then=then)
    return send(person)


def put_off(person: Traveller) -> str:
    """Choose to finish later; the words of the code."""
    person.press("button[value=later]")
    person.look()
    words = person.page.locator("code[data-resume]").inner_text()
    person.press("button[value=leave]")
    person.look()
    return words


def carry_on(person: Traveller, words: str) -> None:
    """With the code on another device; a word that is none is refused first."""
    person.go("/resume/")
    person.fill(words=words.replace(" ", " x", 1))
    person.click("Carry on")
    person.refused()
    person.fill(words=words.upper())
    person.click("Carry on")


def look_up(person: Traveller, code: str) -> None:
    """A receipt by its code."""
    person.go("/receipts/")
    person.fill(code=code)
    person.press("main form button[value=look]")
    person.look()


def correct(person: Traveller, code: str) -> None:
    """One character of the code is wrong first; then a comment is changed, and the receipt stays the same."""
    look_up(person, code[:-1] + ("A" if code[-1] != "A" else "B"))
    person.refused()
    person.fill(code=code)
    person.press("main form button[value=look]")
    person.click("Correct my answers")
    person.press("main a[href*='p/change']")
    person.page.locator("textarea").first.fill("Corrected. " + COMMENT)
    person.press("button[value=next]")
    assert send(person) == code
    look_up(person, code)
    person.says("Corrected. ")


def print_forms(officer: Traveller, folder: Path) -> None:
    """The form and a poster, on the screen and as PDFs."""
    officer.go(f"{HERE}/")
    officer.follow("Paper and posters")
    here = officer.page.url
    officer.follow("page to print")
    officer.says("1 Made-up Road, Example Town")
    for name in ("large/gd.pdf", "a3/en.pdf"):
        officer.page.goto(here)
        officer.press(f"main a[href$='{name}']")
        officer.look()
        wait_for_file(officer, "Download the PDF", folder / name.replace("/", "-"))
        assert (folder / name.replace("/", "-")).read_bytes().startswith(b"%PDF-")


def wait_for_file(person: Traveller, name: str, to: Path) -> None:
    """Follow a link until it gives a file; before that its page has the link again."""

    arrived: list[Download] = []

    def keep(one: Download) -> None:
        arrived.append(one)

    def arrives() -> bool:
        person.page.locator("main").get_by_role("link", name=name).press("Enter")
        person.page.wait_for_timeout(1_000)
        return bool(arrived)

    person.page.on("download", keep)
    until(arrives, 60)
    arrived[0].save_as(to)


def key_in(analyst: Traveller, route: str) -> str:
    """A form from the post, or what somebody says on the telephone, by keyboard; the receipt's code."""
    analyst.go(f"{HERE}/")
    analyst.follow("Key in answers to What is caring")
    analyst.click("Keep these answers")
    analyst.refused()
    analyst.tick(f"[name=_route][value={route}]")
    for group in ("answering", "age"):
        analyst.page.locator(f"main [name={group}]").first.press("2")
        assert analyst.page.locator(f"main [name={group}]").nth(1).is_checked()
    analyst.fill(biggest_difference=f"By {route}. " + COMMENT)
    analyst.click("Keep these answers")
    code = analyst.page.locator("code[data-receipt]").inner_text()
    analyst.follow("Key in the next one")
    assert analyst.page.locator(f"main [name=_route][value={route}]").is_checked()
    return code


def erase(person: Traveller, code: str) -> None:
    """Everything, with the code alone; afterwards nobody knows it."""
    look_up(person, code)
    person.click("Erase everything")
    person.says("published already stay")
    person.click("Yes, erase my answers")
    look_up(person, code)
    person.refused()


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
    planner.press("main a[href*='what-next/editions/']")
    planner.look()
    for name, begins in (("report.pdf", b"%PDF-"), ("report.docx", b"PK")):
        with planner.page.expect_download() as coming:
            planner.page.locator(f"main a[href$='{name}']").first.press("Enter")
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
        print_forms(officer, tmp_path)
        with somebody(chromium, speir, found) as on_a_phone:
            begin(on_a_phone, carers)
            fill_in(on_a_phone, pages=2)
            words = put_off(on_a_phone)
        with somebody(chromium, speir, found) as in_the_library:
            carry_on(in_the_library, words)
            fill_in(in_the_library, then=speir)
            kept = send(in_the_library)
            correct(in_the_library, kept)
        with somebody(chromium, speir, found, script=False) as without_script:
            withdrawn = answer(without_script, carers)
            look_up(without_script, withdrawn)
            without_script.click("Withdraw my answers")
            without_script.press("main form button[name=go]")
            without_script.says("deleted")
        with somebody(chromium, speir, found) as in_gaelic:
            answer(in_gaelic, carers, language="gd")
        with somebody(chromium, speir, found) as who_uses_services:
            answer(who_uses_services, services)
        with somebody(chromium, speir, found) as analyst:
            analyst.sign_in("analyst")
            key_in(analyst, "paper")
            by_telephone = key_in(analyst, "telephone")
            officer.go(f"{HERE}/")
            officer.follow("Watch the answers come in")
            officer.says("5 answers")
            read_a_comment(analyst)
        publish(officer)
        with somebody(chromium, speir, found) as planner:
            planner.sign_in("planner")
            download(planner, tmp_path)
            published = (tmp_path / "report.pdf").read_bytes()
            decide(officer)
            with somebody(chromium, speir, found) as holder:
                look_up(holder, kept)
                holder.says("We received your answers")
                holder.follow("We asked, you said, we did")
                holder.says("Every carer with a plan is offered one.")
                erase(holder, by_telephone)
            officer.go(f"{HERE}/")
            officer.follow("Watch the answers come in")
            officer.says("4 answers")
            download(planner, tmp_path)
            assert (tmp_path / "report.pdf").read_bytes() == published
    with somebody(chromium, speir, found) as reader:
        reader.go(link_in(mail_to(speir, SUBSCRIBER, "answers:"), speir))
        reader.says("Every carer with a plan is offered one.")
    assert not found, "\n".join(found)
