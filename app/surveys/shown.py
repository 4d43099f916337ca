"""Pictures and clips of a survey, from its file: none without words for those who cannot see or hear it."""

import re
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from ruamel.yaml.comments import CommentedMap

from app.surveys.definition import NO_TEXT, SOURCE_LANGUAGE, Clip, Media, Picture, Text
from app.surveys.media import CAPTIONS, CLIP, PICTURE, Sort, Unfit, look
from app.surveys.paper import Paper, line_of, only

FOLDER = "media"
PICTURE_KEYS = ("file", "alt", "licence", "source")
CLIP_KEYS = ("file", "link", "captions", "title")
FILE = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]+", re.ASCII)
EXAMPLES = {
    "image": 'image: {file: bridge.png, alt: "A bridge with a handrail"}',
    "video": "video: {file: visit.mp4, captions: visit.vtt, title: A visit}",
    "bsl": "bsl: {file: signed.mp4}",
}


def option_picture(paper: Paper, item: CommentedMap) -> Picture | None:
    """The picture of an option. Where the option's words say all that it shows, its alt is empty."""
    return _picture(
        paper, item, "Add 'alt:' with what it shows, or alt: \"\" if the words beside it say that."
    )


def picture(paper: Paper, item: CommentedMap) -> Picture | None:
    """The picture of a question."""
    found = _picture(paper, item, "Add 'alt:' with what it shows, in a few words.")
    if found is not None and not str(found.alt) and "alt" in item["image"]:
        _problem(paper, item["image"], "alt", "The 'alt' is empty.", "Say what the picture shows.")
    return found


def video(paper: Paper, item: CommentedMap) -> Clip | None:
    """A film with a title and captions; of a link its author says that it has them."""
    found = _clip(paper, item, "video")
    if found is None:
        return None
    said: CommentedMap = item["video"]
    if not str(found.title):
        _problem(paper, item, "video", "The video has no title.", "Add 'title:' with what it is about.")
    if not found.captions and not found.captioned and not said.get("captions"):
        mend = (
            "Look whether it has some. If so add 'captions: true'; if not, show another one."
            if found.link
            else "Add 'captions:' with the name of a WebVTT file, such as visit.vtt."
        )
        _problem(paper, item, "video", "The video has no captions.", mend)
    return found


def signed(paper: Paper, item: CommentedMap) -> Clip | None:
    """A film in British Sign Language, which needs neither captions nor a title of its own."""
    return _clip(paper, item, "bsl")


def captions(paper: Paper, said: CommentedMap) -> Media | None:
    """The file under `captions`."""
    return _named(paper, said, "captions", CAPTIONS)


def _picture(paper: Paper, item: CommentedMap, no_alt: str) -> Picture | None:
    said = _mapping(paper, item, "image", PICTURE_KEYS)
    if said is None:
        return None
    if "alt" not in said:
        _problem(paper, item, "image", "The image has no 'alt'.", no_alt)
    media = _file(paper, item, said, "image", PICTURE)
    licence, source = (str(said.get(key) or "") for key in ("licence", "source"))
    return Picture(media, _text(paper, said, "alt"), licence, source) if media is not None else None


def _clip(paper: Paper, item: CommentedMap, key: str) -> Clip | None:
    said = _mapping(paper, item, key, CLIP_KEYS)
    if said is None:
        return None
    title = _text(paper, said, "title")
    if ("link" in said) == ("file" in said):
        _problem(paper, item, key, f"A '{key}' has a file or a link.", f"Write it like: {EXAMPLES[key]}.")
        return None
    if "link" in said:
        link, captioned = str(said["link"]), said.get("captions", False)
        if not _is_link(link):
            _problem(paper, said, "link", f"'{link}' is no link.", "Begin it with https://.")
        if not isinstance(captioned, bool):
            mend = "Write 'captions: true', once you have seen that it has them."
            _problem(paper, said, "captions", "Nobody can add captions to a link.", mend)
        return Clip(title, link=link, captioned=captioned is True)
    media = _file(paper, item, said, key, CLIP)
    found: dict[str, Media] = {}
    if "captions" in said and (words := captions(paper, said)):
        found[SOURCE_LANGUAGE] = words
    return Clip(title, media, found) if media is not None else None


def _mapping(paper: Paper, item: CommentedMap, key: str, keys: tuple[str, ...]) -> CommentedMap | None:
    said = item.get(key)
    if said is None:
        return None
    if not isinstance(said, CommentedMap):
        _problem(paper, item, key, f"'{key}' is not a set of keys.", f"Write it like: {EXAMPLES[key]}.")
        return None
    only(paper, said, frozenset(keys), f"'{key}'")
    return said


def _file(paper: Paper, item: CommentedMap, said: CommentedMap, key: str, sort: Sort) -> Media | None:
    if "file" in said:
        return _named(paper, said, "file", sort)
    _problem(paper, item, key, f"This '{key}' has no file.", f"Write it like: {EXAMPLES[key]}.")
    return None


def _named(paper: Paper, said: CommentedMap, key: str, sort: Sort) -> Media | None:
    """The file whose name stands under a key, looked at."""
    name = str(said[key])
    if not FILE.fullmatch(name):
        mend = f"Use small letters, digits and hyphens, as in {sort.example}; it lies in the folder {FOLDER}."
        _problem(paper, said, key, f"'{name}' cannot be the name of a file.", mend)
        return None
    place = Path(paper.path).parent / FOLDER / name
    if not place.is_file():
        near = get_close_matches(name, [one.name for one in place.parent.glob("*.*")], 1)
        mend = f"Did you mean '{near[0]}'?" if near else "Put it there."
        _problem(paper, said, key, f"There is no {name} in the folder {FOLDER} beside this file.", mend)
        return None
    try:
        return look(place, sort)
    except Unfit as unfit:
        _problem(paper, said, key, unfit.what, unfit.mend)
        return None


def _text(paper: Paper, said: CommentedMap, key: str) -> Text:
    """Words under a key, which may be empty."""
    words = said.get(key)
    if words is None or isinstance(words, str | int | float) and not isinstance(words, bool):
        return Text({SOURCE_LANGUAGE: str(words or "").strip()}) if words else NO_TEXT
    _problem(paper, said, key, f"'{key}' is not a text.", "Write words after it, in quotes.")
    return NO_TEXT


def _is_link(link: str) -> bool:
    """Whether it leads to a place on the web, and to nothing else."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not re.search(r"[\s\"<>]", link)


def _problem(paper: Paper, item: CommentedMap, key: str, what: str, mend: str) -> None:
    paper.problem(line_of(item, key), what, mend)
