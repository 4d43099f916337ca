"""A survey as plain JSON and back, and its content hash: what opening a consultation keeps."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, replace
from typing import Any

from app.surveys.definition import (
    NO_TEXT,
    OURS,
    Clip,
    Constraint,
    Ending,
    Guide,
    LanguageReview,
    Limits,
    Media,
    Option,
    Page,
    Picture,
    Question,
    Row,
    Source,
    Survey,
    Text,
    Wording,
)
from app.surveys.expressions import Expression, parse, source


def to_json(survey: Survey) -> dict[str, Any]:
    """The whole survey as JSON; `from_json` gives an equal one."""
    return {
        "key": survey.key,
        "version": survey.version,
        "title": dict(survey.title.words),
        "languages": list(survey.languages),
        "reviews": [[one.language, one.reviewed_by, one.reviewed_on] for one in survey.reviews],
        "audience": survey.audience,
        "kind": survey.kind,
        "intro": dict(survey.intro.words),
        "thanks": dict(survey.thanks.words),
        "breakdowns": list(survey.breakdowns),
        "minutes": survey.minutes,
        "pages": [_page_out(page) for page in survey.pages],
        **(
            {"endings": [[dict(one.text.words), source(one.relevant)] for one in survey.endings]}
            if survey.endings
            else {}
        ),
        **({"guide": asdict(survey.guide)} if survey.guide else {}),
        **({"sources": [list(astuple(one)) for one in survey.sources]} if survey.sources else {}),
        **({"privacy": survey.privacy} if survey.privacy != "standard" else {}),
    }


def from_json(kept: Mapping[str, Any]) -> Survey:
    """The survey that `to_json` made."""
    return Survey(
        key=kept["key"],
        version=kept["version"],
        title=Text(kept["title"]),
        languages=tuple(kept["languages"]),
        reviews=tuple(LanguageReview(*one) for one in kept["reviews"]),
        audience=kept["audience"],
        kind=kept["kind"],
        intro=Text(kept["intro"]),
        thanks=Text(kept["thanks"]),
        breakdowns=tuple(kept["breakdowns"]),
        minutes=kept["minutes"],
        pages=tuple(_page_in(page) for page in kept["pages"]),
        endings=tuple(Ending(Text(text), parse(relevant)) for text, relevant in kept.get("endings", ())),
        guide=Guide(**kept["guide"]) if "guide" in kept else None,
        sources=tuple(Source(*one) for one in kept.get("sources", ())),
        privacy=kept.get("privacy", "standard"),
    )


def content_hash(kept: Mapping[str, Any]) -> str:
    """SHA-256 of the snapshot in a canonical form, 64 hexadecimal digits."""
    canonical = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def with_localities(
    survey: Survey, localities: Sequence[tuple[str, str]], words: Mapping[str, Mapping[str, str]]
) -> Survey:
    """The survey with a board's localities as options of every question that takes them.

    `localities` are (option id, name); `words` the texts of the options `not_sure` and `elsewhere`
    in every language, which are always offered after them.
    """
    options = (
        *(Option(one, Text({"en": name})) for one, name in localities),
        *(Option(key, Text(texts)) for key, texts in words.items()),
    )
    return replace(
        survey,
        pages=tuple(
            replace(
                page,
                questions=tuple(
                    replace(one, options=options, options_from="")
                    if one.options_from == "localities"
                    else one
                    for one in page.questions
                ),
            )
            for page in survey.pages
        ),
    )


def _page_out(page: Page) -> dict[str, Any]:
    return {
        "id": page.id,
        "title": dict(page.title.words),
        "intro": dict(page.intro.words),
        "relevant": source(page.relevant) if page.relevant is not None else None,
        "questions": [_question_out(question) for question in page.questions],
    }


def _question_out(question: Question) -> dict[str, Any]:
    limits = question.limits
    return {
        "id": question.id,
        "type": question.type,
        "text": dict(question.text.words),
        "help": dict(question.help.words),
        "required": question.required,
        "relevant": source(question.relevant) if question.relevant is not None else None,
        "sensitive": question.sensitive,
        "housekeeping": question.housekeeping,
        "block": question.block,
        "options": [
            [one.id, dict(one.text.words), one.exclusive, one.other, *_if(one), *_more(one)]
            for one in question.options
        ],
        "rows": [[row.id, dict(row.text.words), *_if(row)] for row in question.rows],
        "limits": [
            limits.minimum,
            limits.maximum,
            limits.decimals,
            dict(limits.unit.words),
            limits.max_length,
        ],
        "options_from": question.options_from,
        # Only where there are any, so that what was kept before there could be some has the same hash.
        **({"parts": [_question_out(part) for part in question.parts]} if question.parts else {}),
        **({"required_if": source(question.required_if)} if question.required_if is not None else {}),
        **(
            {"constraints": [[source(one.valid), dict(one.message.words)] for one in question.constraints]}
            if question.constraints
            else {}
        ),
        **({"default": source(question.default)} if question.default is not None else {}),
        **({"calculation": source(question.calculation)} if question.calculation is not None else {}),
        **({"count": source(question.count)} if question.count is not None else {}),
        **({"settings": _settings_out(question.settings)} if question.settings else {}),
        **(
            {"not_comparable": dict(question.not_comparable.words)}
            if question.not_comparable != NO_TEXT
            else {}
        ),
        **({"wording": list(astuple(question.wording))} if question.wording != OURS else {}),
        **_shown_out(question),
    }


def _shown_out(question: Question) -> dict[str, Any]:
    """What there is to see; the pictures of options by the ids of these."""
    pictures = {one.id: _picture_out(one.image) for one in question.options if one.image is not None}
    return {
        **({"image": _picture_out(question.image)} if question.image is not None else {}),
        **({"video": _clip_out(question.video)} if question.video is not None else {}),
        **({"bsl": _clip_out(question.bsl)} if question.bsl is not None else {}),
        **({"pictures": pictures} if pictures else {}),
    }


def _picture_out(picture: Picture) -> dict[str, Any]:
    return {
        "media": _media_out(picture.media),
        "alt": dict(picture.alt.words),
        "licence": picture.licence,
        "source": picture.source,
    }


def _clip_out(clip: Clip) -> dict[str, Any]:
    return {
        "title": dict(clip.title.words),
        "media": _media_out(clip.media) if clip.media is not None else None,
        "captions": {language: _media_out(one) for language, one in clip.captions.items()},
        "link": clip.link,
        "captioned": clip.captioned,
    }


def _media_out(media: Media) -> list[Any]:
    """A file; where it once lay is no part of what a survey is."""
    return [media.file, media.sha256, media.kind, media.size, media.width, media.height]


def _picture_in(kept: Mapping[str, Any] | None) -> Picture | None:
    if kept is None:
        return None
    return Picture(Media(*kept["media"]), Text(kept["alt"]), kept["licence"], kept["source"])


def _clip_in(kept: Mapping[str, Any] | None) -> Clip | None:
    if kept is None:
        return None
    return Clip(
        title=Text(kept["title"]),
        media=Media(*kept["media"]) if kept["media"] is not None else None,
        captions={language: Media(*one) for language, one in kept["captions"].items()},
        link=kept["link"],
        captioned=kept["captioned"],
    )


def _if(offered: Option | Row) -> list[str]:
    """The condition of an option or a row, at the end of its list where there is one."""
    return [source(offered.relevant)] if offered.relevant is not None else []


def _more(option: Option) -> list[dict[str, Any]]:
    """What few options have, after all else and only where there is any: older snapshots stay as they are."""
    more = {"comment": dict(option.comment_text.words)} if option.comment else {}
    return [more] if more else []


def _option_in(one: str, text: dict[str, str], exclusive: bool, other: bool, *rest: Any) -> Option:
    condition = next((written for written in rest if isinstance(written, str)), None)
    more = next((found for found in rest if isinstance(found, dict)), {})
    return Option(
        one,
        Text(text),
        exclusive,
        other,
        comment="comment" in more,
        comment_text=Text(more.get("comment", NO_TEXT.words)),
        relevant=_read(condition),
    )


def _read(written: str | None) -> Expression | None:
    return parse(written) if written else None


def _settings_out(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a type's own; a text is an object of its words, any other value is plain."""
    return {key: dict(value.words) if isinstance(value, Text) else value for key, value in settings.items()}


