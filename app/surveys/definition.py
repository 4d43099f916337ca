"""A survey, parsed and frozen: the waist through which every questionnaire passes.

Everything above this module speaks of these objects and of no YAML. They are built by `parser`
and never changed; a changed survey is another object with another content hash.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from app.surveys.expressions import Expression, named

SOURCE_LANGUAGE = "en"
PIPED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
"""Where a text takes up an earlier answer: an expression between double braces."""


def neutral(words: str) -> str:
    """Words for those of whom no answer is known.

    >>> neutral("How is {{name}} today?")
    'How is … today?'
    """
    return PIPED.sub("…", words) if "{{" in words else words


@dataclass(frozen=True, slots=True)
class Text:
    """A text in every language it is known in. English is always there.

    Where it takes up an earlier answer, `in_language` has an ellipsis: `surveys.piping` puts the answer in.
    """

    words: Mapping[str, str]

    def in_language(self, language: str) -> str:
        """The text in `language`, or in English where it has not been translated.

        >>> Text({"en": "Yes", "gd": "Tha"}).in_language("gd")
        'Tha'
        >>> Text({"en": "Yes"}).in_language("gd")
        'Yes'
        """
        return neutral(self.written(language))

    def written(self, language: str) -> str:
        """As `in_language`, with the expressions of what is taken up as they are written."""
        return self.words.get(language) or self.words[SOURCE_LANGUAGE]

    def is_in(self, language: str) -> bool:
        """Whether it is there in `language`; figures are the same in all.

        >>> Text({"en": "5"}).is_in("gd"), Text({"en": "Yes"}).is_in("gd")
        (True, False)
        """
        return language in self.words or not any(map(str.isalpha, self.words[SOURCE_LANGUAGE]))

    def __str__(self) -> str:
        return neutral(self.words[SOURCE_LANGUAGE])


NO_TEXT = Text({SOURCE_LANGUAGE: ""})


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a survey shows. What is in it is fixed by its digest, so another content is another survey.

    `file` is its name in the folder `media` beside the survey, `kind` what it is by its content, such as
    `png`, `size` in bytes; `width` and `height` are 0 where they are not known. `place` is its path, where
    the survey was read from a file.
    """

    file: str
    sha256: str
    kind: str
    size: int
    width: int = 0
    height: int = 0
    place: str = field(default="", compare=False, repr=False)

    @property
    def name(self) -> str:
        """The name under which its bytes are kept and fetched."""
        return f"{self.sha256}.{self.kind}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and what it shows in words; an empty `alt` where the words beside it say the same.

    `licence` and `source` are for those who make the survey: whose it is, and where it comes from.
    """

    media: Media
    alt: Text = NO_TEXT
    licence: str = ""
    source: str = ""

    def texts(self) -> Iterator[Text]:
        """What a respondent may read of it."""
        yield self.alt


@dataclass(frozen=True, slots=True)
class Clip:
    """A film: `media` of the survey's own with `captions` by their language, or a `link` to another site.

    `captioned` says of a link that what it leads to has captions.
    """

    title: Text = NO_TEXT
    media: Media | None = None
    captions: Mapping[str, Media] = field(default_factory=dict)
    link: str = ""
    captioned: bool = False

    @property
    def site(self) -> str:
        """The other site that a link leads to; empty for a clip of the survey's own."""
        return urlsplit(self.link).hostname or ""

    def texts(self) -> Iterator[Text]:
        """What a respondent may read of it."""
        yield self.title


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `other` asks the respondent to say it in words of their own.

    `comment` lets whoever chooses it add words about it; `comment_text` is what that field is called, where
    it is not called as usual.
    """

    id: str
    text: Text
    exclusive: bool = False
    other: bool = False
    comment: bool = False
    comment_text: Text = NO_TEXT
    relevant: Expression | None = None
    image: Picture | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A field for words beside options, known by its `key` as a control and in a document.

    All options with `other` share one, so `options` may be several; a `comment` belongs to one.
    """

    key: str
    options: tuple[Option, ...]
    comment: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One statement of a grid."""

    id: str
    text: Text
    relevant: Expression | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold of an answer, where there is one, and what is said where it does not."""

    valid: Expression
    message: Text


