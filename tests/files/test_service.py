"""A kept file is whole or not there."""

import os
from pathlib import Path

import pytest
from flask import Flask

from app.config import Config
from app.errors import NotFound
from app.files import service as files


@pytest.fixture(autouse=True)
def _app(tmp_path: Path) -> object:
    app = Flask("bare")
    app.extensions["speir_config"] = Config(tmp_path, "sqlite://", "k" * 40, "http://localhost", "console:")
    with app.app_context():
        yield app


def test_it_is_kept_and_handed_back() -> None:
    files.keep("editions", "a.pdf", b"one")
    files.keep("editions", "a.pdf", b"two")
    assert files.kept("editions", "a.pdf").read_bytes() == b"two"


def test_a_crash_while_writing_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.keep("editions", "a.pdf", b"old")

    def no_space(_handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        files.keep("editions", "a.pdf", b"new")
    assert [file.name for file in (tmp_path / "editions").iterdir()] == ["a.pdf"]
    assert files.kept("editions", "a.pdf").read_bytes() == b"old"


def test_what_a_killed_one_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "a.pdf.x7f3.part").write_bytes(b"half")
    files.keep("editions", "a.pdf", b"whole")
    assert [file.name for file in (tmp_path / "editions").iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("name", ["../secret_key", "a/b.pdf", "", ".hidden", "A.pdf\n"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(NotFound):
        files.kept("editions", name)


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        files.kept("editions", "a.pdf")
