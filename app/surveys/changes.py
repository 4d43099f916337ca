"""What is different between two versions of a survey, and what of an answer to one is an answer to the other.

Questions and options are known by their ids, whatever they say and wherever they stand: an id that stays
means that answers can be counted together, unless its author says that they cannot (`not_comparable`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.surveys.definition import Clip, Option, Picture, Question, Row, Survey, Text
from app.surveys.questions import TYPES, exact, shape
from app.surveys.shapes import Choices, Ranking, Words, items
from app.surveys.translations import as_read

ADDED, REMOVED, REWORDED, MOVED = "added", "removed", "reworded", "moved"
TRANSLATED, ROUTED, RULED = "translated", "routed", "ruled"
"""The kinds of a change. REWORDED is one of the English, TRANSLATED of another language alone, ROUTED of who
is asked, RULED of what must be answered, or how.
"""
SAYS_OTHERWISE = frozenset({ADDED, REWORDED, TRANSLATED})
"""The kinds for which whoever has answered should look again."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `about` is the id of a question, or "" of the survey; `part` that of an option or row.

    `says` is a sentence for those who made the survey, in English.
    """

    kind: str
    about: str
    says: str
    part: str = ""


def differences(old: Survey, new: Survey) -> tuple[Change, ...]:
    """Everything that is different for those who answer, in the order of the new version.

    Words in languages that neither offers are read by nobody; without a translation the English is read.
    """
    languages = tuple(dict.fromkeys((*old.languages, *new.languages)))
    return tuple(_differences(as_read(old, languages), as_read(new, languages)))


def obstacles(old: Survey, new: Survey) -> tuple[str, ...]:
    """Why a consultation that asks `old` cannot go on with `new`, each with how to mend it."""
    return tuple(_obstacles(old, new))


def carried(
    old: Survey | None, new: Survey, answers: Mapping[str, Any], apart: Collection[str] = ()
) -> dict[str, Any]:
    """What of the answers to `old` is an answer to `new`; the rest is left out.

    `apart` are ids of questions whose answers cannot be compared. Without `old` every answer is looked at.
    What did not fit in `old` either, such as a number with a slip, stays as it was typed.
    """
    found: dict[str, Any] = {}
    for key, value in answers.items():
        owner, _, beside_an_option = key.partition(".")
        question = new.by_id.get(owner)
        if question is None or owner in apart:
            continue
        if beside_an_option:
            if key in new.beside:
                found[key] = value
            continue
        was = old.by_id.get(owner) if old is not None else None
        kept = value if was == question else _still(was, question, value)
        if kept is not None:
            found[key] = kept
    return found


def lost(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the questions to which an answer, or some of it, was not carried."""
    return frozenset(key.partition(".")[0] for key, value in before.items() if after.get(key) != value)


def _still(was: Question | None, now: Question, value: Any) -> Any:
    """As much of a value as is an answer to the question as it is now, or None."""
    check = TYPES[now.type].check
    if check(now, value) is None:
        return value
    if was is not None and was.type == now.type and TYPES[was.type].check(was, value) is not None:
        return value
    if isinstance(value, dict):
        return {part: one for part, one in value.items() if check(now, {part: one}) is None} or None
    if isinstance(value, list):
        if isinstance(shape(now), Choices | Ranking):
            return [one for one in value if isinstance(one, str) and now.option(one)] or None
        entries = [
            {part: one for part, one in entry.items() if check(now, [{part: one}]) is None}
            for entry in value
            if isinstance(entry, dict)
        ]
        return [entry for entry in entries if entry] or None
    return None


def _obstacles(old: Survey, new: Survey) -> Iterator[str]:
    for name, before, after in (("audience", old.audience, new.audience), ("kind", old.kind, new.kind)):
        if before != after:
            yield f"Its '{name}' was {before} and is {after}: make another consultation of it."
    if not any(question.id in new.by_id for question in old.questions):
        yield "No question of it has stayed: this is another survey, so make another consultation of it."
    for question in new.questions:
        was = old.by_id.get(question.id)
        if was is not None and not _counted_alike(was, question):
            yield (
                f"'{question.id}' was answered in another way ({was.type}, now {question.type}), so "
                f"answers cannot be counted together: give the question a new id, like '{question.id}_2'."
            )


