"""axe-core run on a page: what it finds, in a line each."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {runOnly: {type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}})).violations"""


def violations(page: Page) -> list[str]:
    """Each violation with the elements it was found on."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN)
    return [f"{page.url}: {one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]
