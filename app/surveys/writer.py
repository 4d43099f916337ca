"""From a Survey to the files that the parser would read it from: for whoever revises one, or brings one in.

What comes out is in docs/survey-format.md: `<key>.yaml` with the structure and the English, and
`<key>.<language>.yaml` for each further language; the same for each shared block that questions came from
(`equality.yaml`, `equality.gd.yaml`), which has the pages that the survey has of it, and no guide of its own.

Read again they give an equal survey, but for the numbers of lines. So it is for every survey that the parser
can have read, as long as no file grows beyond what it takes. Other surveys, made from these, are written as
people read them: a text without a translation stands there in English, and words in languages that the survey
does not offer are left out.

Nothing here knows a type of question or a key of one: a field is written under its own name, or that in
`CALLED`, and is left out where it has its default. The keys of a type's own come from its table.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from io import StringIO
from itertools import chain, groupby, pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from app.surveys.definition import (
    SOURCE_LANGUAGE,
    Clip,
    LanguageReview,
    Limits,
    Media,
    Page,
    Picture,
    Question,
    Source,
    Survey,
    Text,
)
from app.surveys.expressions import Expression, source
from app.surveys.questions import bare, settings
from app.surveys.translations import block_of, words

CALLED: Mapping[tuple[type, str], str] = {
    (Survey, "key"): "survey",
    (Page, "id"): "page",
    (Question, "required_if"): "required",
    (Limits, "minimum"): "min",
    (Limits, "maximum"): "max",
    (Picture, "media"): "file",
    (Clip, "media"): "file",
    (Clip, "captioned"): "captions",
}
"""The keys of fields that have another name than their key."""

BESIDE = frozenset({"line", "block", "reviews"})
"""Fields that stand elsewhere, or nowhere: in which file a question is, who has read a translation."""

ALWAYS = frozenset({(Picture, "alt")})
"""Fields that are written even if they have their default: an empty one says something."""

OF_A_TYPE = "*"
ORDER = (
    "survey page id type version file link captions alt licence status source valid message title url text "
    "help required sensitive housekeeping purpose audience kind when use_for not_for used_for minutes "
    "languages breakdowns privacy guide sources intro thanks endings other exclusive relevant comment "
    "comment_text image video bsl constraints default wording not_comparable min max decimals unit "
    f"max_length {OF_A_TYPE} calculation count options_from rows options parts questions pages"
).split()
"""The keys of all mappings in the order of the docs; where none of these is, stand those of a type's own."""

