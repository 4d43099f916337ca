"""What may not stand in any file of the project, and what must stand in its locks."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.contract

# Written in pieces, so that this file does not name them itself.
FOREIGN = re.compile(
    "|".join((r"(?<![\w/])/wo" + "rk/", r"\.libr" + "ary/", "TO" + "DO", "FIX" + "ME", "XX" + "X\\b"))
)
# Templates of what is printed, or kept by its reader as one file: no policy holds there.
NO_PAGES = {"reports/alone.html", "reports/blocks/bartable.html"}
ADDRESS = re.compile(
    r"\b(?:https?|ftp|file|git\+\w+)://|^\s*--(?:index|extra-index|find|trusted)", re.MULTILINE
)


def tracked() -> list[Path]:
    """The files that git keeps or would keep, less what is deleted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [file for file in files if file.is_file()]


def words(file: Path) -> str:
    """The text of a file; empty for one that is no text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_workplace_or_leaves_work_undone() -> None:
    named = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in tracked()
        for match in FOREIGN.finditer(words(file))
    ]
    assert not named


def test_python_locks_have_hashes_and_name_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt"):
        lock = words(ROOT / name)
        assert not ADDRESS.findall(lock), name
        pins = re.findall(r"^[a-z0-9][^\s=]*==\S+ \\\n", lock, re.MULTILINE)
        assert pins, name
        assert len(pins) == len(re.findall(r"^\S+==", lock, re.MULTILINE)), f"a line of {name} has no hash"


def normal(package: str) -> str:
    """A package's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", package).lower()


def test_every_direct_dependency_is_in_the_lock() -> None:
    project = tomllib.loads(words(ROOT / "pyproject.toml"))["project"]
    for name, wanted in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-dev.txt", project["dependencies"] + project["optional-dependencies"]["dev"]),
    ):
        locked = {normal(one) for one in re.findall(r"^\S+(?===)", words(ROOT / name), re.MULTILINE)}
        asked = {normal(re.split(r"[\[<>=!~; ]", one)[0]) for one in wanted}
        assert asked <= locked, f"make lock: {name} lacks {asked - locked}"


def test_the_front_end_lock_has_integrity_and_names_no_registry() -> None:
    packages = json.loads(words(ROOT / "package-lock.json"))["packages"]
    for folder, package in packages.items():
        assert "resolved" not in package, folder
        assert not folder or package["integrity"].startswith("sha512-"), folder


def test_nothing_of_others_is_committed() -> None:
    foreign = {".woff", ".woff2", ".ttf", ".otf", ".jar", ".whl", ".tgz"}
    found = [file.relative_to(ROOT) for file in tracked() if file.suffix in foreign or ".min." in file.name]
    assert not found


def test_templates_hold_no_inline_script_or_style() -> None:
    """The policy would refuse them; this says so before a browser does. Paper and downloads are no pages."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:", re.IGNORECASE
    )
    for file in (ROOT / "templates").rglob("*.html"):
        if str(file.relative_to(ROOT / "templates")) in NO_PAGES:
            continue
        assert not inline.search(words(file)), file.relative_to(ROOT)


def test_htmx_is_read_in_one_place() -> None:
    readers = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "app").rglob("*.py")
        if "HX-Request" in words(file) and file.name != "htmx.py"
    ]
    assert not readers


def test_each_module_says_why_it_exists() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for folder in ("app", "tests", "deploy", "bench", "migrations")
        for file in (ROOT / folder).rglob("*.py")
        if "static" not in file.parts and words(file) and ast.get_docstring(ast.parse(words(file))) is None
    ]
    assert not silent


def test_nobody_imports_from_the_room_that_knows_all() -> None:
    """create_app is for the door, the command line and the tests."""
    pattern = re.compile(r"^\s*(from app import create_app|import app$)", re.MULTILINE)
    allowed = {"cli.py"}
    found = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "app").rglob("*.py")
        if pattern.search(words(file)) and file.name not in allowed
    ]
    assert not found
