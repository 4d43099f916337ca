"""Short text: one line of words, or an e-mail address, a telephone number, a postcode or a link."""

import re
from collections.abc import Callable, Iterator, Mapping

from app.surveys.answers import Value
from app.surveys.definition import Question
from app.surveys.problems import Slip
from app.surveys.questions.base import Form, Key, Kind, Read
from app.surveys.questions.words import clean, too_long
from app.surveys.shapes import Words

LONGEST = 200  # characters, unless the definition says otherwise

name = "short_text"
keys = frozenset({"max_length"})
needs: frozenset[str] = frozenset()
settings: Mapping[str, Key] = {"kind": Key(Kind.WORD, ("email", "telephone", "postcode", "url"))}

# None of these can take longer than the text is long: no part of one can match in two ways.
EMAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:.]+(\.[^\s@<>()\[\],;:.]+)+")
TELEPHONE = re.compile(r"\+?[0-9()]{7,20}", re.ASCII)
URL = re.compile(r"https?://[^\s/?#.]+(\.[^\s/?#.]+)+([/?#]\S*)?", re.IGNORECASE)
# Outward code, inward code: the forms that Royal Mail's address file has.
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)([0-9][A-Z]{2})", re.ASCII)


def shape(question: Question) -> Words:
    """Words."""
    return Words()


def exact(question: Question) -> bool:
    """Where it is of a kind: how to reach somebody is personal, and no comment."""
    return "kind" in question.settings


def controls(question: Question) -> tuple[str, ...]:
    """One text field."""
    return (question.id,)


def read(question: Question, form: Form) -> Read:
    """The words on one line; what is not of its kind is kept as typed."""
    words = " ".join(clean(form.get(question.id, "")).split())
    if not words:
        return Read()
    longest = question.limits.max_length or LONGEST
    kind = question.settings.get("kind")
    made = KINDS[kind](words) if kind else words
    if made is None:
        return Read({question.id: words}, (Slip(question.id, question.id, f"not_{kind}"),))
    return Read({question.id: made}, too_long(question, question.id, made, longest))


def check(question: Question, value: Value) -> str | None:
    """Words of its kind and within the limit are wanted."""
    longest = question.limits.max_length or LONGEST
    kind = question.settings.get("kind")
    if not isinstance(value, str):
        return f"{value!r} is not a text"
    if kind and KINDS[kind](value) is None:
        return f"{value!r} is not of the kind '{kind}'"
    return f"it is longer than {longest} characters" if len(value) > longest else None


def say(question: Question, values: Mapping[str, Value], language: str) -> Iterator[str]:
    """The words."""
    yield values[question.id]


def postcode(words: str) -> str | None:
    """A postcode in capitals with one space, or None for what is none.

    >>> postcode("ky16 9aj"), postcode("KY169AJ"), postcode("somewhere")
    ('KY16 9AJ', 'KY16 9AJ', None)
    """
    found = POSTCODE.fullmatch(words.upper().replace(" ", ""))
    return f"{found[1]} {found[2]}" if found else None


def email(words: str) -> str | None:
    """An e-mail address as typed; whether anybody is there only a message can tell."""
    return words if EMAIL.fullmatch(words) else None


def telephone(words: str) -> str | None:
    """A telephone number as typed, whatever stands between its figures."""
    return words if TELEPHONE.fullmatch(re.sub(r"[ .-]", "", words)) else None


def url(words: str) -> str | None:
    """A link; one without its beginning gets it.

    >>> url("www.example.org"), url("example")
    ('https://www.example.org', None)
    """
    made = words if "://" in words else f"https://{words}"
    return made if URL.fullmatch(made) else None


KINDS: Mapping[str, Callable[[str], str | None]] = {
    "email": email,
    "telephone": telephone,
    "postcode": postcode,
    "url": url,
}
