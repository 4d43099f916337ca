"""Earlier answers taken up in a text: "How often does {{name}} come?", with any expression in the braces.

An answer that is named by its question alone is said as it is on the page to check answers: a choice in the
words of its option, a date as people write it. Where there is none, an ellipsis stands.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.surveys.definition import PIPED, Survey, Text
from app.surveys.expressions import Call, Expression, ExpressionError, Reference, Scope, compiled, parse
from app.surveys.questions import say
from app.surveys.routing import labels

SINGLE = re.compile(r"(?<!\{)\{([a-z][a-z0-9_.]*)\}(?!\})")
MISSING = "…"
LONGEST = 200  # characters of an answer that is taken up


def takes_up(text: Text) -> bool:
    """Whether a text takes up anything."""
    return any("{{" in words for words in text.words.values())


def written(text: Text) -> Iterator[tuple[str, str]]:
    """The expressions of a text as they are written, each once, with the first language that has it."""
    if takes_up(text):
        seen: set[str] = set()
        for language, words in text.words.items():
            found = [one for one in dict.fromkeys(PIPED.findall(words)) if one not in seen]
            yield from ((language, one) for one in found)
            seen.update(found)


def slips(text: Text, has: Callable[[str], bool]) -> Iterator[tuple[str, str, str]]:
    """What looks as if it should take up an answer and does not: the language, what it is, how to mend it.

    >>> list(slips(Text({"en": "Hello {name}, this is {x}"}), "name".__eq__))
    [('en', "'{name}' takes up nothing.", 'Write {{name}}.')]
    >>> list(slips(Text({"en": "Hello {{name"}), "name".__eq__))
    [('en', "'{{' is not closed.", 'Write }} after what it takes up.')]
    """
    for language, words in text.words.items():
        if "{" not in words and "}}" not in words:
            continue
        rest = PIPED.sub("", words)
        for found in dict.fromkeys(SINGLE.findall(rest)):
            if has(found.partition(".")[0]):
                yield language, f"'{{{found}}}' takes up nothing.", f"Write {{{{{found}}}}}."
        if "{{" in rest:
            yield language, "'{{' is not closed.", "Write }} after what it takes up."
        elif "}}" in rest:
            yield language, "'}}' closes nothing.", "Write {{ before what it takes up."


def pieces(words: str) -> Iterator[tuple[str, str]]:
    """(words, the expression after them or "") of a text.

    >>> list(pieces("Does {{name}} come?"))
    [('Does ', 'name'), (' come?', '')]
    """
    *some, last = PIPED.split(words)
    yield from zip(some[::2], some[1::2], strict=True)
    yield last, ""


def worth(expression: str, survey: Survey, answers: Mapping[str, Any], language: str) -> str:
    """What stands for an expression: plain words, not yet made safe for a page."""
    try:
        tree: Expression = parse(expression.strip())
    except ExpressionError:
        return MISSING
    question = survey.by_id.get(tree.path) if isinstance(tree, Reference) else None
    if question is not None:
        said = ", ".join(say(question, answers, language)) if question.id in answers else ""
    else:
        named = labels(survey, language)
        value = compiled(tree)(Scope(answers, label=named))
        match tree:
            case Call("at", (Reference(path), _)) if isinstance(value, str):
                value = named(path, value)
        said = "" if value is None or isinstance(value, bool | list | dict) else str(value)
    return " ".join(said.split())[:LONGEST] or MISSING


def filled(text: Text, survey: Survey, answers: Mapping[str, Any], language: str) -> str:
    """A text in a language with what it takes up, as plain words."""
    return "".join(
        words + (worth(expression, survey, answers, language) if expression else "")
        for words, expression in pieces(text.written(language))
    )