def _counted_alike(old: Question, new: Question) -> bool:
    """Whether answers to both can lie in one table."""
    was, now = shape(old), shape(new)
    if type(was) is not type(now) or (isinstance(was, Words) and _form(old) != _form(new)):
        return False
    before, after = dict(items(old.id, was)), dict(items(new.id, now))
    return all(type(before[key]) is type(after[key]) for key in before.keys() & after.keys())


def _form(question: Question) -> tuple[str, ...]:
    """What a date, an address and the like are written as; of words in general nothing."""
    return (question.type, str(question.settings.get("kind"))) if exact(question) else ()


def _differences(old: Survey, new: Survey) -> Iterator[Change]:
    yield from _worded("", "The title", old.title, new.title)
    yield from _worded("", "The introduction", old.intro, new.intro)
    yield from _worded("", "The thanks", old.thanks, new.thanks)
    if [(one.text.words, one.relevant) for one in old.endings] != [
        (one.text.words, one.relevant) for one in new.endings
    ]:
        yield Change(REWORDED, "", "What is said after sending to some people has changed.")
    for question in old.questions:
        if question.id not in new.by_id:
            yield Change(REMOVED, question.id, f"No longer asked: “{question.text}”")
    yield from _pages(old, new)
    moved = _moved([one.id for one in old.questions], [one.id for one in new.questions])
    for question in new.questions:
        was = old.by_id.get(question.id)
        if was is None:
            yield Change(ADDED, question.id, f"New question: “{question.text}”")
            continue
        if question.id in moved or old.page_of[was.id].id != new.page_of[question.id].id:
            yield Change(MOVED, question.id, f"Stands elsewhere: “{question.text}”")
        yield from _question(was, question)


def _pages(old: Survey, new: Survey) -> Iterator[Change]:
    """What is different of the pages that are in both; of others the questions tell."""
    for page in new.pages:
        was = old.page(page.id)
        if was is None:
            continue
        yield from _worded("", f"The page “{was.title}”", was.title, page.title)
        yield from _worded("", f"The introduction of the page “{page.title}”", was.intro, page.intro)
        if was.relevant != page.relevant:
            for question in page.questions:
                if question.id in old.by_id:
                    yield Change(ROUTED, question.id, f"Asked of others than before: “{question.text}”")


def _question(old: Question, new: Question) -> Iterator[Change]:
    """What is different of a question that is in both."""
    about = new.id
    yield from _worded(about, "A question", old.text, new.text)
    yield from _worded(about, f"The help of “{new.text}”", old.help, new.help)
    yield from _worded(about, f"The unit of “{new.text}”", old.limits.unit, new.limits.unit)
    yield from _offered(new, "answer", old.options, new.options)
    yield from _offered(new, "row", old.rows, new.rows)
    for option in new.options:
        before = old.option(option.id)
        if before is not None and before.comment and option.comment:
            what = f"What may be added to the answer “{option.text}”"
            yield from _worded(about, what, before.comment_text, option.comment_text, option.id)
    yield from _shown(about, f"The picture of “{new.text}”", old.image, new.image)
    yield from _shown(about, f"The video of “{new.text}”", old.video, new.video)
    yield from _shown(about, f"The British Sign Language of “{new.text}”", old.bsl, new.bsl)
    pictures = {one.id: one.image for one in old.options}
    for option in new.options:
        if option.id in pictures:
            what = f"The picture of “{option.text}”, an answer of “{new.text}”"
            yield from _shown(about, what, pictures[option.id], option.image, option.id)
    parts_before = {part.id: part for part in old.parts}
    for part in old.parts:
        if part.id not in {one.id for one in new.parts}:
            yield Change(REMOVED, about, f"“{new.text}” no longer asks “{part.text}”", part.id)
    for part in new.parts:
        if part.id not in parts_before:
            yield Change(ADDED, about, f"“{new.text}” now asks “{part.text}”, too", part.id)
        else:
            for one in _question(parts_before[part.id], part):
                yield Change(one.kind, about, one.says, part.id)
    if old.relevant != new.relevant or old.count != new.count:
        yield Change(ROUTED, about, f"Asked of others than before: “{new.text}”")
    if (old.required, old.required_if) != (new.required, new.required_if):
        how = (
            "must be answered"
            if new.required
            else "must be answered by some"
            if new.required_if
            else "need not be answered"
        )
        yield Change(RULED, about, f"Now {how}: “{new.text}”")
    words = {key: value for key, value in new.settings.items() if isinstance(value, Text)}
    for key, text in words.items():
        was = old.settings.get(key)
        if isinstance(was, Text):
            yield from _worded(about, f"Words of “{new.text}”", was, text)
    if _rules(old) != _rules(new):
        yield Change(RULED, about, f"Other rules for an answer to “{new.text}”")


