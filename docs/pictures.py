"""The pictures of README.md and of the guides, made anew by `make docs` from the demonstration itself."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402  # the path above comes first

from tests.serving import PASSWORD, Served, served  # noqa: E402

OUT = ROOT / "docs" / "pictures"
WORK = "/workspace/fife/strategic-plan/"
PUBLISH = "/boards/fife/engagements/strategic-plan/editions/new"
# The picture's name, who looks, where, and how much of the page's height is shown in pixels.
STAFF = (
    ("officer-boards", "officer", "/workspace/", 700),
    ("officer-new", "officer", "/workspace/fife/new", 900),
    ("officer-engagement", "officer", WORK, 900),
    ("officer-questions", "officer", f"{WORK}carers/", 900),
    ("officer-paper", "officer", f"{WORK}carers/paper/", 900),
    ("officer-key-in", "officer", f"{WORK}carers/key-in/", 1100),
    ("officer-watch", "officer", f"{WORK}watch", 900),
    ("officer-publish", "officer", PUBLISH, 900),
    ("officer-decisions", "officer", f"{WORK}decisions/", 900),
    ("analyst-queue", "analyst", f"{WORK}comments/", 900),
    ("analyst-comment", "analyst", f"{WORK}comments/carers/next", 1000),
    ("planner-reports", "planner", "/reports/", 500),
)


def staff(browser: Browser, running: Served) -> None:
    """The pages of officers, analysts and planning group members."""
    for role in dict.fromkeys(role for _, role, _, _ in STAFF):
        page = browser.new_page(viewport={"width": 820, "height": 900})
        page.goto(f"{running.address}/sign-in")
        page.fill("[name=email]", f"{role}@demo.example")
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        for name, whose, path, height in STAFF:
            if whose == role:
                page.set_viewport_size({"width": 820, "height": height})
                page.goto(running.address + path)
                page.screenshot(path=OUT / f"{name}.png")
        if role == "officer":  # so that there is a report to read
            page.goto(running.address + PUBLISH)
            page.click("main form[method=post] button")
            page.locator("a[href$='report.pdf']").first.wait_for(timeout=90_000)


def main() -> None:
    """A question on a phone, the first page of a report, and the pages that the guides speak of."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        with served(Path(folder), demonstration=True) as running:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium",
                    args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
                )
                page = browser.new_page(viewport={"width": 375, "height": 900})
                page.goto(f"{running.address}/boards/fife/carers/")
                page.click("button[value=next]")
                page.screenshot(path=OUT / "question.png")
                staff(browser, running)
                browser.close()
            pdf = Path(folder) / "report.pdf"
            running.run("report", "fife/carers-2025", "--format", "pdf", "--out", str(pdf))
        pages = ["-png", "-singlefile", "-f", "1", "-l", "1", "-r", "60"]
        subprocess.run(["pdftoppm", *pages, str(pdf), str(OUT / "report")], check=True)


if __name__ == "__main__":
    main()
