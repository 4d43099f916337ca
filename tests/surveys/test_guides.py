"""What a survey is good for and whose words it has: read, kept, and missed where it is not there."""

from pathlib import Path

import pytest

from app.consultations import library
from app.surveys import snapshot
from app.surveys.definition import Source, Wording
from tests.builders import SMALL
from tests.surveys.making import problems_of, survey_of

TOLD = """survey: {name}
title: Told
privacy: children
guide: {{purpose: P., audience: A., when: W., use_for: U., not_for: "No, not for that."}}
sources:
  - {{title: First, used_for: one thing}}
  - {{title: Second, url: https://example.org/, used_for: another}}
pages:
  - page: {name}
    title: One
    questions:
      - {{id: {name}_a, type: number, text: A}}
      - {{id: {name}_b, type: number, text: B, wording: {{status: adapted, source: 2}}}}
      - {{id: {name}_c, type: number, text: C, wording: {{status: verbatim, source: First}}}}
"""


def test_it_is_read_and_kept(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, TOLD.format(name="told"), "told")
    assert survey.guide is not None
    assert survey.guide.not_for == "No, not for that."
    assert [one.wording for one in survey.questions] == [
        Wording(), Wording("adapted", "Second"), Wording("verbatim", "First"),
    ]  # fmt: skip
    back = snapshot.from_json(snapshot.to_json(survey))
    assert (back.guide, back.sources, back.privacy) == (survey.guide, survey.sources, "children")
    assert [one.wording for one in back.questions] == [one.wording for one in survey.questions]


def test_what_says_nothing_of_itself_is_kept_as_it_always_was(tmp_path: Path) -> None:
    """Consultations that have opened are known by the hash of their definition."""
    kept = snapshot.to_json(survey_of(tmp_path, SMALL, "small"))
    assert not {"guide", "sources", "privacy"} & set(kept)
    assert not any("wording" in question for page in kept["pages"] for question in page["questions"])
    assert snapshot.content_hash(kept) == "92bcafede5c585e4b189e13c2256f5e1642421b1c6e92282ea3d62e5bd100be6"


def test_a_block_keeps_its_own(tmp_path: Path) -> None:
    survey_of(tmp_path, TOLD.format(name="inner"), "inner")
    outer = TOLD.format(name="outer").replace("Second", "Third") + "  - block: inner\n"
    survey = survey_of(tmp_path, outer, "outer")
    assert [one.title for one in survey.sources] == ["First", "Third", "Second"]
    assert survey.sources[0] == Source("First", "one thing")
    assert survey.by_id["inner_b"].wording == Wording("adapted", "Second")
    assert survey.by_id["outer_b"].wording == Wording("adapted", "Third")
    [problem] = problems_of(tmp_path, outer.replace("one thing", "some other thing"), "outer")
    assert "Two sources are called 'First'" in problem.what


@pytest.mark.parametrize(
    ("old", "new", "what", "mend"),
    [
        ("when: W., ", "", "'when' of the guide is missing", "Add 'when:'"),
        ("when: W.", "wen: W.", "'wen' is not a key of a guide", "Did you mean 'when'?"),
        ("used_for: one thing", "url: here, used_for: x", "'here' is no link", "https://"),
        ("title: First, ", "", "'title' of a source is missing", "Add 'title:'"),
        ("status: adapted, source: 2", "status: adapted", "names no source", "Add 'source:'"),
        ("status: adapted, source: 2", "status: adapted, source: 3", "has no source '3'", "from 1"),
        ("source: First", "source: Fist", "has no source 'Fist'", "by title"),
        ("status: verbatim", "status: stolen", "cannot be 'stolen'", "ours, adapted, verbatim"),
        ("wording: {status: verbatim, source: First}", "wording: ours", "not a set of keys", "wording: {"),
        ("privacy: children", "privacy: none", "'privacy' cannot be 'none'", "standard, children"),
    ],
)  # fmt: skip
def test_each_slip_is_pointed_at(tmp_path: Path, old: str, new: str, what: str, mend: str) -> None:
    source = TOLD.format(name="told")
    assert old in source
    problems = problems_of(tmp_path, source.replace(old, new), "told")
    assert any(what in one.what and mend in one.mend for one in problems), problems


def test_the_library_takes_nothing_without_a_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survey_of(tmp_path, SMALL, "small")
    assert library.checked(tmp_path / "small.yaml")[1] == []
    monkeypatch.setattr(library, "LIBRARY", tmp_path)
    survey, [problem] = library.checked(tmp_path / "small.yaml")
    assert survey is None
    assert "guide" in problem.what
