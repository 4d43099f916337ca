"""A survey, written to files and read again, is the same survey."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.consultations import library
from app.surveys import definition
from app.surveys.definition import (
    Constraint,
    LanguageReview,
    Limits,
    Option,
    Page,
    Question,
    Source,
    Survey,
    Text,
)
from app.surveys.expressions import Expression, parse
from app.surveys.paper import Paper, load
from app.surveys.parser import read_survey
from app.surveys.questions import TYPES
from app.surveys.questions import settings as settings_of
from app.surveys.writer import written
from tests.surveys.drawn import CAPTIONS, mp4, png
from tests.surveys.expressions.trees import TREES
from tests.surveys.going_round import SHOWN, again, random_files, random_item, unlined
from tests.surveys.making import survey_of, with_questions
from tests.surveys.random_surveys import sound_survey

FILES = [*library.files(library.LIBRARY), *library.files(library.LIBRARY / "examples")]
PIECES = (
    " # ", ": ", "'", '"', "\\", "- ", "? ", "16_24", "1", "yes", "No", "null", "~", "true", "2026-11-30",
    "\n", "\n\n", "\n  - page: x", "  ", "\t", "\r\n", "\r", "\x85", "\u2028", "\ufeff", "\x00", "\x1b",
    "\xa0", "👩\u200d👧", "𝒳", "مرحبا ", "\u202eabc\u202c", "{", "}}", "[", "]", ", ", "%", "@", "`", "---",
    "...", "|", ">", "&a", "*a", "!x", "=", "<<", "a", "1.50", "long words and more " * 8, "x" * 200, "Là ",
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WORDS = (
    st.lists(st.sampled_from(PIECES) | ANY, max_size=6)
    .map("".join)
    .filter(lambda words: "{{" not in words and "}}" not in words)
)
TEXTS = WORDS.map(str.strip).filter(bool)
"""What the parser takes for a text: all that is not empty, without what is empty around it."""
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
      - {id: hours, type: number, text: How many?, max: 168, unit: hours, wording: {source: 1}}
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
TAKES_UP = """\
survey: made
title: Taking up
pages:
  - {page: one, title: One, questions: [{id: name, type: short_text, text: Name?}]}
  - page: two
    title: Two
    intro: "{{name}}: welcome"
    questions:
      - {id: how, type: number, text: "{{coalesce(name, 'they')}}", help: "- {{ name }} #\\n\\n# {{name}}"}
thanks: "{{name}}"
"""
FULL = """\
survey: full
version: "2"
title: Full
audience: carer
kind: organisation
minutes: 3
privacy: children
breakdowns: [a]
intro: In
thanks: Out
endings: [{text: End, relevant: a == 'x'}]
guide: {purpose: P, audience: A, when: W, use_for: U, not_for: N}
sources: [{title: S, used_for: U, url: "https://example.org"}]
pages:
  - page: one
    title: One
    intro: I
    questions:
      - id: a
        type: single_choice
        text: A
        help: H
        required: true
        sensitive: true
        housekeeping: true
        not_comparable: Other words
        options: [{id: x, text: X, other: true}, {id: y, text: "Y"}]
      - id: b
        type: multiple_choice
        text: B
        relevant: a == 'x'
        required: a != 'y'
        constraints: [{valid: answered(this), message: M}]
        wording: {status: verbatim, source: S}
        options:
          - {id: x, text: X, exclusive: true, image: {file: door.png, alt: A door, licence: MIT, source: D}}
          - {id: y, text: "Y", relevant: a != 'y', comment: true, comment_text: What?}
        max: 1
      - {id: c, type: number, text: C, min: 1, max: 1.5, decimals: 1, unit: C, default: "1.2"}
      - {id: d, type: grid_single, text: D, rows: [{id: r, text: R, relevant: c > 1}],
         options: [{id: x, text: X}, {id: y, text: "Y"}]}
      - {id: e, type: calculated, text: E, calculation: c + 1}
      - {id: f, type: short_text, text: F, max_length: 9, kind: email}
      - {id: g, type: single_choice, text: G, options_from: localities}
      - id: i
        type: information
        text: I
        image: {file: door.png, alt: A door}
        video: {file: walk.mp4, captions: walk.vtt, title: A walk}
        bsl: {link: "https://example.org/signed", captions: true}
      - {id: h, type: repeat, text: H, item: I, count: c, parts: [{id: p, type: number, text: P}]}
