"""What the documents say is there is there: files, verbs of make, commands, variables."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
pytestmark = pytest.mark.contract


def name(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    words = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", words) + re.findall(r'src="([^"]+)"', words)
    missing = [one for one in targets if "://" not in one and not (document.parent / one).exists()]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_verbs_of_make_are_there(document: Path) -> None:
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    words = document.read_text(encoding="utf-8")
    said = set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z-]+)", words))
    said |= set(re.findall(r"^ *(?:[A-Z_]+=\S+ )*make ([a-z-]+)(?:$|  +#)", words, re.MULTILINE))
    assert said <= verbs


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_commands_are_there(document: Path) -> None:
    from app.cli import speir

    words = document.read_text(encoding="utf-8")
    said = set(re.findall(r"(?:`|^ {4}|^|bin/)speir ([a-z]+)", words, re.MULTILINE))
    assert said <= set(speir.commands)


def test_every_variable_is_told_to_who_installs() -> None:
    read = set(re.findall(r'"(SPEIR_[A-Z_]+)"', (ROOT / "app" / "config.py").read_text(encoding="utf-8")))
    told = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert read
    assert not {one for one in read if f"`{one}`" not in told}


def test_every_verb_has_its_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()
    assert not [verb for verb in phony if not re.search(rf"^{verb}:.*## \S", makefile, re.MULTILINE)]


@pytest.mark.parametrize("who", ["officer", "analyst", "planner"])
def test_what_a_guide_tells_people_to_look_for_is_on_a_page(who: str) -> None:
    """A name in italics or bold is that of a link, a button or a field; bold with a full stop a heading."""
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "app").rglob("*.py")]
    pages = " ".join(" ".join(source.read_text(encoding="utf-8").split()) for source in sources)
    document = ROOT / "docs" / "guides" / f"{who}.md"
    words = " ".join(document.read_text(encoding="utf-8").split())
    names = [
        bold or italic for bold, italic in re.findall(r"\*\*([^*]+)\*\*|(?<!\*)\*([^*]+)\*(?!\*)", words)
    ]
    assert names
    assert not [one for one in names if not one.endswith(".") and one not in pages]
