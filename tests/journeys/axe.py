"""What can be found wrong with how a page shows: by axe-core, at 320 pixels, with wide spacing, by focus."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Colours are measured as they come to rest: buttons change theirs over a fifth of a second.
RUN = """async () => { for (const one of document.getAnimations()) one.finish();
    return (await axe.run(document, {runOnly: {type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}})).violations; }"""
NARROWEST = 320  # pixels: a screen of 1280 at 400 % (WCAG 1.4.10)
# WCAG 1.4.12.
SPACE = """() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet]; }"""
UNSPACE = "() => { document.adoptedStyleSheets = []; }"
CUT = """() => [...document.querySelectorAll('main *')].filter(one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    return box.width > 2 && box.height > 2 && style.overflowX === 'hidden' && one.innerText
        && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 120))"""
# A focus is seen by an outline, a shadow or other colours than without it; or its label shows it.
UNSEEN = """() => { const look = one => [one, one.nextElementSibling].filter(Boolean).map(each =>
        ['', '::before', '::after'].map(part => { const style = getComputedStyle(each, part);
            return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor,
                style.borderColor].join(); }).join()).join();
    const before = document.activeElement, unseen = [];
    const every = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    for (const one of document.querySelectorAll(every)) {
        if (one.disabled || !one.getClientRects().length) continue;
        one.blur(); const without = look(one); one.focus({focusVisible: true, preventScroll: true});
        if (document.activeElement === one && look(one) === without) unseen.push(one.outerHTML.slice(0, 120));
        one.blur();
    }
    if (before && before !== document.body) before.focus({preventScroll: true});
    return unseen; }"""


def violations(page: Page) -> list[str]:
    """Each thing that is wrong, with the page and the elements it was found on."""
    page.wait_for_load_state("load")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in page.evaluate(RUN)]
    found += [("focus is not seen", one) for one in page.evaluate(UNSEEN)]
    size: Any = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
    found += _wide(page, f"at {NARROWEST} px")
    page.evaluate(SPACE)
    found += _wide(page, "with wider spacing")
    found += [("cut off with wider spacing", one) for one in page.evaluate(CUT)]
    page.evaluate(UNSPACE)
    page.set_viewport_size(size)
    return [f"{page.url}: {what}: {where}" for what, where in found]


def _wide(page: Page, when: str) -> list[tuple[str, str]]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [(f"too wide {when}", f"{width} px")] if width > NARROWEST else []
