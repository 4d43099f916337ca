"""Laying a translation file over a survey, the same structure in other words; and taking them off again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from ruamel.yaml.comments import CommentedMap

from app.surveys import paper as papers
from app.surveys import shown
from app.surveys.definition import (
    SOURCE_LANGUAGE,
    Clip,
    LanguageReview,
    Page,
    Picture,
    Question,
    Survey,
    Text,
)
from app.surveys.paper import Paper, line_of, only
from app.surveys.problems import Problem
from app.surveys.questions import settings
from app.surveys.questions.base import Kind

One = TypeVar("One")
TEXTS = frozenset({"title", "intro", "thanks", "pages", "questions"})
OF_A_PAGE = frozenset({"title", "intro"})
OF_A_QUESTION = frozenset(
    ("text", "help", "unit", "options", "rows", "parts", "comments", "pictures", "image", "video", "bsl")
)


def translate(survey: Survey, path: Path) -> tuple[Survey, list[Problem]]:
    """The survey with every language it names, from the files beside it and beside its blocks."""
    problems: list[Problem] = []
    reviews: list[LanguageReview] = []
    blocks = sorted({question.block for question in survey.questions if question.block})
    for language in survey.languages:
        if language == SOURCE_LANGUAGE:
            continue
        for key in (survey.key, *blocks):
            file = path.with_name(f"{key}.{language}.yaml")
            words = _Words(file, language)
            if words.tree is not None:
                survey = words.lay_over(survey, whole=key == survey.key)
                if key == survey.key:
                    reviews.append(words.review())
                else:
                    reviews.append(replace(words.review(), language=f"{language}:{key}"))
            problems.extend(words.paper.problems)
    return replace(survey, reviews=tuple(reviews)), problems


class _Words:
    """One translation file being read. Texts that fit nothing in the survey are written down."""

    def __init__(self, path: Path, language: str) -> None:
        self.paper = Paper(str(path))
        self.language = language
        source = papers.read_text(path, self.paper)
        self.tree = papers.load(self.paper, source) if source is not None else None
        if self.tree is not None and self.tree.get("language") != language:
            self.paper.problem(
                line_of(self.tree, "language"),
                f"The file's name says '{language}' and its 'language' does not.",
                f"Write 'language: {language}'.",
            )

    def review(self) -> LanguageReview:
        """Who has reviewed this file, if anybody."""
        said = self._part(self.tree, "reviewed")
        return LanguageReview(self.language, str(said.get("by") or ""), str(said.get("on") or ""))

    def lay_over(self, survey: Survey, whole: bool) -> Survey:
        """The survey with these words in it; `whole` also takes its title, intro and thanks."""
        texts = self._part(self.tree, "texts")
        endings = (*survey.endings,) if whole else (*range(9),)  # a block's own are not read with it
        numbered = (f"ending_{number}" for number, _one in enumerate(endings, 1))
        only(self.paper, texts, TEXTS.union(numbered), "the texts of a translation")
        pages = self._part(texts, "pages")
        questions = self._part(texts, "questions")
        self._unknown(pages, {page.id for page in survey.pages}, "page")
        self._unknown(questions, {question.id for question in survey.questions}, "question")
        survey = replace(
            survey,
            pages=tuple(self._page(page, self._part(pages, page.id), questions) for page in survey.pages),
        )
        if not whole:
            return survey
        return replace(
            survey,
            title=self._text(survey.title, texts, "title"),
            intro=self._text(survey.intro, texts, "intro"),
            thanks=self._text(survey.thanks, texts, "thanks"),
            endings=tuple(
                replace(one, text=self._text(one.text, texts, f"ending_{number}"))
                for number, one in enumerate(survey.endings, 1)
            ),
        )

    def _page(self, page: Page, words: CommentedMap, questions: CommentedMap) -> Page:
        only(self.paper, words, OF_A_PAGE, f"the page '{page.id}'")
        return replace(
            page,
            title=self._text(page.title, words, "title"),
            intro=self._text(page.intro, words, "intro"),
            questions=tuple(self._question(one, self._part(questions, one.id)) for one in page.questions),
        )

    def _question(self, question: Question, words: CommentedMap) -> Question:
        numbered = (f"constraint_{number}" for number, _one in enumerate(question.constraints, 1))
        own = (key for key, of in settings(question.type).items() if of.kind is Kind.TEXT)
        only(self.paper, words, OF_A_QUESTION.union(numbered, own), f"the translation of '{question.id}'")
        options, rows = self._part(words, "options"), self._part(words, "rows")
        self._unknown(options, {option.id for option in question.options}, f"option of '{question.id}'")
        comments = self._part(words, "comments")
        called = {option.id for option in question.options if str(option.comment_text)}
        self._unknown(comments, called, f"comment_text of '{question.id}' for the option")
        self._unknown(rows, {row.id for row in question.rows}, f"row of '{question.id}'")
        parts = self._part(words, "parts")
        self._unknown(parts, {part.id for part in question.parts}, f"part of '{question.id}'")
        pictures = self._part(words, "pictures")
        self._unknown(
            pictures, {one.id for one in question.options if one.image}, f"picture of '{question.id}'"
        )
        limits = replace(question.limits, unit=self._text(question.limits.unit, words, "unit"))
        return replace(
            question,
            text=self._text(question.text, words, "text"),
            help=self._text(question.help, words, "help"),
            limits=limits,
            options=tuple(
                replace(
                    one,
                    text=self._text(one.text, options, one.id),
                    comment_text=self._text(one.comment_text, comments, one.id),
                    image=self._picture(one.image, pictures, one.id),
                )
                for one in question.options
            ),
            image=self._picture(question.image, words, "image"),
            video=self._clip(question.video, self._part(words, "video")),
            bsl=self._clip(question.bsl, self._part(words, "bsl")),
            rows=tuple(replace(one, text=self._text(one.text, rows, one.id)) for one in question.rows),
            constraints=tuple(
                replace(one, message=self._text(one.message, words, f"constraint_{number}"))
                for number, one in enumerate(question.constraints, 1)
            ),
            parts=tuple(self._question(one, self._part(parts, one.id)) for one in question.parts),
            settings={
                key: self._text(value, words, key) if isinstance(value, Text) else value
                for key, value in question.settings.items()
            },
        )

    def _picture(self, picture: Picture | None, words: CommentedMap, key: str) -> Picture | None:
        """The picture with what it shows in this language."""
        return picture and replace(picture, alt=self._text(picture.alt, words, key))

    def _clip(self, clip: Clip | None, words: CommentedMap) -> Clip | None:
        """The clip with its title, and with captions in this language where there are some."""
        if clip is None:
            return None
        if "captions" in words and clip.media is not None:
            captions = shown.captions(self.paper, words)
            clip = replace(
                clip, captions={**clip.captions, **({self.language: captions} if captions else {})}
            )
        return replace(clip, title=self._text(clip.title, words, "title"))

    def _text(self, text: Text, words: CommentedMap, key: str) -> Text:
        """The text with its translation, where there is one."""
        said = words.get(key)
        if said is None or not str(text):
            return text
        return Text({**text.words, self.language: str(said).strip()})

    def _part(self, tree: CommentedMap | None, key: str) -> CommentedMap:
        """A mapping inside a mapping, empty where there is none."""
        part = tree.get(key) if tree is not None else None
        if part is not None and not isinstance(part, CommentedMap):
            self.paper.problem(
                line_of(tree, key), f"'{key}' is not a set of keys.", "Write 'key: words' below it."
            )
            return CommentedMap()
        return part if part is not None else CommentedMap()

    def _unknown(self, words: CommentedMap, known: set[str], what: str) -> None:
        for key in words:
            if key not in known:
                self.paper.problem(
                    line_of(words, key),
                    f"There is no {what} '{key}' to translate.",
                    "Take it out or mend the id.",
                )


def words(survey: Survey, language: str, block: str = "") -> dict[str, Any]:
    """What stands under `texts` in the translation file of a survey, or of one of its blocks.

    A text that has not been translated is there in English, as people read it; figures are left out.
    """
    pages = [page for page in survey.pages if block_of(page) == block]
    found = {} if block else _said(language, title=survey.title, intro=survey.intro, thanks=survey.thanks)
    if not block:
        found |= _numbered("ending", language, [one.text for one in survey.endings])
    found["pages"] = {page.id: _said(language, title=page.title, intro=page.intro) for page in pages}
    found["questions"] = {one.id: _of_question(one, language) for page in pages for one in page.questions}
    return _full(found)


def _of_question(question: Question, language: str) -> dict[str, Any]:
    settings = {key: value for key, value in question.settings.items() if isinstance(value, Text)}
    return {
        **_said(language, text=question.text, help=question.help, unit=question.limits.unit, **settings),
        **_numbered("constraint", language, [one.message for one in question.constraints]),
        "options": _said(language, **{one.id: one.text for one in question.options}),
        "comments": _said(language, **{one.id: one.comment_text for one in question.options}),
        "pictures": _said(language, **{one.id: one.image.alt for one in question.options if one.image}),
        **(_said(language, image=question.image.alt) if question.image else {}),
        "video": _of_clip(question.video, language),
        "bsl": _of_clip(question.bsl, language),
        "rows": _said(language, **{one.id: one.text for one in question.rows}),
        "parts": {one.id: _of_question(one, language) for one in question.parts},
    }


def _of_clip(clip: Clip | None, language: str) -> dict[str, Any]:
    if clip is None:
        return {}
    captions = {"captions": clip.captions[language].file} if language in clip.captions else {}
    return {**_said(language, title=clip.title), **captions}


def _said(language: str, /, **texts: Text) -> dict[str, Any]:
    """The words of texts, by their keys."""
    wanted = {key: text for key, text in texts.items() if language in text.words or not text.is_in(language)}
    return {key: text.words.get(language, text.words[SOURCE_LANGUAGE]) for key, text in wanted.items()}


def _numbered(key: str, language: str, texts: Iterable[Text]) -> dict[str, Any]:
    return _said(language, **{f"{key}_{number}": text for number, text in enumerate(texts, 1)})


def _full(tree: dict[str, Any]) -> dict[str, Any]:
    """A tree without its empty branches."""
    full = {key: _full(value) if isinstance(value, dict) else value for key, value in tree.items()}
    return {key: value for key, value in full.items() if value != {}}


def as_read(one: One, languages: Sequence[str]) -> One:
    """A survey, or a part of one, in the words that people read in these languages, and in no others."""
    made: Any = one
    if isinstance(one, Text):
        made = Text({language: one.written(language) for language in languages})
    elif isinstance(one, tuple):
        made = tuple(as_read(each, languages) for each in one)
    elif isinstance(one, Mapping):
        made = {key: as_read(each, languages) for key, each in one.items()}
    elif is_dataclass(one) and not isinstance(one, type):
        parts = {part.name: getattr(one, part.name) for part in fields(one) if part.init}
        made = replace(one, **{name: as_read(part, languages) for name, part in parts.items()})
    return cast(One, made)


def block_of(page: Page) -> str:
    """The block that a page came from, or nothing."""
    return page.questions[0].block if page.questions else ""


def missing(survey: Survey, language: str) -> Iterator[str]:
    """The English texts that a language does not have yet."""
    for text in survey.texts():
        if not text.is_in(language):
            yield str(text)


def reviewed(survey: Survey, language: str) -> bool:
    """Whether a named person has reviewed a language's words, those of its blocks too."""
    if language == SOURCE_LANGUAGE:
        return True
    found: Mapping[str, LanguageReview] = {review.language: review for review in survey.reviews}
    mine = [review for key, review in found.items() if key.split(":")[0] == language]
    return bool(mine) and all(review.reviewed_by for review in mine)