LONGEST = 90  # characters of a line into which words are folded; longer texts stand on lines of their own
UNSEEN = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML reads as something else, or not at all, unless they are written by their numbers."""


def written(survey: Survey) -> dict[str, str]:
    """The files by their names, that of the survey first. Raises ValueError where a block is taken apart."""
    pages: list[dict[str, Any]] = []
    blocks: dict[str, list[Page]] = {}
    for block, of_it in groupby(survey.pages, block_of):
        if not block:
            pages += map(_keys, of_it)
        elif block in blocks:
            raise ValueError(f"the pages of the block '{block}' do not stand together")
        else:
            blocks[block] = list(of_it)
            pages.append({"block": block})
    own, lent = _sources(survey, blocks)
    found = {survey.key: _file({**_keys(replace(survey, pages=(), sources=own)), "pages": pages})}
    for block, of_block in blocks.items():
        # The title of a block is shown to nobody.
        head: dict[str, Any] = {"survey": block, "title": _text(of_block[0].title)}
        head |= {"sources": [_keys(one) for one in lent[block]]} if lent[block] else {}
        found[block] = _file({**head, "pages": [_keys(page) for page in of_block]})
    for language in survey.languages:
        if language != SOURCE_LANGUAGE:
            for block in ("", *blocks):
                found[f"{block or survey.key}.{language}"] = _translation(survey, language, block)
    return {f"{name}.yaml": text for name, text in found.items()}


def _sources(
    survey: Survey, blocks: Mapping[str, list[Page]]
) -> tuple[tuple[Source, ...], dict[str, list[Source]]]:
    """The sources that stand in the survey's own file, and those of each block: the ones that its words name.

    What only blocks name is left to them where that keeps the order, which is by files.
    """

    def named(pages: Iterable[Page]) -> set[str]:
        return {question.wording.source for page in pages for question in page.questions}

    lent = {
        key: [one for one in survey.sources if one.title in named(pages)] for key, pages in blocks.items()
    }
    mine = named(page for page in survey.pages if not block_of(page))
    every = [*chain.from_iterable(lent.values())]
    own = [one for one in survey.sources if one.title in mine or one not in every]
    in_order = tuple(dict.fromkeys((*own, *every)))
    return (tuple(own) if in_order == survey.sources else survey.sources), lent


def _translation(survey: Survey, language: str, block: str) -> str:
    """A translation file, with who has read it."""
    name = f"{language}:{block}" if block else language
    review = next((one for one in survey.reviews if one.language == name), LanguageReview(name))
    return _dumped(
        {
            "survey": block or survey.key,
            "language": _exact(language),
            "reviewed": {"by": _exact(review.reviewed_by), "on": _exact(review.reviewed_on)},
            "texts": _prose(words(survey, language, block)),
        }
    )


def _keys(one: Any) -> dict[str, Any]:
    """A part of a survey as the mapping that it is read from."""
    plain = bare(one) if isinstance(one, Question) else one
    found = {key: _value(value) for key, value in _pairs(plain)}
    return dict(sorted(found.items(), key=lambda pair: _place(pair[0])))


def _pairs(one: Any) -> Iterator[tuple[str, Any]]:
    """The keys and values of everything that is not as it would be if nothing were said."""
    for field in fields(one):
        value = getattr(one, field.name)
        usual = value == _default(field) and (type(one), field.name) not in ALWAYS
        if field.name in BESIDE or usual or not field.init:
            continue
        if isinstance(value, Limits):
            yield from _pairs(value)
        elif field.name == "settings":
            known = settings(one.type)
            yield from ((key, said) for key, said in value.items() if said != known[key].default)
        elif isinstance(value, Mapping):  # of a clip: its captions, by their language
            yield from ((field.name, said) for language, said in value.items() if language == SOURCE_LANGUAGE)
        else:
            yield CALLED.get((type(one), field.name), field.name), value


def _default(field: "Field[Any]") -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _place(key: str) -> int:
    return ORDER.index(key if key in ORDER else OF_A_TYPE)


def _value(value: Any) -> Any:
    """What stands under a key."""
    match value:
        case Text():
            return _text(value)
        case Media():
            return _exact(value.file)
        case str():
            return _exact(value)
        case bool() | int():
            return value
        case float():
            return int(value) if value.is_integer() else value
        case tuple():
            return [_value(one) for one in value]
        case _ if isinstance(value, Expression):
            return _trimmed(source(value))
        case _ if is_dataclass(value):
            return _keys(value)
    raise TypeError(f"{value!r} cannot be written")


def _text(text: Text) -> Any:
    return _trimmed(text.words[SOURCE_LANGUAGE])


def _prose(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _trimmed(one) if isinstance(one, str) else _prose(one) for key, one in tree.items()}


def _trimmed(words: str) -> Any:
    """Words that are read without what is empty around them: several lines stand there as they are."""
    if "\n" in words and _is_plain(words):
        return LiteralScalarString(words + "\n")
    return _exact(words)


def _exact(words: str) -> Any:
    """Words of which nothing may be lost."""
    if "\n" in words or not _is_plain(words):
        return DoubleQuotedScalarString(words)
    return words if len(words) <= LONGEST else _folded(words)


def _is_plain(words: str) -> bool:
    """Whether all characters can be seen where they stand: no line ends, and no text begins, with a space."""
    return words == words.strip() and not UNSEEN.search(words) and not re.search(" $", words, re.MULTILINE)


def _folded(words: str) -> Any:
    """One line as several, which are read as one."""
    if " " not in words or "  " in words:
        return words
    found = FoldedScalarString(words)
    found.fold_pos, begin = [], 0
    for place, after in pairwise([*(one.start() for one in re.finditer(" ", words)), len(words)]):
        if after - begin > LONGEST:
            found.fold_pos.append(place)
            begin = place + 1
    return found


class _Emitter(Emitter):
    """Quotes are double ones, as in the docs, where that needs nothing before what stands inside."""

    def choose_scalar_style(self) -> Any:
        style = super().choose_scalar_style()
        return '"' if style == "'" and not re.search(r'["\\]', self.event.value) else style


def _file(tree: dict[str, Any]) -> str:
    """The file of a survey. An empty line stands between pages, as in the docs."""
    pages = [_dumped({"pages": [page]}).removeprefix("pages:\n") for page in tree.pop("pages")]
    return _dumped(tree) + "pages:\n" + "\n".join(pages)


def _dumped(tree: Mapping[str, Any]) -> str:
    yaml = YAML(typ="rt")
    yaml.Emitter = _Emitter
    yaml.width = sys.maxsize  # lines are broken here alone
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(_laid_out(tree), out)
    return out.getvalue()


def _laid_out(value: Any) -> Any:
    """Mappings and lists as the emitter lays them out: a list of words stands on one line."""
    match value:
        case dict():
            return CommentedMap({key: _laid_out(one) for key, one in value.items()})
        case list():
            found = CommentedSeq(map(_laid_out, value))
            if not any(isinstance(one, CommentedMap) for one in found):
                found.fa.set_flow_style()
            return found
    return value