def _settings_in(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {key: Text(value) if isinstance(value, dict) else value for key, value in kept.items()}


def _page_in(kept: Mapping[str, Any]) -> Page:
    return Page(
        id=kept["id"],
        title=Text(kept["title"]),
        intro=Text(kept["intro"]),
        relevant=_read(kept["relevant"]),
        questions=tuple(_question_in(question) for question in kept["questions"]),
    )


def _question_in(kept: Mapping[str, Any]) -> Question:
    minimum, maximum, decimals, unit, max_length = kept["limits"]
    pictures = kept.get("pictures", {})
    return Question(
        id=kept["id"],
        type=kept["type"],
        text=Text(kept["text"]),
        help=Text(kept["help"]),
        required=kept["required"],
        relevant=_read(kept["relevant"]),
        required_if=_read(kept.get("required_if")),
        constraints=tuple(
            Constraint(parse(valid), Text(message)) for valid, message in kept.get("constraints", ())
        ),
        default=_read(kept.get("default")),
        calculation=_read(kept.get("calculation")),
        count=_read(kept.get("count")),
        sensitive=kept["sensitive"],
        housekeeping=kept.get("housekeeping", False),  # older snapshots do not say
        block=kept["block"],
        options=tuple(
            replace(_option_in(*one), image=_picture_in(pictures.get(one[0]))) for one in kept["options"]
        ),
        rows=tuple(Row(row, Text(text), *map(parse, condition)) for row, text, *condition in kept["rows"]),
        limits=Limits(minimum, maximum, decimals, Text(unit), max_length),
        options_from=kept["options_from"],
        parts=tuple(_question_in(part) for part in kept.get("parts", ())),
        settings=_settings_in(kept.get("settings", {})),
        wording=Wording(*kept.get("wording", ())),
        not_comparable=Text(kept.get("not_comparable", NO_TEXT.words)),
        image=_picture_in(kept.get("image")),
        video=_clip_in(kept.get("video")),
        bsl=_clip_in(kept.get("bsl")),
    )
