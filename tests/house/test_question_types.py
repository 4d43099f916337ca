"""Every question type in the one table has a template, a test, and an example in the library of surveys."""

import re
from pathlib import Path

import pytest

from app.surveys.questions import TYPES

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.contract


@pytest.mark.parametrize("name", TYPES)
def test_a_type_is_whole(name: str) -> None:
    assert (ROOT / "app" / "surveys" / "questions" / f"{name}.py").is_file()
    assert (ROOT / "templates" / "questions" / f"{name}.html").is_file(), "how is it asked?"
    assert (ROOT / "tests" / "surveys" / "questions" / f"test_{name}.py").is_file(), "how is it tested?"
    surveys = ROOT / "surveys"
    shown = [
        file.read_text(encoding="utf-8")
        for file in (*surveys.glob("*.yaml"), *surveys.glob("examples/*.yaml"))
    ]
    assert re.search(rf"^\s*type: {name}\b", "\n".join(shown), re.MULTILINE), "where is an example?"


def test_no_template_is_left_over() -> None:
    folder = ROOT / "templates" / "questions"
    drawn = {file.stem for file in folder.glob("[!_]*.html")}
    assert drawn == set(TYPES)
