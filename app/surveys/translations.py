"""Laying a translation file over a survey, the same structure in other words; and taking them off again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from difflib import get_close_matches
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
from app.surveys.paper import Paper, line_at, line_of, only
from app.surveys.problems import Problem
from app.surveys.questions import settings
from app.surveys.questions.base import Kind
from app.surveys.values import MARKDOWN, is_known, links

One = TypeVar("One")
Keys = tuple[str, ...]
OF_MANY = ("pages", "questions")
TEXTS = frozenset({"title", "intro", "thanks", *OF_MANY})
OF_A_FILE = frozenset({"survey", "language", "reviewed", "texts"})
OF_A_REVIEW = frozenset({"by", "on"})
MOST_LACKING, MOST_KEYS = 10, 5  # that are told one by one
OF_A_PAGE = frozenset({"title", "intro"})
OF_A_QUESTION = frozenset(
    ("text", "help", "unit", "options", "rows", "parts", "comments", "pictures", "image", "video", "bsl")
)


def translate(survey: Survey, path: Path, lines: dict[tuple[str, str], int]) -> tuple[Survey, list[Problem]]:
    """The survey with every language it names, from the files beside it and beside its blocks.

    The lines of texts that may take up an answer are added to `lines`, for what is checked later.
    """
    unnamed = _unnamed(survey, path)
    problems: list[Problem] = []
    reviews: list[LanguageReview] = []
    blocks = sorted({question.block for question in survey.questions if question.block})
    for language in survey.languages:
        if language == SOURCE_LANGUAGE:
            continue
        there = [path.with_name(f"{key}.{language}.yaml") for key in (survey.key, *blocks)]
        gone = [file.name for file in there if not file.exists()]
        if gone:
            line, what = lines.get(("languages", language), 1), f"There is no {gone[0]} beside this file."
            meant = unnamed.pop() if unnamed else ""
            mend = f"Did you mean '{meant}'?" if meant else f"Write it, or take '{language}' out."
            problems.append(Problem(str(path), line, what, mend))
            continue
        files = [_Words(path, key, language, lines) for key in (survey.key, *blocks)]
        for words in files:
            if words.tree is not None:
                survey = words.lay_over(survey, whole=words.key == survey.key)
                of = language if words.key == survey.key else f"{language}:{words.key}"
                reviews.append(replace(words.review(), language=of))
        for words in files:
            if words.tree is not None:
                words.say_what_lacks(survey, "" if words.key == survey.key else words.key)
            problems.extend(words.paper.problems)
    for language in unnamed:
        what = (
            f"{survey.key}.{language}.yaml lies beside this file, and 'languages' does not name '{language}'."
        )
        line = min((line for (of, _), line in lines.items() if of == "languages"), default=1)
        mend = f"Write for example 'languages: [{SOURCE_LANGUAGE}, {language}]', or take that file away."
        problems.append(Problem(str(path), line, what, mend))
    return replace(survey, reviews=tuple(reviews)), problems


def _unnamed(survey: Survey, path: Path) -> list[str]:
    """The languages of translations that lie beside a survey and that it does not name."""
    files = sorted(path.parent.glob(f"{survey.key}.*.yaml"))
    found = [file.stem.removeprefix(f"{survey.key}.") for file in files]
    return [one for one in found if is_known(one) and one not in survey.languages]


class _Words:
    """One translation file being read. Texts that fit nothing in the survey are written down."""

    def __init__(self, survey: Path, key: str, language: str, lines: dict[tuple[str, str], int]) -> None:
        path = survey.with_name(f"{key}.{language}.yaml")
        self.paper = Paper(str(path))
        self.lines = lines
        self.owner = ""
        """The id of the page or question whose texts are being read, as the checks name it."""
        self.key, self.language = key, language
        self.told: set[Keys] = set()
        """Of what it is wrong already: that words are lacking there follows from it."""
        source = papers.read_text(path, self.paper)
        self.tree = papers.load(self.paper, source) if source is not None else None
        if self.tree is not None:
            only(self.paper, self.tree, OF_A_FILE, "a translation")
            for name, wanted in (("survey", key), ("language", language)):
                if self.tree.get(name, key) != wanted:
                    what = f"The file's name says '{wanted}' and its '{name}' does not."
                    self.paper.problem(line_of(self.tree, name), what, f"Write '{name}: {wanted}'.")

    def review(self) -> LanguageReview:
        """Who has reviewed this file, if anybody."""
        said = self._part(self.tree, "reviewed")
        only(self.paper, said, OF_A_REVIEW, "a review")
        by, on = (str(said.get(key) or "").strip() for key in ("by", "on"))
        if bool(by) != bool(on) or (on and not _is_day(on)):
            what = "A review has the name of who read it, and the day, as 2026-11-30."
            self.paper.problem(line_of(self.tree, "reviewed"), what, 'Mend it, or write {by: "", on: ""}.')
        return LanguageReview(self.language, by, on)

    def say_what_lacks(self, survey: Survey, block: str) -> None:
        """Write down which words of the survey, or of a block of it, are in no file of this language."""
        lacking: dict[Keys, list[str]] = {}
        for path, text in _leaves(_texts(survey, self.language, block)):
            owner = path[:2] if path[0] in OF_MANY else ()
            if isinstance(text, Text) and not text.is_in(self.language) and owner not in self.told:
                lacking.setdefault(owner, []).append(".".join(path[len(owner) :]))
        for owner, keys in [*lacking.items()][:MOST_LACKING]:
            whose = f"The {owner[0].removesuffix('s')} '{owner[1]}'" if owner else "The survey"
            where = f"'texts: {': '.join(owner)}:'" if owner else "'texts:'"
            some = papers.in_short(keys, MOST_KEYS)
            line = line_at(cast(CommentedMap, self.tree), ("texts", *owner), 1)
            self.paper.problem(
                line, f"{whose} has no '{self.language}' for {some}.", f"Add it under {where}."
            )
        if len(lacking) > MOST_LACKING:
            what = f"So it is with {len(lacking) - MOST_LACKING} more questions and pages."
            self.paper.problem(line_of(self.tree, "texts"), what, "Add their words, too.")

    def lay_over(self, survey: Survey, whole: bool) -> Survey:
        """The survey with these words in it; `whole` also takes its title, intro and thanks."""
        texts = self._part(self.tree, "texts")
        endings = (*survey.endings,) if whole else (*range(9),)  # a block's own are not read with it
        numbered = (f"ending_{number}" for number, _one in enumerate(endings, 1))
        only(self.paper, texts, TEXTS.union(numbered), "the texts of a translation")
        pages = self._part(texts, "pages")
        questions = self._part(texts, "questions")
        for words, ids, what in (
            (pages, {page.id for page in survey.pages}, "page"),
            (questions, {question.id for question in survey.questions}, "question"),
        ):
            self.told |= {(f"{what}s", meant) for meant in self._unknown(words, ids, what)}
        survey = replace(
            survey,
            pages=tuple(self._page(page, self._part(pages, page.id), questions) for page in survey.pages),
        )
        if not whole:
            return survey
        before = len(self.paper.problems)
        survey = replace(
            survey,
            title=self._text(survey.title, texts, "title", survey.key),
            intro=self._text(survey.intro, texts, "intro", survey.key),
            thanks=self._text(survey.thanks, texts, "thanks", "thanks"),
            endings=tuple(
                replace(one, text=self._text(one.text, texts, f"ending_{number}", f"ending_{number}"))
                for number, one in enumerate(survey.endings, 1)
            ),
        )
        if len(self.paper.problems) > before:
            self.told.add(())
        return survey

    def _page(self, page: Page, words: CommentedMap, questions: CommentedMap) -> Page:
        only(self.paper, words, OF_A_PAGE, f"the page '{page.id}'")
        self.owner = page.id
        return replace(
            page,
            title=self._text(page.title, words, "title"),
            intro=self._text(page.intro, words, "intro"),
            questions=tuple(self._top_question(one, questions) for one in page.questions),
        )

    def _top_question(self, question: Question, questions: CommentedMap) -> Question:
        before = len(self.paper.problems)
        translated = self._question(question, self._part(questions, question.id))
        if len(self.paper.problems) > before:
            self.told.add(("questions", question.id))
        return translated

    def _question(self, question: Question, words: CommentedMap) -> Question:
        numbered = (f"constraint_{number}" for number, _one in enumerate(question.constraints, 1))
        own = (key for key, of in settings(question.type).items() if of.kind is Kind.TEXT)
        known = OF_A_QUESTION.union(numbered, own)
        misplaced = [part.id for part in question.parts if part.id in words and part.id not in known]
        if misplaced:
            what = f"{papers.in_short(misplaced, MOST_KEYS)} belong under 'parts' of '{question.id}'."
            self.paper.problem(line_of(words, misplaced[0]), what, "Write 'parts:' above them.")
        known = known.union(misplaced)
        only(self.paper, words, known, f"the translation of '{question.id}'")
        options, rows = self._part(words, "options"), self._part(words, "rows")
        self._unknown(options, {option.id for option in question.options}, f"option of '{question.id}'")
        comments = self._part(words, "comments")
        called = {option.id for option in question.options if str(option.comment_text)}
        self._unknown(comments, called, f"comment_text of '{question.id}' for the option")
        self._unknown(rows, {row.id for row in question.rows}, f"row of '{question.id}'")
        within = self._part(words, "parts")
        self._unknown(within, {part.id for part in question.parts}, f"part of '{question.id}'")
        parts = tuple(self._question(one, self._part(within, one.id)) for one in question.parts)
        self.owner = question.id
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
            parts=parts,
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

    def _text(self, text: Text, words: CommentedMap, key: str, owner: str = "") -> Text:
        """The text with its translation, where there is one; `owner` as `self.owner`, if it is not that."""
        said = words.get(key)
        if said is None:
            return text
        wrong = None
        if isinstance(said, bool) or not isinstance(said, str | int | float):
            wrong = (f"'{key}' is not a text.", "Write words after it, in quotes.")
        elif not str(said).strip():
            wrong = (f"'{key}' is empty.", "Write the words, or take it out until there are some.")
        elif not str(text):
            wrong = (f"'{key}' has no English words that it could translate.", "Take it out.")
        if wrong:
            self.paper.problem(line_of(words, key), *wrong)
            return text
        if key in MARKDOWN or key.startswith("ending_"):
            links(self.paper, words, key)
        if "{" in str(said) or "}}" in str(said):
            self.lines.setdefault((owner or self.owner, f"text.{self.language}"), line_of(words, key))
        return Text({**text.words, self.language: str(said).strip()})

    def _part(self, tree: CommentedMap | None, key: str) -> CommentedMap:
        """A mapping inside a mapping, empty where there is none."""
        part = tree.get(key) if tree is not None else None
        if part is not None and not isinstance(part, CommentedMap):
            self.paper.problem(
                line_of(tree, key),
                f"'{key}' is not a set of keys.",
                "Write each key with its words below it.",
            )
            return CommentedMap()
        return part if part is not None else CommentedMap()

    def _unknown(self, words: CommentedMap, known: set[str], what: str) -> list[str]:
        """Write down what is no id of the survey. Returns the ids that may have been meant."""
        meant = []
        for key, said in words.items():
            line = line_of(words, key)
            if key not in known:
                near = get_close_matches(str(key), known, 1)
                mend = f"Did you mean '{near[0]}'?" if near else "Take it out, or mend the id."
                if str(key) in known:
                    mend = f'Put it in quotes: "{key}".'
                self.paper.problem(line, f"There is no {what} {papers.shown(key)} to translate.", mend)
                meant += near
            elif said is None:
                self.paper.problem(line, f"'{key}' has nothing after it.", "Write the words.")
        return meant


def words(survey: Survey, language: str, block: str = "") -> dict[str, Any]:
    """What stands under `texts` in the translation file of a survey, or of one of its blocks.

    A text that has not been translated is there in English, as people read it; figures are left out.
    """
    found: dict[str, Any] = {}
    for path, text in _leaves(_texts(survey, language, block)):
        if isinstance(text, str):
            said = text
        elif language in text.words or not text.is_in(language):
            said = text.words.get(language, text.words[SOURCE_LANGUAGE])
        else:
            continue
        *owners, key = path
        branch = found
        for owner in owners:
            branch = branch.setdefault(owner, {})
        branch[key] = said
    return found


def _texts(survey: Survey, language: str, block: str) -> dict[str, Any]:
    """Every text that a translation file of it may have, laid out as the file is."""
    pages = [page for page in survey.pages if block_of(page) == block]
    own = {"title": survey.title, "intro": survey.intro, "thanks": survey.thanks}
    own |= _numbered("ending", [one.text for one in survey.endings])
    return {
        **({} if block else own),
        "pages": {page.id: {"title": page.title, "intro": page.intro} for page in pages},
        "questions": {one.id: _of_question(one, language) for page in pages for one in page.questions},
    }


def _of_question(question: Question, language: str) -> dict[str, Any]:
    return {
        "text": question.text,
        "help": question.help,
        "unit": question.limits.unit,
        **{key: value for key, value in question.settings.items() if isinstance(value, Text)},
        **_numbered("constraint", [one.message for one in question.constraints]),
        "options": {one.id: one.text for one in question.options},
        "comments": {one.id: one.comment_text for one in question.options},
        "pictures": {one.id: one.image.alt for one in question.options if one.image},
        **({"image": question.image.alt} if question.image else {}),
        "video": _of_clip(question.video, language),
        "bsl": _of_clip(question.bsl, language),
        "rows": {one.id: one.text for one in question.rows},
        "parts": {one.id: _of_question(one, language) for one in question.parts},
    }


def _of_clip(clip: Clip | None, language: str) -> dict[str, Any]:
    if clip is None:
        return {}
    captions = {"captions": clip.captions[language].file} if language in clip.captions else {}
    return {"title": clip.title, **captions}


def _numbered(key: str, texts: Iterable[Text]) -> dict[str, Text]:
    return {f"{key}_{number}": text for number, text in enumerate(texts, 1)}


def _leaves(tree: Mapping[str, Any], within: Keys = ()) -> Iterator[tuple[Keys, Text | str]]:
    """The texts of a tree, and the names of files in it, each with the keys that lead to it."""
    for key, one in tree.items():
        if isinstance(one, Mapping):
            yield from _leaves(one, (*within, key))
        else:
            yield (*within, key), one


def _is_day(words: str) -> bool:
    try:
        return bool(date.fromisoformat(words))
    except ValueError:
        return False


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


def is_of_translation(problem: Problem) -> bool:
    """Whether a problem stands in a file of translated words, `carers.gd.yaml`."""
    return "." in Path(problem.path).stem


def block_of(page: Page) -> str:
    """The block that a page came from, or nothing."""
    return page.questions[0].block if page.questions else ""


def reviewed(survey: Survey, language: str) -> bool:
    """Whether a named person has reviewed a language's words, those of its blocks too."""
    if language == SOURCE_LANGUAGE:
        return True
    found: Mapping[str, LanguageReview] = {review.language: review for review in survey.reviews}
    mine = [review for key, review in found.items() if key.split(":")[0] == language]
    return bool(mine) and all(review.reviewed_by for review in mine)
