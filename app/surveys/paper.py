"""Reading YAML with the line of every key, so that a mistake can be pointed at."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from app.surveys.definition import Source
from app.surveys.problems import Problem
from app.surveys.unreadable import broken, too_deep

LARGEST = 1_000_000  # bytes of one file
CALLED = {
    "answers": ("options",),
    "choices": ("options",),
    "condition": ("relevant",),
    "description": ("intro", "help"),
    "hint": ("help",),
    "label": ("text", "title"),
    "max": ("most", "max_length"),
    "message": ("constraint_1",),
    "name": ("id",),
    "question": ("text",),
    "show_if": ("relevant",),
    "validation": ("constraints",),
}
"""What others call a key, and what it may be here."""


class Paper:
    """One file being read. It collects the problems found on the way."""

    def __init__(self, path: str, within: tuple[Path, ...] = ()) -> None:
        self.path = path
        self.within = within
        """The files that took this one in, the outermost first."""
        self.problems: list[Problem] = []
        self.unfinished: set[int] = set()
        """The lines on which a key has nothing after it: all else about them follows from that."""
        self.meant: dict[int, set[str]] = {}
        """The keys that were meant by others that nobody knows, by the identity of their mapping."""
        self.lines: dict[tuple[str, str], int] = {}
        """The line of each word of a list, by the list's key and the word: for what is checked later."""
        self.sources: tuple[Source, ...] = ()
        """What the file says that it was written from."""
        self.lent: tuple[Source, ...] = ()
        """The same of the blocks that it takes in."""

    def meant_in(self, item: CommentedMap) -> set[str]:
        """The keys of a mapping that seem to be there, spelt wrongly."""
        return self.meant.get(id(item), set())

    def problem(self, line: int, what: str, mend: str) -> None:
        """Write a problem down; reading goes on, so that all are found in one go."""
        if line not in self.unfinished:
            self.problems.append(Problem(self.path, line, what, mend))


def load(paper: Paper, source: str) -> CommentedMap | None:
    """The mapping that a YAML text holds, or None with the problem written down."""
    if len(source.encode()) > LARGEST:
        paper.problem(1, f"The file is larger than {LARGEST} bytes.", "Split it into smaller surveys.")
        return None
    yaml = YAML(typ="rt")
    yaml.Composer = _WrittenOut
    yaml.Constructor = _DatesAsWritten
    yaml.allow_duplicate_keys = False
    try:
        tree = yaml.load(source)
    except ComposerError as error:
        line = error.problem_mark.line + 1
        if "another document" in error.problem:
            paper.problem(line, "Another document begins here.", "Take the line '---' out.")
        else:
            mend = "Write it out, or put quotes around what begins with *."
            paper.problem(line, f"{error.problem}.", mend)
        return None
    except MarkedYAMLError as error:
        paper.problem(*broken(error, source.splitlines()))
        return None
    except RecursionError:
        what = "Lists and sets of keys stand too deep within one another here."
        paper.problem(too_deep(source), what, "Take out brackets or indentation that belong to nothing.")
        return None
    except (YAMLError, ValueError) as error:
        line = source.count("\n", 0, getattr(error, "position", 0)) + 1
        first = str(error).split("\n")[0]
        paper.problem(
            line, f"This is not YAML: {first}.", "Take the sign out, and save it as plain UTF-8 text."
        )
        return None
    if not isinstance(tree, CommentedMap):
        paper.problem(1, "The file holds no survey.", "Begin it with a line such as 'survey: carers'.")
        return None
    return tree


class _DatesAsWritten(RoundTripConstructor):
    """Leaves a date in the words that it is written in: those that there are not are told by who asks."""


_DatesAsWritten.add_constructor("tag:yaml.org,2002:timestamp", _DatesAsWritten.construct_yaml_str)


class _WrittenOut(Composer):
    """Takes no aliases: a few lines of them can stand for more words than there is room for."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next part of the file. Raises ComposerError for an alias."""
        if self.parser.check_event(AliasEvent):
            event = self.parser.peek_event()
            what = f"'*{event.anchor}' stands for something else"
            raise ComposerError(None, None, what, event.start_mark)
        return super().compose_node(parent, index)


