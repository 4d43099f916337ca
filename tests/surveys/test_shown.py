"""Pictures and clips of a survey: what they need, how they are fixed, translated and told apart."""

import json
from pathlib import Path

import pytest

from app.surveys.changes import differences
from app.surveys.definition import Survey
from app.surveys.parser import parse_file
from app.surveys.snapshot import content_hash, from_json, to_json
from tests.surveys.drawn import CAPTIONS, mp4, png
from tests.surveys.making import HEAD, problems_of, survey_of

INFORMATION = "{id: plan, type: information, text: The plan, %s}"
OPTIONS = "{id: by, type: %s, text: How, options: [{id: a, text: Letter, %s}, {id: b, text: Call}]}"
IMAGE = "image: {file: bridge.png, alt: A bridge}"
OF_TWO_LANGUAGES = "languages: [en, gd]\npages:"


def source(*questions: str) -> str:
    lines = "".join(f"      - {one}\n" for one in questions)
    return HEAD.format(name="made") + "  - page: one\n    title: One\n    questions:\n" + lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for a survey, with files to show."""
    media = tmp_path / "media"
    media.mkdir()
    (media / "bridge.png").write_bytes(png(6, 4))
    (media / "letter.png").write_bytes(png(8, 8))
    (media / "drawing.svg").write_bytes(b"<svg/>")
    (media / "visit.mp4").write_bytes(mp4())
    (media / "visit.vtt").write_text(CAPTIONS)
    (media / "visit-gd.vtt").write_text(CAPTIONS.replace("The sun", "A’ ghrian"))
    return tmp_path


SHOWN = (
    OPTIONS % ("single_choice", "image: {file: letter.png, alt: ''}"),
    INFORMATION % (f"{IMAGE}, video: {{file: visit.mp4, captions: visit.vtt, title: A visit}}, "
                   "bsl: {link: 'https://example.org/bsl'}"),
)  # fmt: skip


@pytest.fixture
def survey(folder: Path) -> Survey:
    return survey_of(folder, source(*SHOWN))


def test_files_are_known_by_their_content(survey: Survey) -> None:
    choice, plan = survey.questions
    assert choice.options[0].image is not None
    assert choice.options[0].image.media.kind == "png"
    assert plan.image is not None
    assert str(plan.image.alt) == "A bridge"
    assert plan.video is not None
    assert plan.video.media is not None
    assert (plan.video.media.width, plan.video.media.height) == (640, 360)
    assert plan.bsl is not None
    assert plan.bsl.site == "example.org"
    assert [one.file for one in survey.media()] == ["letter.png", "bridge.png", "visit.mp4", "visit.vtt"]


@pytest.mark.parametrize(
    ("question", "what", "mend"),
    [
        (INFORMATION % "image: bridge.png", "'image' is not a set of keys", "image: {file: bridge.png"),
        (INFORMATION % "image: {alt: A bridge}", "This 'image' has no file", "Write it like"),
        (INFORMATION % "image: {file: bridge.png}", "The image has no 'alt'", "what it shows"),
        (INFORMATION % "image: {file: bridge.png, alt: ''}", "The 'alt' is empty", "what the picture shows"),
        (INFORMATION % "image: {file: bridge.png, alt: [a]}", "'alt' is not a text", "in quotes"),
        (INFORMATION % "image: {file: bridges.png, alt: A}", "no bridges.png in the folder", "'bridge.png'?"),
        (INFORMATION % "image: {file: tree.jpg, alt: A}", "no tree.jpg in the folder", "Put it there"),
        (INFORMATION % "image: {file: ../media/bridge.png, alt: A}", "cannot be the name of a file", "small"),
        (INFORMATION % "image: {file: Bridge.png, alt: A}", "cannot be the name of a file", "small letters"),
        (INFORMATION % "image: {file: drawing.svg, alt: A}", "is no PNG, JPEG or WebP", "Save it as one"),
        (INFORMATION % "image: {file: visit.mp4, alt: A}", "is no PNG, JPEG or WebP", "Save it as one"),
        (INFORMATION % "image: {fil: bridge.png, alt: A}", "'fil' is not a key of 'image'", "'file'?"),
        (INFORMATION % "video: {file: visit.mp4, title: T}", "The video has no captions", "WebVTT file"),
        (INFORMATION % "video: {file: visit.mp4, captions: visit.vtt}", "The video has no title", "'title:'"),
        (INFORMATION % "video: {file: visit.mp4, captions: true, title: T}", "'True' cannot be", "visit.vtt"),
        (INFORMATION % "video: {file: visit.mp4, captions: bridge.png, title: T}", "is no WebVTT", "Begin"),
        (INFORMATION % "video: {link: 'https://example.org/v', title: T}", "The video has no captions", ""),
        (INFORMATION % "video: {link: 'https://a.example', title: T, captions: false}", "no captions", ""),
        (INFORMATION % "video: {link: 'https://a.example', title: T, captions: a.vtt}", "Nobody can", "true"),
        (INFORMATION % "video: {link: 'http://a.example', title: T, captions: true}", "is no link", "https://"),
        (INFORMATION % "bsl: {link: 'javascript:alert(1)'}", "is no link", "https://"),
        (INFORMATION % "bsl: {link: 'https://'}", "is no link", "https://"),
        (INFORMATION % "bsl: {title: Signed}", "A 'bsl' has a file or a link", "Write it like"),
        (INFORMATION % "bsl: {file: visit.mp4, link: 'https://a.example'}", "file or a link", "Write it"),
        (INFORMATION % "bsl: {file: bridge.png}", "is no MP4 or WebM", "Save it as one of these"),
        (OPTIONS % ("single_choice", "image: {file: bridge.png}"), "The image has no 'alt'", 'alt: ""'),
        (OPTIONS % ("single_choice, appearance: dropdown", IMAGE), "cannot have pictures", "'appearance'"),
        (OPTIONS % ("ranking", IMAGE), "cannot have pictures", "Take each 'image' out"),
        ("{id: n, type: number, text: N, image: {file: bridge.png, alt: A}}", "not a key of a number", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(folder: Path, question: str, what: str, mend: str) -> None:
    found = [one for one in problems_of(folder, source(question)) if what in one.what]
    assert [one.line for one in found] == [7], problems_of(folder, source(question))
    assert mend in found[0].mend


def test_a_signed_clip_needs_no_captions_and_no_title(folder: Path) -> None:
    assert problems_of(folder, source(INFORMATION % "bsl: {file: visit.mp4}")) == []


def test_it_comes_back_from_what_is_kept(survey: Survey) -> None:
    kept = json.loads(json.dumps(to_json(survey)))
    again = from_json(kept)
    assert to_json(again) == kept
    assert [one.options for one in again.questions] == [one.options for one in survey.questions]
    assert [one.video for one in again.questions] == [one.video for one in survey.questions]
    assert [one.place for one in again.media()] == [""] * 4


def test_another_content_is_another_definition(folder: Path, survey: Survey) -> None:
    assert content_hash(to_json(survey_of(folder, source(*SHOWN)))) == content_hash(to_json(survey))
    (folder / "media" / "bridge.png").write_bytes(png(6, 4, "red"))
    assert content_hash(to_json(survey_of(folder, source(*SHOWN)))) != content_hash(to_json(survey))


def test_what_shows_nothing_is_kept_as_ever(folder: Path) -> None:
    [question] = to_json(survey_of(folder, source("{id: n, type: number, text: N}")))["pages"][0]["questions"]
    assert not {"image", "video", "bsl", "pictures"} & set(question)


@pytest.mark.parametrize(
    ("old", "new", "kind", "says"),
    [
        ("letter.png", "bridge.png", "reworded", "The picture of “Letter”, an answer of “How” is another."),
        ("image: {file: letter.png, alt: ''}", "exclusive: false", "reworded", "“How” is no longer there."),
        ("alt: A bridge", "alt: A long bridge", "reworded", "now reads “A long bridge”"),
        ("file: bridge.png", "file: letter.png", "reworded", "The picture of “The plan” is another."),
        ("captions: visit.vtt", "captions: visit-gd.vtt", "reworded", "The video of “The plan” is another."),
        ("example.org/bsl", "example.org/new", "reworded", "Sign Language of “The plan” is another."),
        ("title: A visit", "title: Visiting", "reworded", "now reads “Visiting”"),
    ],
)  # fmt: skip
def test_what_is_seen_otherwise_is_a_rewording(
    folder: Path, survey: Survey, old: str, new: str, kind: str, says: str
) -> None:
    [change] = differences(survey, survey_of(folder, source(*SHOWN).replace(old, new)))
    assert change.kind == kind
    assert says in change.says


def test_whose_a_picture_is_changes_nothing_for_those_who_answer(folder: Path, survey: Survey) -> None:
    licensed = source(*SHOWN).replace("alt: A bridge", "alt: A bridge, licence: MIT, source: Drawn by us")
    made = survey_of(folder, licensed)
    assert made.questions[1].image is not None
    assert (made.questions[1].image.licence, made.questions[1].image.source) == ("MIT", "Drawn by us")
    assert differences(survey, made) == ()


def test_the_words_are_translated_and_captions_may_be(folder: Path) -> None:
    shown = source(*SHOWN).replace("pages:", OF_TWO_LANGUAGES).replace("alt: ''", "alt: An envelope")
    gaelic = """\
