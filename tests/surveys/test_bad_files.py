"""Files with one mistake each: the author is told where it is, what it is, and how to mend it."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.surveys.parser import parse_file

BAD = Path(__file__).parent / "bad"

MISTAKES = {
    "not-yaml": (10, "This is not YAML", "Look at the indentation, colons and quotes here."),
    "unknown-key": (10, "'requred' is not a key of a number question", "Did you mean 'required'?"),
    "unknown-type": (8, "There is no question type 'single_choise'", "Did you mean 'single_choice'?"),
    "no-text": (7, "The 'text' of 'hours' is missing", "Add 'text: …'"),
    "same-id": (10, "Two questions are called 'hours'", "Rename one of them."),
    "unknown-question": (13, "'hour' does not exist", "Did you mean 'hours'?"),
    "later-question": (10, "'hours' does not come before it", "Move 'hours' before it."),
    "unknown-option": (16, "'role' has no option 'carers'", "Did you mean 'carer'?"),
    "broken-condition": (13, "This condition ends too early", "Write it like: hours >= 35"),
    "several-compared": (16, "'helped' may have several answers", "Write selected(helped, 'breaks')."),
    "words-as-number": (10, "'max' is not a number", "Write for example 'max: 10'."),
    "odd-breakdown": (5, "'hours' is not a single choice", "Use the id of one."),
    "no-block": (10, "There is no block 'equalities' beside this file", "Put equalities.yaml into the same"),
    "wrong-name": (1, "called 'another-name' and its file 'wrong-name.yaml'", "survey: wrong-name"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_said_so_that_it_can_be_mended(name: str) -> None:
    line, what, mend = MISTAKES[name]
    file = BAD / f"{name}.yaml"
    survey, problems = parse_file(file)
    assert survey is None
    assert len(problems) == 1, "one mistake, one message"
    problem = problems[0]
    assert problem.path == str(file)
    assert problem.line == line
    assert what in problem.what
    assert mend in problem.mend
    assert str(problem).startswith(f"{file}:{problem.line}: ")


def test_every_bad_file_has_a_row_here_and_a_message_of_its_own() -> None:
    files = {file.stem for file in BAD.glob("*.yaml")}
    assert files == set(MISTAKES)
    assert len(files) >= 10
    assert len({parse_file(file)[1][0].what for file in BAD.glob("*.yaml")}) == len(files)


def test_the_command_prints_each_problem_and_fails() -> None:
    """`speir survey check` exits 1 where anything is to be mended, and 0 where nothing is."""
    speir = Path(sys.executable).with_name("speir")
    bad = BAD / "unknown-type.yaml"
    failed = subprocess.run([speir, "survey", "check", bad], capture_output=True, text=True, check=False)
    assert failed.stdout.startswith(f"{bad}:8: There is no question type 'single_choise'.")
    assert failed.returncode == 1
    library = Path(__file__).resolve().parents[2] / "surveys"
    passed = subprocess.run([speir, "survey", "check", library], capture_output=True, text=True, check=False)
    assert passed.stdout.count(": sound, ") == 13
    assert passed.returncode == 0