def read_text(path: Path, paper: Paper) -> str | None:
    """The text of a file, or None with the problem written down."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        paper.problem(0, "There is no such file.", "Look at the name and folder.")
    except UnicodeDecodeError:
        paper.problem(1, "The file is not UTF-8 text.", "Save it as UTF-8.")
    except OSError as error:
        paper.problem(0, f"The file cannot be read: {error.strerror}.", "Look at its permissions.")
    return None


def line_of(mapping: Any, key: Any = None) -> int:
    """The line, counted from 1, of a mapping or list, or of one of its keys."""
    if isinstance(mapping, CommentedMap | CommentedSeq):
        if key is not None:
            try:
                return (
                    int(
                        mapping.lc.key(key)[0]
                        if isinstance(mapping, CommentedMap)
                        else mapping.lc.item(key)[0]
                    )
                    + 1
                )
            except (KeyError, AttributeError, TypeError):
                pass
        return int(mapping.lc.line or 0) + 1
    return 1


def line_at(item: CommentedMap, at: Sequence[str | int], line: int) -> int:
    """The line of what stands under one key within another: of the last that is there, or else `line`."""
    node: Any = item
    for step in at:
        if isinstance(node, CommentedMap) and step in node:
            line, node = line_of(node, step), node[step]
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line, node = line_of(node, step), node[step]
        else:
            break
    return line


def line_with_braces(item: CommentedMap | CommentedSeq, but: Collection[str] = ()) -> int:
    """The line of the first text that has braces in it, but for some keys; 0 without one."""
    pairs = item.items() if isinstance(item, CommentedMap) else enumerate(item)
    for key, value in pairs:
        if isinstance(value, str) and ("{" in value or "}}" in value):
            return line_of(item, key)
        if isinstance(value, CommentedMap | CommentedSeq) and key not in but:
            line = line_with_braces(value)
            if line:
                return line
    return 0


def items(paper: Paper, mapping: CommentedMap, key: str, what: str) -> Iterator[tuple[int, CommentedMap]]:
    """The mappings of a list under `key` with their lines; anything else is written down."""
    value = mapping.get(key)
    if value is None:
        return
    if not isinstance(value, CommentedSeq):
        paper.problem(
            line_of(mapping, key), f"'{key}' is not a list.", f"Write each {what} as '- …' below it."
        )
        return
    for index, item in enumerate(value):
        line = line_of(value, index)
        if isinstance(item, CommentedMap):
            yield line, item
        else:
            paper.problem(
                line,
                f"This {what} is empty." if item is None else f"This {what} is not a set of keys.",
                "Take the '-' out, or write its keys after it."
                if item is None
                else f"Write it as '- id: …' with its keys, not {shown(item)}.",
            )


def only(paper: Paper, item: CommentedMap, known: frozenset[str], what: str) -> None:
    """Write down keys that nobody knows: a slip of the pen must not pass in silence."""
    for key in item:
        if key not in known:
            near = [one for one in CALLED.get(str(key), ()) if one in known]
            near += get_close_matches(str(key), known, 1)
            mend = f"Did you mean '{near[0]}'?" if near else f"Use only {listed(sorted(known))}."
            if item[key] is None and item.fa.flow_style():
                mend = "Put a text that has a comma in it in straight quotes."
            elif near:
                paper.meant.setdefault(id(item), set()).add(near[0])
            paper.problem(line_of(item, key), f"{shown(key)} is not a key of {what}.", mend)
        elif item[key] is None:
            line = line_of(item, key)
            paper.problem(line, f"'{key}' has nothing after it.", "Write something there, or take it out.")
            paper.unfinished.add(line)


def shown(value: Any) -> str:
    """A value in a message, as whoever wrote it would know it.

    >>> shown("maybe"), shown(True), shown(None), shown(["a"]), shown({"a": 1}), shown(2.5)
    ("'maybe'", "'true'", 'nothing', 'a list', 'a set of keys', "'2.5'")
    """
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, Mapping):
        return "a set of keys"
    return f"'{str(value).lower() if isinstance(value, bool) else value}'"


def in_short(words: Sequence[str], most: int) -> str:
    """Some words in a sentence, and how many more there are.

    >>> in_short(["a", "b", "c", "d"], 2)
    "'a', 'b' and 2 more"
    """
    said = ", ".join(f"'{word}'" for word in words[:most])
    return said if len(words) <= most else f"{said} and {len(words) - most} more"


def listed(words: Collection[str]) -> str:
    """Words in a sentence; of a table, its keys in order."""
    return ", ".join(sorted(words) if isinstance(words, Mapping) else words)