def _rules(question: Question) -> tuple[Any, ...]:
    """What an answer is held against, beside who is asked and whether an answer is needed."""
    limits = question.limits
    plain = {key: value for key, value in question.settings.items() if not isinstance(value, Text)}
    return (
        question.type, limits.minimum, limits.maximum, limits.decimals, limits.max_length, plain,
        question.constraints, question.default, question.calculation, question.sensitive,
        [
            (one.id, one.exclusive, one.other, one.comment, one.relevant)
            for one in question.options if _in(one, question)
        ],
    )  # fmt: skip


def _in(option: Option, question: Question) -> bool:
    """Whether an option has anything beside its words: those that come and go are told by themselves."""
    return option.exclusive or option.other or option.comment or option.relevant is not None


def _offered(
    question: Question, called: str, old: Sequence[Option | Row], new: Sequence[Option | Row]
) -> Iterator[Change]:
    """What is different of the options or the rows of a question."""
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for key, one in before.items():
        if key not in after:
            yield Change(REMOVED, question.id, f"“{question.text}” has lost the {called} “{one.text}”", key)
    for key, one in after.items():
        if key not in before:
            yield Change(ADDED, question.id, f"“{question.text}” has the new {called} “{one.text}”", key)
        else:
            yield from _worded(
                question.id, f"The {called} of “{question.text}”", before[key].text, one.text, key
            )
    if _moved([*before], [*after]):
        yield Change(MOVED, question.id, f"“{question.text}” has its {called}s in another order")


def _worded(about: str, what: str, old: Text, new: Text, part: str = "") -> Iterator[Change]:
    """The difference of a text; that of a translation where the English is the same."""
    if old.written("en") != new.written("en"):
        if not str(old) or not str(new):
            yield Change(
                REWORDED, about, f"{what} {'has words now' if str(new) else 'has no words now'}.", part
            )
        else:
            yield Change(REWORDED, about, f"{what} “{old}” now reads “{new}”", part)
    elif dict(old.words) != dict(new.words):
        yield Change(TRANSLATED, about, f"“{new}” has other words in another language", part)


def _shown(
    about: str, what: str, old: Picture | Clip | None, new: Picture | Clip | None, part: str = ""
) -> Iterator[Change]:
    """What is different of a picture or a clip, or of the words about it."""
    if _seen(old) != _seen(new):
        how = "is new" if old is None else "is no longer there" if new is None else "is another"
        yield Change(REWORDED, about, f"{what} {how}.", part)
    if old is not None and new is not None:
        for before, after in zip(old.texts(), new.texts(), strict=True):
            yield from _worded(about, f"{what}: the words about it", before, after, part)


def _seen(shown: Picture | Clip | None) -> Any:
    """What there is to see, whatever the names of the files."""
    match shown:
        case Picture(media):
            return media.sha256
        case Clip(media=media, captions=captions, link=link):
            return (media and media.sha256, link, {key: one.sha256 for key, one in captions.items()})
        case _:
            return None


def _moved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """Those in both that stand in another order: the fewest that had to be moved."""
    before, after = [one for one in old if one in new], [one for one in new if one in old]
    stayed = {
        before[place]
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        for place in range(block.a, block.a + block.size)
    }
    return frozenset(after) - stayed