@dataclass(frozen=True, slots=True)
class Ending:
    """What is said after sending to those for whom `relevant` holds."""

    text: Text
    relevant: Expression


@dataclass(frozen=True, slots=True)
class Guide:
    """What an officer should know of a survey before choosing it, in plain English."""

    purpose: str
    audience: str
    when: str
    use_for: str
    not_for: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a survey was written from. `url` may be empty."""

    title: str
    used_for: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Whose words a question is in: `ours`, `adapted` from a known question, or `verbatim`.

    `source` is the title of one of the survey's sources, or empty where the words are ours.
    """

    status: str = "ours"
    source: str = ""


OURS = Wording()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number or a text may be. None is no limit. `max_length` is in characters."""

    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    unit: Text = NO_TEXT
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `type` names its row in the table of `surveys.questions`.

    `relevant` is the condition under which it is asked (None: always), `required_if` one under which it must
    be answered. `default` is the answer that it begins with; `calculation` gives what nobody types; `count`
    says how many entries a repeat has.
    `sensitive` marks answers that the stricter threshold of the disclosure rule protects. `housekeeping`
    marks what only steers the form or says what may be done with the answers: a report has no figures of it.
    `block` names the shared block that the question came from, or is empty. `parts` are questions of which
    this one is made. `image`, `video` and `bsl`, a clip in British Sign Language, are shown with its words.
    `not_comparable` says to readers of results why answers to the version before cannot be
    compared. `settings` holds the keys that only its type knows, as that type's table of keys says.
    """

    id: str
    type: str
    text: Text
    help: Text = NO_TEXT
    required: bool = False
    relevant: Expression | None = None
    required_if: Expression | None = None
    constraints: tuple[Constraint, ...] = ()
    default: Expression | None = None
    calculation: Expression | None = None
    count: Expression | None = None
    sensitive: bool = False
    housekeeping: bool = False
    block: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    limits: Limits = field(default_factory=Limits)
    options_from: str = ""
    parts: tuple["Question", ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    wording: Wording = OURS
    not_comparable: Text = NO_TEXT
    image: Picture | None = None
    video: Clip | None = None
    bsl: Clip | None = None
    line: int = 0
    beside: tuple["Beside", ...] = field(init=False, compare=False, repr=False)
    """The fields for words beside its options: of those with `other`, then of each with `comment`."""
    _option_by_id: Mapping[str, Option] = field(init=False, compare=False, repr=False)

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return self._option_by_id.get(option_id)

    def __post_init__(self) -> None:
        others = tuple(one for one in self.options if one.other)
        comments = [
            Beside(f"{self.id}.{one.id}.comment", (one,), True) for one in self.options if one.comment
        ]
        found = (*((Beside(f"{self.id}.other", others),) if others else ()), *comments)
        object.__setattr__(self, "beside", found)
        # Of two with the same id, which no sound survey has, the first.
        by_id = {one.id: one for one in reversed(self.options)}
        object.__setattr__(self, "_option_by_id", by_id)

    def offering(self) -> Iterator[Expression]:
        """The conditions under which the question is asked, and each of its options and rows is offered."""
        offered: tuple[Question | Option | Row, ...] = (self, *self.options, *self.rows)
        yield from (one.relevant for one in offered if one.relevant is not None)

    def conditions(self) -> Iterator[Expression]:
        """Everything by which the question hangs on other answers."""
        yield from self.offering()
        found = (self.required_if, self.default, self.calculation, self.count)
        yield from (one for one in found if one is not None)
        yield from (one.valid for one in self.constraints)
        for part in self.parts:
            yield from part.conditions()

    def texts(self) -> Iterator[Text]:
        """Every text of the question that a respondent may read."""
        yield from (self.text, self.help, self.limits.unit)
        for option in self.options:
            yield from (option.text, option.comment_text)
        yield from (row.text for row in self.rows)
        yield from (one.message for one in self.constraints)
        yield from (value for value in self.settings.values() if isinstance(value, Text))
        for shown in self.shown():
            yield from shown.texts()
        for part in self.parts:
            yield from part.texts()

    def shown(self) -> Iterator[Picture | Clip]:
        """What there is to see beside its words and those of its options, but not of its parts."""
        found = (self.image, self.video, self.bsl, *(option.image for option in self.options))
        yield from (one for one in found if one is not None)

    def media(self) -> Iterator[Media]:
        """Every file that the question shows, itself or in a part."""
        for shown in self.shown():
            if shown.media is not None:
                yield shown.media
            if isinstance(shown, Clip):
                yield from shown.captions.values()
        for part in self.parts:
            yield from part.media()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a survey: a section with a heading. It is skipped while `relevant` is false."""

    id: str
    title: Text
    questions: tuple[Question, ...]
    intro: Text = NO_TEXT
    relevant: Expression | None = None
    line: int = 0

    def conditions(self) -> Iterator[Expression]:
        """Everything by which what is on the page hangs on other answers."""
        if self.relevant is not None:
            yield self.relevant
        for question in self.questions:
            yield from question.conditions()


@dataclass(frozen=True, slots=True)
class LanguageReview:
    """Who has read a translation. Empty `reviewed_by` means that nobody has."""

    language: str
    reviewed_by: str = ""
    reviewed_on: str = ""


@dataclass(frozen=True)
class Survey:
    """A whole questionnaire.

    `audience` is whose view a response is, unless a question with id `audience` asks. `kind` is
    `person` or `organisation`. `breakdowns` are the ids of the questions by which results may be
    split. `minutes` is the stated estimate of how long it takes. `guide` and `sources` are for the
    officer who chooses it. `privacy` says for whom the privacy notice is worded: `standard` or `children`.
    """

    key: str
    version: str
    title: Text
    pages: tuple[Page, ...]
    languages: tuple[str, ...] = (SOURCE_LANGUAGE,)
    reviews: tuple[LanguageReview, ...] = ()
    audience: str = "public"
    kind: str = "person"
    intro: Text = NO_TEXT
    thanks: Text = NO_TEXT
    breakdowns: tuple[str, ...] = ()
    minutes: int = 0
    endings: tuple[Ending, ...] = ()
    guide: Guide | None = None
    sources: tuple[Source, ...] = ()
    privacy: str = "standard"
    memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What `routing` has worked out from the definition and need not work out again."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the pages."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Every question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def beside(self) -> Mapping[str, tuple[Question, Beside]]:
        """Every field for words beside options, by its key, with its question."""
        return {one.key: (question, one) for question in self.questions for one in question.beside}

    @cached_property
    def page_of(self) -> Mapping[str, Page]:
        """The page that each question, by id, stands on."""
        return {question.id: page for page in self.pages for question in page.questions}

    @cached_property
    def hung_on(self) -> frozenset[str]:
        """The ids of the questions whose answers rule what others are asked, or say."""
        by_themselves = {
            question.id
            for question in self.questions
            if any(True for p in question.parts for _ in p.offering())
        }
        return frozenset(by_themselves).union(
            *[named(one) for page in self.pages for one in page.conditions()]
        )

    def media(self) -> Iterator[Media]:
        """Every file that the survey shows, once."""
        found = {one.name: one for question in self.questions for one in question.media()}
        yield from found.values()

    def page(self, page_id: str) -> Page | None:
        """The page of that id, or None."""
        return next((page for page in self.pages if page.id == page_id), None)

    def texts(self) -> Iterator[Text]:
        """Every text that a respondent may read, for readability and completeness checks."""
        yield from (self.title, self.intro, self.thanks)
        yield from (one.text for one in self.endings)
        for page in self.pages:
            yield from (page.title, page.intro)
            for question in page.questions:
                yield from question.texts()
