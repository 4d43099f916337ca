"""A survey, written to files and read again, is the same survey."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.consultations import library
from app.surveys import definition, parser
from app.surveys.definition import Constraint, Page, Question, Survey, Text
from app.surveys.expressions import Expression, parse
from app.surveys.paper import Paper, load
from app.surveys.parser import read_survey
from app.surveys.questions import TYPES
from app.surveys.writer import written
from tests.surveys.expressions.trees import TREES
from tests.surveys.going_round import again, random_files, unlined
from tests.surveys.making import survey_of, with_questions
from tests.surveys.random_surveys import random_survey

FILES = [*library.files(library.LIBRARY), *library.files(library.LIBRARY / "examples")]
PIECES = (
    " # ", ": ", "'", '"', "\\", "- ", "? ", "16_24", "1", "yes", "No", "null", "~", "true", "2026-11-30", "1.50",
    "\n", "\n\n", "\n  - page: x", "  ", "\t", "\r\n", "\r", "\x85", "\u2028", "\ufeff", "\x00", "\x1b", "\x7f",
    "\xa0", "👩‍👩‍👧", "𝒳", "مرحبا ", "\u202eabc\u202c", "{", "}}", "[", "]", ", ", "%", "@", "`", "---", "...",
    "|", ">", "&a", "*a", "!x", "=", "<<", "a", "long words and more of them " * 5, "x" * 200, "Saoghal ",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=6).map("".join)
TEXTS = WORDS.map(str.strip).filter(bool)
SIMPLE = """\
survey: made
title: "All: the rest"
languages: [en, gd]
breakdowns: [who]
intro: |
  First.

  - second
pages:
  - page: one
    title: One
    questions:
      - {id: who, type: single_choice, help: "A long help, so long that it has to stand on several lines, as \
anybody would write it who has to look at it again", text: Who?, options: [{id: "16_24", text: 16 to 24}, \
{id: no, text: "No", other: true}]}
      - {id: sure, type: yes_no, text: Sure?, required: who == 'no', not_sure: Perhaps}
  - block: lent
"""
LENT = """\
survey: lent
title: Lent
sources: [{title: A book, used_for: all of it}]
pages:
  - page: two
    title: Two
    relevant: selected(who, 'no') and sure != 'no'
    questions:
      - {id: hours, type: number, text: How many?, max: 168, unit: hours, wording: {status: adapted, source: 1}}
"""
SIMPLE_GD = """\
survey: made
language: gd
reviewed: {by: Mòrag Nic a' Phì, on: "2026-11-30"}
texts:
  title: Uile
  intro: A' chiad
  pages: {one: {title: Aon}}
  questions:
    who: {text: Cò?, help: Cuideachadh, options: {"16_24": 16 gu 24, no: Chan eil}}
    sure: {text: Cinnteach?, options: {not_sure: "'S dòcha"}}
"""
LENT_GD = """\
survey: lent
language: gd
texts: {pages: {two: {title: Dhà}}, questions: {hours: {text: Cia mheud?, unit: uairean}}}
"""
WRITTEN = {
    "made.yaml": """\
survey: made
version: "1"
title: "All: the rest"
languages: [en, gd]
breakdowns: [who]
intro: |
  First.

  - second
pages:
  - page: one
    title: One
    questions:
      - id: who
        type: single_choice
        text: Who?
        help: >-
          A long help, so long that it has to stand on several lines, as anybody would write it who
          has to look at it again
        options:
          - id: "16_24"
            text: 16 to 24
          - id: no
            text: No
            other: true
      - id: sure
        type: yes_no
        text: Sure?
        required: who == 'no'
        not_sure: Perhaps

  - block: lent
""",
    "lent.yaml": """\
survey: lent
title: Two
sources:
  - title: A book
    used_for: all of it
pages:
  - page: two
    title: Two
    relevant: selected(who, 'no') and sure != 'no'
    questions:
      - id: hours
        type: number
        text: How many?
        wording:
          status: adapted
          source: A book
        max: 168
        unit: hours
""",
    "made.gd.yaml": """\
survey: made
language: gd
reviewed:
  by: Mòrag Nic a' Phì
  on: "2026-11-30"
texts:
  title: Uile
  intro: A' chiad
  pages:
    one:
      title: Aon
  questions:
    who:
      text: Cò?
      help: Cuideachadh
      options:
        "16_24": 16 gu 24
        no: Chan eil
    sure:
      text: Cinnteach?
      options:
        yes: Tha
        no: Chan eil
        not_sure: "'S dòcha"
""",
    "lent.gd.yaml": """\
survey: lent
language: gd
reviewed:
  by: ""
  on: ""
texts:
  pages:
    two:
      title: Dhà
  questions:
    hours:
      text: Cia mheud?
      unit: uairean
""",
}


def simple(folder: Path) -> Survey:
    for name, text in (("lent", LENT), ("made.gd", SIMPLE_GD), ("lent.gd", LENT_GD)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return survey_of(folder, SIMPLE)


def test_it_is_written_as_a_person_would(tmp_path: Path) -> None:
    assert written(simple(tmp_path)) == WRITTEN


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_every_survey_of_ours_goes_round(file: Path, tmp_path: Path) -> None:
    survey = read_survey(file)
    found = again(survey, tmp_path)
    assert unlined(found) == unlined(survey)
    assert written(found) == written(survey)


@pytest.mark.parametrize("block", range(4))
def test_random_surveys_go_round(tmp_path: Path, block: int) -> None:
    for seed in range(block * 100, (block + 1) * 100):
        survey = random_survey(seed)
        assert unlined(again(survey, tmp_path)) == survey, seed


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), texts=st.lists(TEXTS, min_size=3, max_size=12))
def test_surveys_with_every_key_and_any_words_go_round(tmp_path: Path, seed: int, texts: list[str]) -> None:
    survey = random_files(tmp_path / "first", seed, lambda rng=Random(seed): rng.choice(texts))
    assert unlined(again(survey, tmp_path / "again")) == unlined(survey)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_any_expression_is_written_as_it_is_read(tmp_path: Path, tree: Expression) -> None:
    survey = with_questions(tmp_path, "{id: a, type: number, text: A}")
    one = replace(survey.questions[0], constraints=(Constraint(tree, Text({"en": "No"})),), default=tree)
    survey = replace(survey, pages=(replace(survey.pages[0], questions=(one,)),))
    loaded = load(Paper(""), written(survey)["made.yaml"])
    assert loaded is not None
    question = loaded["pages"][0]["questions"][0]
    assert parse(str(question["default"])) == parse(str(question["constraints"][0]["valid"])) == tree
