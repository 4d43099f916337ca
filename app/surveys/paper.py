"""Reading YAML with the line of every key, so that a mistake can be pointed at."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

from app.surveys.definition import Source
from app.surveys.problems import Problem

LARGEST = 1_000_000  # bytes of one file
LOOK = "Look at the indentation, colons and quotes here."
MENDS = {
    "'\\t'": "Indent with spaces, and not with tabs.",
    "duplicate key": "Take one of the two out, or rename it.",
    "mapping values": "Put a text that has a colon in it in quotes.",
    "expected ','": "Look whether a quote or a bracket is closed here, or in the lines before.",
    "could not find expected ':'": "A key needs a colon and a space after it, here or in the line before.",
}
"""What to do about the commonest of what the reader of YAML says, by a part of its words."""
DEEPEST = 50  # lists and sets of keys within one another: more than any survey has


class Paper:
    """One file being read. It collects the problems found on the way."""

    def __init__(self, path: str, within: tuple[Path, ...] = ()) -> None:
        self.path = path
        self.within = within
        """The files that took this one in, the outermost first."""
        self.problems: list[Problem] = []
        self.lines: dict[tuple[str, str], int] = {}
        """The line of each word of a list, by the list's key and the word: for what is checked later."""
        self.sources: tuple[Source, ...] = ()
        """What the file says that it was written from."""
        self.lent: tuple[Source, ...] = ()
        """The same of the blocks that it takes in."""

    def problem(self, line: int, what: str, mend: str) -> None:
        """Write a problem down; reading goes on, so that all are found in one go."""
        self.problems.append(Problem(self.path, line, what, mend))


def load(paper: Paper, source: str) -> CommentedMap | None:
    """The mapping that a YAML text holds, or None with the problem written down."""
    if len(source.encode()) > LARGEST:
        paper.problem(1, f"The file is larger than {LARGEST} bytes.", "Split it into smaller surveys.")
        return None
    yaml = YAML(typ="rt")
    yaml.Composer = _WrittenOut
    yaml.allow_duplicate_keys = False
    try:
        tree = yaml.load(source)
    except ComposerError as error:
        line = error.problem_mark.line + 1
        paper.problem(line, f"{error.problem}.", "Write it out, or put quotes around what begins with *.")
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = (error.problem or "it cannot be read").split("\n")[0]
        mend = next((mend for part, mend in MENDS.items() if part in what), LOOK)
        paper.problem(line, f"This is not YAML: {what}.", mend)
        return None
    except RecursionError:
        what = "Lists and sets of keys stand too deep within one another here."
        paper.problem(_too_deep(source), what, "Take out brackets or indentation that belong to nothing.")
        return None
    except (YAMLError, ValueError) as error:
        first = str(error).split("\n")[0]
        no_day = "month" in first or "day" in first
        mend = "Look for a date that there is not." if no_day else "Save the file as plain UTF-8 text."
        paper.problem(1, f"This is not YAML: {first}.", mend)
        return None
    if not isinstance(tree, CommentedMap):
        paper.problem(1, "The file holds no survey.", "Begin it with a line such as 'survey: carers'.")
        return None
    return tree


class _WrittenOut(Composer):
    """Takes no aliases: a few lines of them can stand for more words than there is room for."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next part of the file. Raises ComposerError for an alias."""
        if self.parser.check_event(AliasEvent):
            event = self.parser.peek_event()
            what = f"'*{event.anchor}' stands for something else"
            raise ComposerError(None, None, what, event.start_mark)
        return super().compose_node(parent, index)


def _too_deep(source: str) -> int:
    """The line at which more stands within one another than any survey has."""
    depth = 0
    for event in YAML().parse(source):
        if isinstance(event, CollectionStartEvent | CollectionEndEvent):
            depth += 1 if isinstance(event, CollectionStartEvent) else -1
            if depth > DEEPEST:
                return int(event.start_mark.line) + 1
    return 1


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
                f"This {what} is not a set of keys.",
                f"Write it as '- id: …' with its keys, not {item!r}.",
            )


def only(paper: Paper, item: CommentedMap, known: frozenset[str], what: str) -> None:
    """Write down keys that nobody knows: a slip of the pen must not pass in silence."""
    for key in item:
        if key not in known:
            near = get_close_matches(str(key), known, 1)
            mend = f"Did you mean '{near[0]}'?" if near else f"Use only {listed(sorted(known))}."
            paper.problem(line_of(item, key), f"'{key}' is not a key of {what}.", mend)


def listed(words: Collection[str]) -> str:
    """Words in a sentence; of a table, its keys in order."""
    return ", ".join(sorted(words) if isinstance(words, Mapping) else words)
