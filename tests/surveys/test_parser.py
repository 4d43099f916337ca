"""Survey files: what is read, and how each mistake is pointed at."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.surveys import snapshot
from app.surveys.parser import parse_file
from app.surveys.translations import reviewed
from tests.builders import SMALL
from tests.surveys.making import HEAD, problems_of, survey_of, with_questions

PAGE = HEAD.format(name="made") + "  - page: one\n    title: One\n    questions:\n"


def test_a_whole_survey_is_read(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, SMALL, "small")
    assert [question.id for question in survey.questions] == [
        "role",
        "helped",
        "breaks",
        "agree",
        "locality",
        "comment",
    ]
    assert survey.by_id["role"].required
    assert survey.page_of["agree"].id == "views"
    assert survey.minutes == 2


@pytest.mark.parametrize(
    ("lines", "line", "what", "mend"),
    [
        ("      - {id: a, type: numbr, text: A}\n", 7, "no question type 'numbr'", "Did you mean 'number'?"),
        ("      - {id: a, type: number}\n", 7, "The 'text' of 'a' is missing", "Add 'text: …'"),
        ("      - {id: A B, type: number, text: A}\n", 7, "The 'id' cannot be 'A B'", "small letters"),
        ("      - {id: a, type: number, text: A, mx: 3}\n", 7, "'mx' is not a key", "Did you mean 'max'?"),
        (
            "      - {id: a, type: number, text: A, min: 3, max: 1}\n",
            7,
            "'min' (3) is larger than 'max' (1)",
            "Mend one",
        ),
        (
            "      - {id: a, type: number, text: A, relevant: b ==}\n",
            7,
            "This condition ends too early",
            "like",
        ),
        (
            "      - {id: a, type: number, text: A, relevant: b == 1}\n",
            7,
            "'b' does not exist",
            "before this one",
        ),
        ("      - {id: a, type: single_choice, text: A}\n", 7, "has no 'options'", "Add 'options:'"),
        (
            "      - {id: a, type: number, text: A, required: maybe}\n",
            7,
            "'required' is 'maybe'",
            "'true', 'false' or a condition",
        ),
        ("      - {id: a, type: number, text: A}\n" * 2, 8, "Two questions are called 'a'", "Rename one"),
        ("      - just words\n", 7, "is not a set of keys", "Write it as"),
        ("      - {id: go, type: number, text: A}\n", 7, "word of Speir's own", "another id"),
    ],
)
def test_a_mistake_is_pointed_at(tmp_path: Path, lines: str, line: int, what: str, mend: str) -> None:
    problems = problems_of(tmp_path, PAGE + lines)
    assert len(problems) == 1, list(map(str, problems))
    assert problems[0].line == line
    assert what in problems[0].what
    assert mend in problems[0].mend


def test_all_mistakes_are_found_in_one_go(tmp_path: Path) -> None:
    lines = "      - {id: a, type: numbr, text: A}\n      - {id: b, type: number, text: B, mx: 1}\n"
    assert len(problems_of(tmp_path, PAGE + lines)) == 2


def test_the_file_and_the_survey_have_the_same_name(tmp_path: Path) -> None:
    problem = problems_of(tmp_path, SMALL, "other")[0]
    assert "'small'" in problem.what
    assert "other" in problem.mend


@pytest.mark.parametrize(
    "condition", ["later == 'x'", "who == 'zzz'", "who > 3", "hours == 'x'", "grid.zzz == 'x'"]
)
def test_a_condition_that_can_never_hold_is_refused(tmp_path: Path, condition: str) -> None:
    lines = [
        "{id: who, type: single_choice, text: K, options: [{id: x, text: X}, {id: z, text: Z}]}",
        "{id: hours, type: number, text: H}",
        "{id: grid, type: grid_single, text: G, rows: [{id: r, text: R}], "
        "options: [{id: x, text: X}, {id: z, text: Z}]}",
        f'{{id: b, type: number, text: B, relevant: "{condition}"}}',
        "{id: later, type: single_choice, text: L, options: [{id: x, text: X}, {id: z, text: Z}]}",
    ]
    source = PAGE + "".join(f"      - {line}\n" for line in lines)
    assert len(problems_of(tmp_path, source)) == 1


@pytest.mark.parametrize("language", ["../gd", "GD", "", "Gàidhlig", "gd\\0", "english"])
def test_a_language_is_a_code_of_one(tmp_path: Path, language: str) -> None:
    lines = "      - {id: hours, type: number, text: H}\n"
    [problem] = problems_of(
        tmp_path, PAGE.replace("pages:", f'languages: [en, "{language}"]\npages:') + lines
    )
    assert problem.line == 3
    assert "is no code of a language" in problem.what


def test_a_missing_file_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    survey, problems = parse_file(tmp_path / "nothing.yaml")
    assert survey is None
    assert "no such file" in problems[0].what


def test_a_translation_is_laid_over_and_its_review_kept(tmp_path: Path) -> None:
    (tmp_path / "made.gd.yaml").write_text(
        "survey: made\nlanguage: gd\nreviewed: {by: '', on: ''}\ntexts:\n  title: Ceist\n"
        "  pages: {one: {title: Aon}}\n  questions: {hours: {text: Uairean}}\n",
        encoding="utf-8",
    )
    source = "survey: made\ntitle: A survey\nlanguages: [en, gd]\npages:\n  - page: one\n    title: One\n"
    survey = survey_of(tmp_path, source + "    questions: [{id: hours, type: number, text: Hours}]\n")
    assert survey.title.in_language("gd") == "Ceist"
    assert survey.by_id["hours"].text.in_language("gd") == "Uairean"
    assert not reviewed(survey, "gd")
    assert reviewed(survey, "en")


def test_a_text_that_is_not_translated_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "made.gd.yaml").write_text(
        "survey: made\nlanguage: gd\ntexts: {title: Ceist}\n", encoding="utf-8"
    )
    source = "survey: made\ntitle: A survey\nlanguages: [en, gd]\npages:\n  - page: one\n    title: One\n"
    problems = problems_of(tmp_path, source + "    questions: [{id: hours, type: number, text: Hours}]\n")
    assert [(problem.path, problem.line, problem.what) for problem in problems] == [
        (str(tmp_path / "made.gd.yaml"), 3, "The page 'one' has no 'gd' for 'title'."),
        (str(tmp_path / "made.gd.yaml"), 3, "The question 'hours' has no 'gd' for 'text'."),
    ]


def test_a_block_brings_its_pages_and_its_name(tmp_path: Path) -> None:
    (tmp_path / "block.yaml").write_text(
        "survey: block\ntitle: B\npages:\n  - page: more\n    title: More\n    questions:\n"
        "      - {id: extra, type: number, text: Extra, relevant: hours > 1}\n",
        encoding="utf-8",
    )
    survey = survey_of(tmp_path, PAGE + "      - {id: hours, type: number, text: H}\n  - block: block\n")
    assert [page.id for page in survey.pages] == ["one", "more"]
    assert survey.by_id["extra"].block == "block"


def test_a_snapshot_is_the_same_survey(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, SMALL, "small")
    kept = snapshot.to_json(survey)
    again = snapshot.from_json(kept)
    assert snapshot.to_json(again) == kept
    assert snapshot.content_hash(snapshot.to_json(again)) == snapshot.content_hash(kept)


def test_localities_become_options(tmp_path: Path) -> None:
    survey = snapshot.with_localities(
        survey_of(tmp_path, SMALL, "small"), [("levenmouth", "Levenmouth")], {"not_sure": {"en": "Not sure"}}
    )
    assert [option.id for option in survey.by_id["locality"].options] == ["levenmouth", "not_sure"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(source=st.text(max_size=200) | st.binary(max_size=100).map(lambda data: data.decode("latin-1")))
def test_any_text_is_a_survey_or_has_problems(tmp_path: Path, source: str) -> None:
    file = tmp_path / "made.yaml"
    file.write_text(source, encoding="utf-8", errors="replace")
    survey, problems = parse_file(file)
    assert (survey is None) is bool(problems)


def test_with_questions_is_sound(tmp_path: Path) -> None:
    assert len(with_questions(tmp_path, "{id: a, type: number, text: A}").questions) == 1
