"""`speir comments scan`: what the aids find in a file, as lines or as one JSON document."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app.errors import Invalid
from app.themes import commands


def run(*arguments: str) -> str:
    group = click.Group()
    commands.register(group)
    done = CliRunner().invoke(group, ["comments", "scan", *arguments])
    if done.exception is not None:
        raise done.exception
    return done.output


def test_marks_and_harm_are_told_by_line(tmp_path: Path) -> None:
    file = tmp_path / "comments.txt"
    file.write_text("It is fine.\nRing 01632 960123.\nHe hits me.\n", encoding="utf-8")
    found = json.loads(run(str(file), "--json"))
    assert found == {
        "comments": [
            {"line": 1, "harm": False, "marks": []},
            {
                "line": 2,
                "harm": False,
                "marks": [{"start": 5, "end": 17, "kind": "telephone", "sure": True}],
            },
            {"line": 3, "harm": True, "marks": []},
        ]
    }
    assert run(str(file)) == "2: 01632 960123: telephone\n3: may speak of harm\n"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "comments.bin"
    file.write_bytes(b"\xff\xfe\x00")
    for wrong in (file, tmp_path / "none"):
        with pytest.raises(Invalid, match="cannot be read"):
            run(str(wrong))
