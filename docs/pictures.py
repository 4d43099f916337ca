"""The pictures of README.md, made anew by `make docs` from the demonstration itself."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402  # the path above comes first

from tests.serving import served  # noqa: E402

OUT = ROOT / "docs" / "pictures"


def main() -> None:
    """A question on a phone, and the first page of a report."""
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
                browser.close()
            pdf = Path(folder) / "report.pdf"
            running.run("report", "fife/carers-2025", "--format", "pdf", "--out", str(pdf))
        pages = ["-png", "-singlefile", "-f", "1", "-l", "1", "-r", "60"]
        subprocess.run(["pdftoppm", *pages, str(pdf), str(OUT / "report")], check=True)


if __name__ == "__main__":
    main()
