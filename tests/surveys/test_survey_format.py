"""The guide to the format tells the truth: its examples are sound, and it names all there is."""

import re
import shutil
from pathlib import Path

import pytest

from app.surveys import guides, parser, shown
from app.surveys.checks import RESERVED
from app.surveys.parser import parse_file
from app.surveys.questions import TYPES
from app.tallies.layout import AUDIENCES, KINDS, ROUTES

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "survey-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=[one.split("\n")[0] for one in EXAMPLES])
def test_an_example_is_sound(example: str, tmp_path: Path) -> None:
    name = re.match(r"survey: (\S+)", example)
    assert name
    file = tmp_path / f"{name[1]}.yaml"
    file.write_text(example, encoding="utf-8")
    shutil.copytree(ROOT / "surveys" / "examples" / "media", tmp_path / "media")
    survey, problems = parse_file(file)
    assert problems == []
    assert survey is not None


def test_every_type_has_an_example() -> None:
    shown = {word for example in EXAMPLES for word in re.findall(r"type: (\w+)", example)}
    assert shown == set(TYPES)


def test_everything_that_can_be_written_is_named() -> None:
    further = {key for type_ in TYPES.values() for key in type_.keys}
    words = (
        parser.SURVEY_KEYS | parser.PAGE_KEYS | parser.QUESTION_KEYS | parser.OPTION_KEYS
        | further | set(TYPES) | RESERVED | {*guides.GUIDE_KEYS, *guides.SOURCE_KEYS, *guides.WORDING_KEYS}
        | {*shown.PICTURE_KEYS, *shown.CLIP_KEYS}
        | {*guides.STATUSES, *parser.PRIVACY}
    )  # fmt: skip
    for word in {*words, *AUDIENCES, *KINDS, *ROUTES, *parser.AUDIENCES, *parser.KINDS}:
        assert f"`{word}`" in GUIDE, word
    for source in parser.SOURCES_OF_OPTIONS:
        assert f"`options_from: {source}`" in GUIDE
