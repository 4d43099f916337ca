"""What is said of a file that cannot be read as YAML: where the mistake is, rather than where it shows."""

import re
from itertools import takewhile

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent

LOOK = "Look at the indentation, colons and quotes here."
PLAIN = (
    ("'\\t'", "a tab stands here", "Indent with spaces, and not with tabs."),
    ("duplicate key", "", "Take one of the two out, or rename it."),
    ("mapping values", "a colon stands here that belongs to no key",
     "Put a text that has a colon in it in quotes, or begin this line under the key before it."),
    ("expected ','", "a bracket that is opened is not closed",
     "Close it, and put a text that has brackets or commas in it in quotes."),
    ("expected ':'", "a key stands here without a colon",
     "Put ': ' after it, or begin a text that goes on here further to the right."),
    ("expected <block end>", "this line does not stand under the one that it belongs to",
     "Begin it as far from the left as those beside it, and put a text with quotes in it in quotes whole."),
    ("expected the node content", "a sign stands here that means something of its own",
     "Put a text that begins with such a sign in quotes."),
    ("cannot start any token", "a sign stands here that no text can begin with", "Put the text in quotes."),
    ("escape", "a backslash stands here between double quotes",
     "Write two of them, or put the text in single quotes."),
)  # fmt: skip
"""By a part of what the reader of YAML says: the same in plain words, if others are plainer, and the mend."""
LOOKS = (
    (re.compile(r"^\s*-[^\s-]"), "a '-' stands here without a space after it", "Write a space after it."),
    (re.compile(r"^\s*[–—]\s"), "a long dash stands here", "Write '-' in its place."),
    (re.compile(r"""[{,]\s*(relevant|required|valid|default|calculation|count):\s*[^"'{}\s][^"{},]*\([^"{}()]*,"""),
     "an expression with a comma stands within { }", "Put the whole of it in double quotes."),
    (re.compile(r":\s+\{\{"), "a text begins with a brace", "Put it in quotes."),
    (re.compile(r"""(:\s+|\{\s*)(["'])[^"']*\2\s*[^\s,}\]#]"""), "a text goes on after its closing quote",
     "Put the whole of it into the other kind of quotes."),
    (re.compile(r":\s+\[[^\]]*\]\s*\w"), "a text begins with a bracket", "Put it in quotes."),
)  # fmt: skip
"""By what a line looks like that could not be read: what it is in plain words, and the mend."""
OPENS = re.compile(r"""[^"'#]*?(?:[:,\[{]|^\s*-)\s+(?:-\s+)?(?P<quote>["'])(?P<rest>.*)""")
"""A line on which a quote begins a text."""
BEGINS_A_KEY = re.compile(r"\s*(-\s+)*[\w-]+:(\s|$)")
DEEPEST = 50  # lists and sets of keys within one another: more than any survey has


def broken(error: MarkedYAMLError, lines: list[str]) -> tuple[int, str, str]:
    """The line, the mistake and its mending. What is left open is told where it is opened."""
    mark = error.problem_mark or error.context_mark
    line = min(mark.line + 1, max(len(lines), 1)) if mark else 1
    what = (error.problem or "it cannot be read").split("\n")[0]
    opened = _left_open(lines[:line])
    if opened and "duplicate" not in what:
        mend = "Close it; within a text in single quotes write two of them for one."
        return opened, "This is not YAML: a quote that begins a text here is not closed.", mend
    if error.context_mark and any(one in (error.context or "") for one in ("flow", "simple key")):
        line = error.context_mark.line + 1
    for number in (line, line - 1):
        for sign, plain, mend in LOOKS:
            if 0 < number <= len(lines) and sign.search(lines[number - 1]):
                return number, f"This is not YAML: {plain}.", mend
    if "mapping values" in what and lines[line - 1].lstrip().startswith("- "):
        mend = "Write the key that it belongs to before it, such as 'questions:' or 'options:'."
        return line, "This is not YAML: a list begins here and no key stands above it.", mend
    for part, plain, mend in PLAIN:
        if part in what:
            return line, f"This is not YAML: {plain or what}.", mend
    return line, f"This is not YAML: {what}.", LOOK


def _left_open(lines: list[str]) -> int:
    """The line, from 1, on which a quote begins a text that nothing ends; 0 if there is none."""
    for number, line in enumerate(lines, 1):
        found = OPENS.match(line)
        if found and found["quote"] not in found["rest"]:
            goes_on = "".join(takewhile(lambda one: not BEGINS_A_KEY.match(one), lines[number:]))
            if found["quote"] not in goes_on:
                return number
    return 0


def too_deep(source: str) -> int:
    """The line at which more stands within one another than any survey has."""
    depth = 0
    for event in YAML().parse(source):
        if isinstance(event, CollectionStartEvent | CollectionEndEvent):
            depth += 1 if isinstance(event, CollectionStartEvent) else -1
            if depth > DEEPEST:
                return int(event.start_mark.line) + 1
    return 1