"""
PARTS = [one for one in vars(definition).values() if isinstance(one, type) and is_dataclass(one)]
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
def test_sound_surveys_go_round(tmp_path: Path, block: int) -> None:
    for seed in range(block * 100, (block + 1) * 100):
        survey = sound_survey(seed)
        assert unlined(again(survey, tmp_path)) == survey, seed


@pytest.mark.parametrize("block", range(4))
def test_surveys_with_every_key_and_any_words_go_round(tmp_path: Path, block: int) -> None:
    for seed in range(block * 25, (block + 1) * 25):
        rng = Random(seed)
        survey = random_files(tmp_path / "first", seed, lambda rng=rng: odd_words(rng))  # type: ignore[misc]
        assert unlined(again(survey, tmp_path / "again")) == unlined(survey), seed


def odd_words(rng: Random) -> str:
    """Words that are not empty, and take up no answer."""
    while True:
        words = "".join(rng.choices(PIECES, k=rng.randint(1, 4))).strip()
        if words and "{{" not in words and "}}" not in words:
            return words


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(english=TEXTS, other=WORDS, exact=WORDS)
def test_any_words_go_round(tmp_path: Path, english: str, other: str, exact: str) -> None:
    text = Text({"en": english, "gd": other.strip() or english})
    by = exact.strip()
    question = Question("a", "number", text, limits=Limits(unit=text))
    survey = Survey(
        "made",
        exact,
        text,
        (Page("one", text, (question,)),),
        ("en", "gd"),
        (LanguageReview("gd", by, "2026-11-30" if by else ""),),
    )
    assert unlined(again(survey, tmp_path)) == survey


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


def test_what_an_answer_is_taken_up_in_goes_round(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, TAKES_UP)
    assert unlined(again(survey, tmp_path / "again")) == unlined(survey)


def test_each_field_that_there_is_has_gone_round(tmp_path: Path) -> None:
    """A new field must be said by one of the surveys that go round here, and so be written."""
    media = tmp_path / "media"
    media.mkdir()
    (media / "door.png").write_bytes(png())
    (media / "walk.mp4").write_bytes(mp4())
    (media / "walk.vtt").write_text(CAPTIONS)
    full = survey_of(tmp_path, FULL, "full")
    assert unlined(again(full, tmp_path / "again")) == unlined(full)
    said = {
        (type(one), field.name)
        for one in (*all_of(full), *all_of(simple(tmp_path)))
        for field in fields(one)
        if getattr(one, field.name) != usual(field)
    }
    assert {(kind, field.name) for kind in PARTS for field in fields(kind) if field.init} <= said


def all_of(one: Any) -> Iterator[Any]:
    """A part of a survey, and everything within it."""
    if isinstance(one, tuple):
        for each in one:
            yield from all_of(each)
    elif is_dataclass(one):
        yield one
        for field in fields(one):
            yield from all_of(getattr(one, field.name))


def usual(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


@pytest.mark.parametrize("name", TYPES)
def test_each_key_of_a_type_is_in_a_survey_that_goes_round(name: str) -> None:
    """A type can say nothing that `random_item` does not know how to say."""
    numbers = count()
    found = [random_item(Random(seed), name, "q", lambda: f"Words {next(numbers)}") for seed in range(40)]
    known = {*TYPES[name].keys, *settings_of(name)} - SHOWN
    assert known <= {key for item in found for key in item}


def test_what_no_file_could_say_is_written_as_people_read_it(tmp_path: Path) -> None:
    survey = simple(tmp_path)
    page = survey.pages[0]
    places = (Option("leven", Text({"en": "Leven"})), Option("ten", Text({"en": "10"})))
    where = Text({"en": "Where?", "gd": "Càite?", "ar": "أين"})
    questions = (
        Question("own_1", "yes_no", Text({"en": "More?"}), options=page.questions[1].options),
        Question("where", "single_choice", where, options=places),
    )
    survey = replace(survey, pages=(replace(page, questions=questions),), breakdowns=())
    found = again(survey, tmp_path / "again")
    assert found.by_id["own_1"].text.words == {"en": "More?", "gd": "More?"}
    asked = found.by_id["where"]
    assert asked.text.words == {"en": "Where?", "gd": "Càite?"}
    assert [one.text.words for one in asked.options] == [{"en": "Leven", "gd": "Leven"}, {"en": "10"}]


def test_a_block_is_not_written_in_two_halves(tmp_path: Path) -> None:
    survey = simple(tmp_path)
    own, lent = survey.pages
    with pytest.raises(ValueError, match="'lent' do not stand together"):
        written(replace(survey, pages=(lent, own, replace(lent, id="three"))))


def test_what_only_blocks_were_written_from_is_left_to_them(tmp_path: Path) -> None:
    survey = simple(tmp_path)
    assert "sources" not in written(survey)["made.yaml"]
    mine = Source("Mine", "nothing of it")
    swapped = replace(survey, sources=(*survey.sources, mine))
    assert again(swapped, tmp_path / "again").sources == swapped.sources
