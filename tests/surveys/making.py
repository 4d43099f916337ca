"""Surveys for the tests of the core, from a few lines of YAML."""

import re
from pathlib import Path

from werkzeug.datastructures import MultiDict

from app.surveys.definition import Question, Survey
from app.surveys.parser import parse_file
from app.surveys.problems import Problem

EXAMPLES = Path(__file__).resolve().parents[2] / "surveys" / "examples"
HEAD = "survey: {name}\ntitle: A survey\npages:\n"


def example(key: str) -> str:
    """The text of a file of surveys/examples, to be changed and kept elsewhere: in English alone."""
    return re.sub(r"^languages: .*\n", "", (EXAMPLES / f"{key}.yaml").read_text("utf-8"), flags=re.MULTILINE)


def problems_of(folder: Path, source: str, name: str = "made") -> list[Problem]:
    """What the parser finds in a text."""
    file = folder / f"{name}.yaml"
    file.write_text(source, encoding="utf-8")
    return parse_file(file)[1]


def survey_of(folder: Path, source: str, name: str = "made") -> Survey:
    """The survey that a text holds."""
    file = folder / f"{name}.yaml"
    file.write_text(source, encoding="utf-8")
    survey, problems = parse_file(file)
    assert survey is not None, "\n".join(map(str, problems))
    return survey


def with_questions(folder: Path, questions: str) -> Survey:
    """A survey of one page with these questions, each written as one flow mapping a line."""
    lines = "".join(f"      - {line}\n" for line in questions.strip().splitlines())
    return survey_of(
        folder, HEAD.format(name="made") + "  - page: one\n    title: One\n    questions:\n" + lines
    )


def question_of(folder: Path, line: str) -> Question:
    """One question."""
    return with_questions(folder, line).questions[0]


def form(**fields: str | list[str]) -> "MultiDict[str, str]":
    """A form as the web hands it over; `__` in a name stands for a dot."""
    return MultiDict({name.replace("__", "."): value for name, value in fields.items()})
