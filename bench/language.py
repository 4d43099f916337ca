"""P10 and P11: an expression beside the same in Python, and compiling a large survey beside reading it."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from app.surveys.definition import Survey
from app.surveys.expressions import Scope, compiled, parse
from app.surveys.parser import parse_file, read_survey
from bench.lines import Line

CONDITION = "hours >= 35 and selected(role, 'parent') and not(answered(q9))"
QUESTIONS, PAGES = 300, 30
LANGUAGES = ("en", "gd", "pl", "ar")
REPEATS = 3


def by_hand(answers: Mapping[str, Any]) -> bool:
    """The condition as somebody who knows Python writes it."""
    return bool(answers["hours"] >= 35 and answers["role"] == "parent" and not answers.get("q9"))


def lines(evaluations: int) -> Iterator[Line]:
    """Both goals. `evaluations` of the condition, and of the same in Python."""
    work, answers = compiled(parse(CONDITION)), {"hours": 40, "role": "parent"}
    scope = Scope(answers)
    ours = _least(lambda: _again(lambda: work(scope), evaluations))
    theirs = _least(lambda: _again(lambda: by_hand(answers), evaluations))
    assert work(scope) is by_hand(answers) is True
    yield Line(
        "P10", f"{evaluations:,} evaluations of a condition", ours, "s", "the same in Python", theirs, 25
    )
    with tempfile.TemporaryDirectory() as folder:
        files = large_survey(Path(folder))
        whole = _least(lambda: _compiled(files[0]))
        yaml = _least(lambda: [_loaded(file) for file in files])
    what = f"a survey of {QUESTIONS} questions in {len(LANGUAGES)} languages"
    yield Line("P11", what, whole, "s", "loading its YAML alone", yaml, 2)


def large_survey(folder: Path) -> list[Path]:
    """A survey and its translations as files: every third question hangs on the one before it."""
    pages, words = [], []
    each = QUESTIONS // PAGES
    for page in range(PAGES):
        pages.append(f"  - page: p{page}\n    title: Page {page}\n    questions:\n")
        for place in range(each):
            key = page * each + place
            relevant = (
                f"\n        relevant: q{key - 1} >= 3 and not answered(q{key - 2})" if key % 3 == 2 else ""
            )
            if key % 3:
                kind = "type: number\n        max: 100"
            else:
                kind = "type: single_choice\n        options: [{id: a, text: One}, {id: b, text: Two}]"
            pages.append(f"      - id: q{key}\n        {kind}{relevant}\n        text: Question {key}?\n")
            options = "" if key % 3 else ", options: {a: Aon, b: Dhà}"
            words.append(f"    q{key}: {{text: Ceist {key}?{options}}}\n")
    survey = folder / "large.yaml"
    head = f"survey: large\ntitle: Large\nlanguages: [{', '.join(LANGUAGES)}]\npages:\n"
    survey.write_text(head + "".join(pages), encoding="utf-8")
    files = [survey]
    titles = "".join(f"    p{page}: {{title: Duilleag {page}}}\n" for page in range(PAGES))
    for language in LANGUAGES[1:]:
        file = folder / f"large.{language}.yaml"
        texts = f"texts:\n  title: Mòr\n  pages:\n{titles}  questions:\n{''.join(words)}"
        file.write_text(f"survey: large\nlanguage: {language}\n{texts}", encoding="utf-8")
        files.append(file)
    return files


def among_many(survey: Survey) -> Survey:
    """A survey with the questions of the large one after its own."""
    with tempfile.TemporaryDirectory() as folder:
        large = read_survey(large_survey(Path(folder))[0])
    return replace(survey, pages=(*survey.pages, *large.pages), languages=large.languages)


def _compiled(file: Path) -> None:
    survey, problems = parse_file(file)
    assert survey is not None, problems[:3]


def _loaded(file: Path) -> None:
    YAML(typ="rt").load(file.read_text(encoding="utf-8"))


def _again(work: Callable[[], Any], times: int) -> None:
    for _ in range(times):
        work()


def _least(work: Callable[[], Any]) -> float:
    """CPU seconds of the quickest of some runs."""
    found = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)
