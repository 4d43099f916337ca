"""An officer moves an open consultation to what the library has now."""

from pathlib import Path

import pytest
from flask import Flask

from app.consultations import library, store
from tests.owed import Page, what_is_owed
from tests.workspaces.officer.made import ONE, make, officer, opened


@pytest.fixture
def bookshelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of one's own, with everything that stands in ours."""
    for file in library.LIBRARY.glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(library, "LIBRARY", tmp_path)
    return tmp_path


def test_a_draft_has_no_versions(sqlite_app: Flask) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    assert by.get(f"{ONE}revise").status_code == 303
    assert "Versions of these questions" not in by.get(ONE).text


def test_the_librarys_version_is_shown_and_then_asked(app: Flask, bookshelf: Path) -> None:
    by = officer(app)
    make(app, by)
    opened(app, by)
    same = by.get(f"{ONE}revise")
    assert "there is nothing to move to" in same.text
    assert "There has been one version only." in same.text
    what_is_owed(same)
    file = bookshelf / "carers.yaml"
    text = str(library.by_key("carers").questions[0].text)
    file.write_text(file.read_text(encoding="utf-8").replace(text, "Who is it?", 1), encoding="utf-8")
    shown = by.get(f"{ONE}revise")
    assert f"“{text}” now reads “Who is it?”" in shown.text
    what_is_owed(shown)
    assert by.send(shown, {"reason": "A slip"}).location == f"{ONE}?saved=1"
    with app.app_context():
        one = store.load("fife", "carers")
        assert [version.no for version in store.versions_of(one)] == [
            one.definition_no - 1,
            one.definition_no,
        ]
        assert str(store.survey_of(one).questions[0].text) == "Who is it?"
    after = by.get(f"{ONE}revise")
    assert "there is nothing to move to" in after.text
    assert any("Since" in one for one in Page(after).html.xpath("//main//h3/text()"))


def test_what_stands_in_the_way_is_named_and_nothing_moves(sqlite_app: Flask, bookshelf: Path) -> None:
    by = officer(sqlite_app)
    make(sqlite_app, by)
    opened(sqlite_app, by)
    file = bookshelf / "carers.yaml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace("audience: carer", "audience: public", 1), encoding="utf-8")
    shown = by.get(f"{ONE}revise")
    assert "cannot move to it" in shown.text
    assert not Page(shown).html.xpath("//main//form")
