"""Surveys with any keys that the tables know, and going round: a survey, its files, and a survey again."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from random import Random
from shutil import copyfile
from typing import Any, TypeVar

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from app.surveys.checks import check_survey
from app.surveys.definition import Page, Survey
from app.surveys.guides import GUIDE_KEYS
from app.surveys.parser import AUDIENCES, parse_file, read_question
from app.surveys.questions import TYPES, settings
from app.surveys.questions.base import Key
from app.surveys.shown import FOLDER
from app.surveys.translations import words
from app.surveys.writer import written

One = TypeVar("One")
Words = Callable[[], str]
MANY = 6  # questions of a survey
SMALL = ("single_choice", "number", "short_text")
SHOWN = frozenset({"image", "video", "bsl"})
"""Keys of what needs files: our own surveys that have some go round besides."""
IDS = ("a", "16_24", "1", "null", "true", "1e3", "0x1f", "yes", "no", "off", "nan", "2026")
"""Ids of options that YAML would take for something else if nothing stood around them."""


def again(survey: Survey, folder: Path) -> Survey:
    """The survey as it is read from the files that are written of it."""
    folder.mkdir(exist_ok=True)
    for name, text in written(survey).items():
        (folder / name).write_text(text, encoding="utf-8")
    for one in survey.media():
        (folder / FOLDER).mkdir(exist_ok=True)
        copyfile(one.place, folder / FOLDER / one.file)
    found, problems = parse_file(folder / f"{survey.key}.yaml")
    assert found is not None, "\n".join(map(str, problems))
    return found


def unlined(one: One) -> One:
    """A part of a survey without the lines where it stood."""
    if isinstance(one, tuple):
        return tuple(map(unlined, one))  # type: ignore[return-value]
    if not is_dataclass(one) or isinstance(one, type):
        return one
    found = {field.name: unlined(getattr(one, field.name)) for field in fields(one) if field.init}
    return replace(one, **(found | {"line": 0} if "line" in found else found))


def random_files(folder: Path, seed: int, said: Words) -> Survey:
    """A survey with questions of some types, a block and a translation, its texts from `said`."""
    rng = Random(seed)
    folder.mkdir(exist_ok=True)
    types = rng.sample([*TYPES], MANY)
    items = [random_item(rng, name, f"q{number}", said) for number, name in enumerate(types)]
    sources = [
        {"title": f"S {said()}", "used_for": said()} | maybe(rng, {"url": "https://example.org/#a: b"})
    ]
    own, lent = items[: len(items) // 2], items[len(items) // 2 :]
    own[0]["wording"] = lent[0]["wording"] = {"status": "adapted", "source": 1}
    pages = [{"page": "one", "title": said(), "questions": own}, {"block": "lent"}]
    page = {"page": "null", "title": said(), "relevant": "1 < 2", "intro": said(), "questions": lent}
    write(folder, "lent", {"survey": "lent", "title": "L", "sources": sources, "pages": [page]})
    tree = {
        "survey": "made", "version": said(), "title": said(), "languages": ["gd"], "sources": sources,
        **maybe(rng, {"audience": rng.choice(AUDIENCES), "minutes": rng.randint(0, 9), "intro": said()}),
        **maybe(rng, {"thanks": said(), "kind": "organisation", "privacy": "children"}),
        **maybe(rng, {"guide": {key: said() for key in GUIDE_KEYS}}),
        **maybe(rng, {"endings": [{"text": said(), "relevant": "1 == 1"} for _ in range(2)]}),
        "pages": pages,
    }  # fmt: skip
    for file in folder.glob("*.gd.yaml"):  # of another seed
        file.unlink()
    english = read(folder, "made", tree | {"languages": []})
    for key, block in (("made", ""), ("lent", "lent")):
        review = {"by": said(), "on": "2026-11-30"} if rng.random() < 0.5 else {}
        texts = in_other_words(words(english, "gd", block), said)
        write(folder, f"{key}.gd", {"survey": key, "language": "gd", "reviewed": review, "texts": texts})
    return read(folder, "made", tree)


def random_item(rng: Random, type_name: str, key: str, said: Words) -> dict[str, Any]:
    """A question as a file has it, with keys of its type at random."""
    type_, known = TYPES[type_name], settings(type_name)
    found: dict[str, Any] = {"id": key, "type": type_name, "text": said()}
    while not is_sound(found):
        found |= {one: value_of(rng, one, known.get(one), said) for one in sorted(type_.needs)}
    more_keys = sorted({*type_.keys, *known} - type_.needs - SHOWN)
    for one in rng.sample(more_keys, len(more_keys)):  # some fit only beside another
        more = found | {one: value_of(rng, one, known.get(one), said)}
        found = more if rng.random() < 0.5 and is_sound(more) else found
    for one, value in {
        "help": said(), "required": rng.choice((True, "1 < 2")), "sensitive": True, "housekeeping": True,
        "relevant": f"'{'x' * rng.choice((1, 120))}' != 'don''t'", "not_comparable": said(),
        "default": "if(1 > 2, 1, 2)",
        "constraints": [{"valid": "1 < 2", "message": said()} for _ in range(2)],
    }.items():  # fmt: skip
        more = found | {one: value}
        found = more if rng.random() < 0.3 and is_sound(more) else found
    return found


def is_sound(item: Mapping[str, Any]) -> bool:
    question, problems = read_question(commented(item))
    alone = Survey("alone", "1", question.text, (Page("one", question.text, (question,)),))
    return not problems and not [*check_survey(alone, "", {})]


def value_of(rng: Random, key: str, of: Key | None, said: Words) -> Any:
    """What may stand under a key of a type."""
    if of is not None:
        return {
            "TEXT": said(), "FLAG": rng.random() < 0.5, "WHOLE": rng.randint(1, 2), "DATE": "2026-11-30",
            "WORD": rng.choice(of.words or ("",)), "FILE": "bridge-1.png",
        }[of.kind.name]  # fmt: skip
    if key in ("options", "rows"):
        ids = rng.sample(IDS, rng.randint(2, 4))
        more = {"relevant": "1 < 2"}, {"exclusive": True}, {"other": True}, {}, {}, {}
        return [
            {"id": one, "text": said(), **(rng.choice(more[: 1 if key == "rows" else 3] + ({}, {}, {})))}
            for one in ids
        ]
    if key == "parts":
        return [random_part(rng, name, f"part_{number}", said) for number, name in enumerate(SMALL[1:] * 2)]
    return {
        "options_from": "localities", "min": rng.randint(0, 2), "max": rng.choice((4, 5.5, 1e30)),
        "decimals": rng.randint(0, 3), "unit": said(), "max_length": rng.randint(1, 99),
        "calculation": "round(1 + 2, 1)", "count": "3",
    }[key]  # fmt: skip


def random_part(rng: Random, type_name: str, key: str, said: Words) -> dict[str, Any]:
    return {"id": key, "type": type_name, "text": said(), **maybe(rng, {"help": said(), "required": True})}


def maybe(rng: Random, keys: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if rng.random() < 0.5}


def in_other_words(tree: Mapping[str, Any], said: Words) -> dict[str, Any]:
    return {key: said() if isinstance(one, str) else in_other_words(one, said) for key, one in tree.items()}


def commented(value: Any) -> Any:
    """As the parser has it, without lines."""
    if isinstance(value, Mapping):
        return CommentedMap({key: commented(one) for key, one in value.items()})
    return CommentedSeq(map(commented, value)) if isinstance(value, list) else value


def read(folder: Path, key: str, tree: Any) -> Survey:
    write(folder, key, tree)
    survey, problems = parse_file(folder / f"{key}.yaml")
    assert survey is not None, "\n".join(map(str, problems))
    return survey


def write(folder: Path, key: str, tree: Any) -> None:
    (folder / f"{key}.yaml").write_text(dumped(tree), encoding="utf-8")


def dumped(tree: Any) -> str:
    """JSON, which is YAML too: nothing in it is as we write it."""
    seen = json.dumps(tree, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", seen)
