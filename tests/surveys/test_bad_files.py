"""Files with one mistake each: the author is told where it is, what it is, and how to mend it."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.surveys.parser import parse_file

BAD = Path(__file__).parent / "bad"

MISTAKES = {
    "not-yaml": (5, "This is not YAML: a quote that begins a text", "Close it"),
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
    "no-block": (10, "There is no block 'equalities' beside th", "Put equalities.yaml into the s"),
    "wrong-name": (1, "called 'another-name' and its file 'wrong-name.yaml'", "survey: wrong-name"),
    "capital-id": (7, "The 'id' cannot be 'Role'", "Use small letters, digits and unde"),
    "constraint-without-message": (11, "The 'message' is missing", "Add 'message: …'."),
    "empty-page": (4, "Page 'one' has no questions", "Add 'questions:' with at least one"),
    "flag-in-words": (10, "'sensitive' is 'maybe'", "Write 'true' or 'false'."),
    "id-of-ours": (7, "'go' is a word of Speir's own", "Choose another id."),
    "list-and-keep": (
        10,
        "Question 'where': 'keep' is of postcodes, and places are o",
        "Take out 'keep', or the options.",
    ),
    "long-scale": (
        11,
        "Question 'rate': its scale has too few points, or too many",
        "Let 'to' be 1 to 10 above 'from'.",
    ),
    "too-many-files": (10, "Question 'sent': nobody can send 12 files", "Let 'most' be 1 to 5."),
    "min-over-max": (10, "'min' (9) is larger than 'max' (3)", "Mend one of the two."),
    "no-calculation": (7, "Question 'load' has no 'calculation'", "Add 'calculation:' with an express"),
    "no-options": (7, "Question 'role' has no 'options'", "Add 'options:' with at least two."),
    "no-pages": (1, "The survey has no pages", "Add 'pages:' with at least one '- "),
    "no-rows": (7, "Question 'agree' has no 'rows'", "Add 'rows:' with at least one."),
    "no-title": (1, "The 'title' is missing", "Add 'title: …'."),
    "no-type": (7, "Question 'role' has no type", "Add 'type:' with one of calculated"),
    "not-a-condition": (
        10,
        "The condition of 'why': 'hours + 1' is a number, and somet",
        "Compare it: hours + 1 >= 35.",
    ),
    "number-with-words": (
        10,
        "The condition of 'why': 'hours' is a number and 'many' is ",
        "Compare numbers with numbers, and c",
    ),
    "odd-audience": (3, "'audience' cannot be 'carers'", "Did you mean 'carer'?"),
    "odd-date": (10, "'earliest' is not a date", "Write for example 'earliest: 2026-"),
    "odd-default": (
        13,
        "The default of 'role': 'role' has no option 'parent'",
        "Use the id of one of its options.",
    ),
    "odd-kind-of-words": (9, "'kind' cannot be 'e-mail'", "Did you mean 'email'?"),
    "one-option": (10, "A choice has fewer than two options", "Add another option."),
    "rank-too-many": (13, "Question 'role': 'most' is 9", "Write a number from 1 to 2, or lea"),
    "repeat-of-nothing": (7, "Question 'people' has no 'parts'", "Add 'parts:' with at least one sma"),
    "row-as-question": (12, "there is no 'agree.sai'", "Did you mean 'agree.say'?"),
    "same-option": (12, "Two options of 'role' are called 'carer'", "Rename one of them."),
    "same-page": (10, "Two pages are called 'one'", "Rename one of them."),
    "takes-up-later": (9, "A text of 'name': 'hours' does not come before it", "Move 'hours' before it."),
    "too-many-wanted": (
        13,
        "Question 'role': nobody can choose 3 to 2 of its options",
        "Mend 'min': there are 2.",
    ),
    "unknown-function": (
        10,
        "The condition of 'why': there is no function 'hoursof'",
        "Use one of abs, answered, at, ceil",
    ),
    "wrong-privacy": (3, "'privacy' cannot be 'child'", "Did you mean 'children'?"),
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
    assert len(files) >= 40
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


LAUGHS = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30))
DEEP = "title: " + "[" * 3_000 + "]" * 3_000


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        (
            "survey: made\na0: &a0 [x, x]\n" + LAUGHS + "version: *a29\npages: []\n",
            3,
            "'*a0' stands for something",
        ),
        ("survey: made\ntitle: *Important*\npages: []\n", 2, "put quotes around what begins with *"),
        (f"survey: made\n{DEEP}\n", 2, "stand too deep within one another"),
    ],
    ids=["laughs", "emphasis", "brackets"],
)
def test_no_file_keeps_the_check_from_ending(tmp_path: Path, source: str, line: int, what: str) -> None:
    file = tmp_path / "made.yaml"
    file.write_text(source)
    survey, problems = parse_file(file)
    assert survey is None
    assert [(problem.line, what in str(problem)) for problem in problems] == [(line, True)], problems