survey: made
language: gd
texts:
  title: Suirbhidh
  pages: {one: {title: Aon}}
  questions:
    by:
      text: Ciamar
      options: {a: Litir, b: Gairm}
      pictures: {a: Cèis}
    plan:
      text: Am plana
      image: Drochaid
      video: {title: Turas, captions: visit-gd.vtt}
"""
    (folder / "made.gd.yaml").write_text(gaelic, encoding="utf-8")
    survey = survey_of(folder, shown)
    choice, plan = survey.questions
    assert choice.options[0].image is not None
    assert choice.options[0].image.alt.in_language("gd") == "Cèis"
    assert plan.image is not None
    assert plan.image.alt.in_language("gd") == "Drochaid"
    assert plan.video is not None
    assert plan.video.title.in_language("gd") == "Turas"
    assert {code: one.file for code, one in plan.video.captions.items()} == {
        "en": "visit.vtt",
        "gd": "visit-gd.vtt",
    }
    for lost, said in (
        ("      pictures: {a: Cèis}\n", "The question 'by' has no 'gd' for 'pictures.a'."),
        ("      image: Drochaid\n", "The question 'plan' has no 'gd' for 'image'."),
    ):
        (folder / "made.gd.yaml").write_text(gaelic.replace(lost, ""), encoding="utf-8")
        problems = parse_file(folder / "made.yaml")[1]
        assert [one.what for one in problems] == [said]
    (folder / "made.gd.yaml").write_text(gaelic.replace("{a: Cèis}", "{a: Cèis, b: Fòn}"), encoding="utf-8")
    [problem] = parse_file(folder / "made.yaml")[1]
    assert "There is no picture of 'by' 'b' to translate" in problem.what
    (folder / "made.gd.yaml").write_text(gaelic.replace("visit-gd.vtt", "gd.vtt"), encoding="utf-8")
    [problem] = parse_file(folder / "made.yaml")[1]
    assert (problem.path, problem.line) == (str(folder / "made.gd.yaml"), 14)
    assert all(text.is_in("gd") for text in survey.texts())


def test_a_block_shows_what_lies_beside_it(folder: Path) -> None:
    (folder / "inner.yaml").write_text(source(SHOWN[1]).replace("made", "inner").replace("one", "two"))
    survey = survey_of(folder, source(SHOWN[0]) + "  - block: inner\n")
    assert len(list(survey.media())) == 4


def test_a_part_of_a_repeat_shows_pictures(folder: Path) -> None:
    part = OPTIONS % ("single_choice", IMAGE)
    survey = survey_of(folder, source(f"{{id: r, type: repeat, text: R, item: One, parts: [{part}]}}"))
    assert [one.file for one in survey.media()] == ["bridge.png"]
    assert to_json(from_json(to_json(survey))) == to_json(survey)
