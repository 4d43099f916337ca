"""From YAML to a Survey: parsed once, with every mistake found in one go, its line and its mending.

The grammar of the files is in docs/survey-format.md. A translation stands beside a survey as
`<key>.<language>.yaml`; a shared block is another survey file, taken in by `- block: <key>`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from app.surveys import groups, guides, shown, values
from app.surveys import paper as papers
from app.surveys.checks import check_survey
from app.surveys.definition import (
    NO_TEXT,
    Constraint,
    Ending,
    Limits,
    Option,
    Page,
    Question,
    Row,
    Survey,
)
from app.surveys.errors import BrokenSurvey
from app.surveys.expressions import Expression, ExpressionError, Literal, Reference, parse
from app.surveys.paper import Paper, items, line_at, line_of, line_with_braces, listed, only
from app.surveys.paper import shown as as_written
from app.surveys.problems import Problem
from app.surveys.questions import TYPES, complete, faults, settings, shows_pictures
from app.surveys.questions.base import Key, Kind
from app.surveys.translations import is_of_translation, translate

SURVEY_KEYS = frozenset(
    ["survey", "version", "title", "audience", "kind", "minutes", "languages"]
    + ["breakdowns", "intro", "thanks", "endings", "guide", "sources", "privacy", "pages"]
)
PAGE_KEYS = frozenset(["page", "title", "intro", "relevant", "questions"])
GROUP_KEYS = frozenset(["group", "title", "intro", "relevant", "questions"])
QUESTION_KEYS = frozenset(
    ["id", "type", "text", "help", "required", "relevant", "sensitive", "housekeeping"]
    + ["constraints", "default", "wording", "not_comparable"]
)
OPTION_KEYS = frozenset(["id", "text", "exclusive", "other", "comment", "comment_text", "relevant", "image"])
ROW_KEYS = frozenset(["id", "text", "relevant"])
EXAMPLES = {
    "relevant": ("condition", "hours >= 35 and selected(helped, 'breaks')"),
    "required": ("condition", "true, or like: hours >= 35"),
    "valid": ("condition", "this <= 168"),
    "default": ("value", "35, or 'parent' for an option"),
    "calculation": ("calculation", "day_hours + night_hours"),
    "count": ("number of entries", "how_many_people"),
}
"""What an expression under each key is called, and one that is right."""
SIGNS = (
    (r"&&|\|\|", "Say 'and' and 'or' in words. "),
    (r"=>|=<", "The '=' comes last, as in '>=' and '<='. "),
    (r"(?<![=!<>])=(?![=<>])", "Two things are compared with '=='. "),
    (r"\b(AND|OR|NOT)\b", "Write 'and', 'or' and 'not' in small letters. "),
    (r"\bin \[", "Ask of each one by itself: role == 'parent' or role == 'partner'. "),
    (r"<>", "What is not the same is compared with '!='. "),
    (r"[‘’“”]", "Take straight quotes. "),
)
"""Signs that other languages have, and what is written here."""
NEEDS = {
    "options": "with at least two",
    "rows": "with at least one",
    "parts": "with at least one small question",
    "item": "with a word for one",
    "calculation": f"with an expression, such as {EXAMPLES['calculation'][1]}",
}
"""What stands under a key without which a question of some type is none."""
AUDIENCES = ("carer", "service_user", "third_sector", "independent_provider", "public", "planning_group")
KINDS = ("person", "organisation")
PRIVACY = ("standard", "children")
SOURCES_OF_OPTIONS = ("localities",)
MOST_QUESTIONS, MOST_OPTIONS = 500, 10_000
MOST_DECIMALS, MOST_MINUTES = 6, 600


def parse_file(path: Path) -> tuple[Survey | None, list[Problem]]:
    """A survey file with its blocks and translations: the Survey, or None, and all problems."""
    paper = Paper(str(path))
    survey = _read(path, paper)
    others: list[Problem] = []
    if survey is not None:
        if not paper.problems:
            survey, others = translate(survey, path, paper.lines)
            found = [*check_survey(survey, paper.path, paper.lines)]
            paper.problems = [one for one in found if not is_of_translation(one)]
            others += [one for one in found if is_of_translation(one)]
        if paper.problems:
            others = []  # what is wrong in the English would be said again of each language
    problems = sorted(paper.problems, key=lambda problem: problem.line) + others
    return (None if problems else survey), problems


def read_survey(path: Path) -> Survey:
    """A survey file. Raises BrokenSurvey with every problem."""
    survey, problems = parse_file(path)
    if survey is None:
        raise BrokenSurvey(problems)
    return survey


def read_question(item: CommentedMap) -> tuple[Question, list[Problem]]:
    """One question on its own, as a file would have it, and its problems; lines are those of `item`."""
    paper = Paper("")
    return _question(paper, line_of(item), item), paper.problems


def _read(path: Path, paper: Paper) -> Survey | None:
    """The structure and the English of a file."""
    source = papers.read_text(path, paper)
    tree = papers.load(paper, source) if source is not None else None
    if tree is None:
        return None
    only(paper, tree, SURVEY_KEYS, "a survey")
    key = values.word(paper, tree, "survey", values.KEY, f"'survey: {path.stem}'")
    if key and key != path.stem:
        paper.problem(
            line_of(tree, "survey"),
            f"The survey is called '{key}' and its file '{path.name}'.",
            f"Give both the same name: 'survey: {path.stem}', or rename the file to {key}.yaml.",
        )
    paper.sources = guides.sources(paper, tree)
    for owner, of in ((path.stem, ("title", "intro")), ("thanks", ("thanks",))):
        for name in of:
            if any(sign in str(tree.get(name, "")) for sign in ("{", "}}")):
                paper.lines.setdefault((owner, "text"), line_of(tree, name))
    pages = _pages(paper, tree, path)
    if not pages and not paper.problems:
        paper.problem(
            line_of(tree), "The survey has no pages.", "Add 'pages:' with at least one '- page: …'."
        )
    return Survey(
        key=key or path.stem,
        version=str(tree.get("version", "1")),
        title=values.text(paper, tree, "title", required=True),
        pages=tuple(pages),
        languages=values.languages(paper, tree),
        audience=values.one_of(paper, tree, "audience", AUDIENCES, "public"),
        kind=values.one_of(paper, tree, "kind", KINDS, "person"),
        intro=values.text(paper, tree, "intro"),
        thanks=values.text(paper, tree, "thanks"),
        breakdowns=values.words(paper, tree, "breakdowns"),
        minutes=values.whole(paper, tree, "minutes", MOST_MINUTES) or 0,
        endings=tuple(_endings(paper, tree)),
        guide=guides.guide(paper, tree),
        sources=guides.with_those_of_blocks(paper, tree),
        privacy=values.one_of(paper, tree, "privacy", PRIVACY, "standard"),
    )


def _pages(paper: Paper, tree: CommentedMap, path: Path) -> list[Page]:
    """The pages, those of blocks among them."""
    pages: list[Page] = []
    for line, item in items(paper, tree, "pages", "page"):
        if "block" in item:
            only(paper, item, frozenset({"block"}), "a block")
            pages.extend(_block(paper, item, path))
            continue
        only(paper, item, PAGE_KEYS, "a page")
        page_id = values.word(paper, item, "page", values.KEY, "'- page: about-you'") or f"line-{line}"
        questions = [
            question
            for at, one in items(paper, item, "questions", "question")
            for question in (_group(paper, at, one) if "group" in one else [_question(paper, at, one)])
        ]
        if item.get("questions", []) == []:
            paper.problem(line, f"Page '{page_id}' has no questions.", "Add 'questions:' with at least one.")
        pages.append(
            Page(
                id=page_id,
                title=values.text(paper, item, "title", required=True),
                questions=tuple(questions),
                intro=values.text(paper, item, "intro"),
                relevant=_condition(paper, item, page_id),
                line=line,
            )
        )
        _note_braces(paper, item, page_id)
    return pages


def _group(paper: Paper, line: int, item: CommentedMap) -> Iterator[Question]:
    """The heading and the questions of a group."""
    only(paper, item, GROUP_KEYS, "a group")
    group_id = values.word(paper, item, "group", values.ID, "'- group: week'") or f"line_{line}"
    if item.get("questions", []) == []:
        paper.problem(line, f"Group '{group_id}' has no questions.", "Add 'questions:' with at least one.")
    within = [*items(paper, item, "questions", "question")]
    for at, one in within:
        if "group" in one:
            paper.problem(at, "A group stands within a group.", "Put it after the other, or on another page.")
    yield from groups.laid_out(
        group_id,
        values.text(paper, item, "title", required=True),
        values.text(paper, item, "intro"),
        _condition(paper, item, group_id),
        [_question(paper, at, one) for at, one in within if "group" not in one],
        line,
    )


def _block(paper: Paper, item: CommentedMap, path: Path) -> tuple[Page, ...]:
    """The pages of a shared block, each question marked with the block's name."""
    key = values.word(paper, item, "block", values.KEY, "'- block: equality'")
    if key is None:
        return ()
    beside = path.with_name(f"{key}.yaml")
    if not beside.exists() or beside == path:
        paper.problem(
            line_of(item, "block"),
            f"There is no block '{key}' beside this file.",
            f"Put {beside.name} into the same folder, or take this line out.",
        )
        return ()
    if beside in paper.within:
        paper.problem(
            line_of(item, "block"),
            f"The block '{key}' takes itself in.",
            "Take this line out of one of the two.",
        )
        return ()
    inner = Paper(str(beside), (*paper.within, path))
    block = _read(beside, inner)
    paper.problems.extend(inner.problems)
    paper.lines.update(inner.lines)
    paper.lent += (*inner.sources, *inner.lent)
    if block is None:
        return ()
    return tuple(
        replace(page, questions=tuple(replace(question, block=key) for question in page.questions))
        for page in block.pages
    )


def _question(paper: Paper, line: int, item: CommentedMap, within: str = "") -> Question:
    """One question; problems leave a question behind that can still be checked against others.

    `within` is the full id of the question that it is a part of: its own expressions are known by both.
    """
    problems = len(paper.problems)
    question_id = values.word(paper, item, "id", values.ID, "'id: hours'") or f"line_{line}"
    full = f"{within}.{question_id}" if within else question_id
    type_name = _type(paper, item, line, question_id)
    type_ = TYPES.get(type_name)
    if type_ is not None:
        only(paper, item, QUESTION_KEYS | type_.keys | settings(type_name).keys(), f"a {type_name} question")
        for need in sorted(type_.needs - set(item) - paper.meant_in(item)):
            if need == "options" and "options_from" in item and "options_from" in type_.keys:
                continue
            paper.problem(line, f"Question '{question_id}' has no '{need}'.", f"Add '{need}:' {NEEDS[need]}.")
    options_from = str(item.get("options_from", ""))
    if options_from and options_from not in SOURCES_OF_OPTIONS:
        paper.problem(
            line_of(item, "options_from"),
            f"Options cannot be taken from {as_written(item['options_from'])}.",
            f"Write 'options_from: {SOURCES_OF_OPTIONS[0]}', or list the options.",
        )
    question = Question(
        id=question_id,
        type=type_name,
        text=values.text(paper, item, "text", required=True),
        help=values.text(paper, item, "help"),
        required=item.get("required") is True,
        required_if=_required_if(paper, item, full),
        relevant=_condition(paper, item, full),
        constraints=tuple(_constraints(paper, item, full)),
        default=_expression(paper, item, "default", full),
        calculation=_expression(paper, item, "calculation", full),
        count=_expression(paper, item, "count", full),
        sensitive=values.flag(paper, item, "sensitive"),
        housekeeping=values.flag(paper, item, "housekeeping"),
        options=_options(paper, item, full),
        rows=tuple(_rows(paper, item, question_id)),
        limits=_limits(paper, item),
        options_from=options_from,
        parts=tuple(_question(paper, at, one, full) for at, one in items(paper, item, "parts", "part")),
        settings=_settings(paper, item, type_name),
        wording=guides.wording(paper, item),
        not_comparable=values.text(paper, item, "not_comparable"),
        image=shown.picture(paper, item),
        video=shown.video(paper, item),
        bsl=shown.signed(paper, item),
        line=line,
    )
    _note_braces(paper, item, question_id)
    if not shows_pictures(question) and any(option.image for option in question.options):
        paper.problem(
            line_of(item, "options"),
            f"The options of '{question_id}' cannot have pictures.",
            "Take each 'image' out, or ask a single_choice or multiple_choice without 'appearance'.",
        )
    if problems == len(paper.problems):
        question = complete(question)
        for wrong in faults(question):
            at = line_at(item, wrong.at, line)
            paper.problem(at, f"Question '{question_id}': {wrong.what}", wrong.mend)
    return question


def _note_braces(paper: Paper, item: CommentedMap, owner: str) -> None:
    """Write down the line of the first text of `owner` that may take up an answer."""
    line = line_with_braces(item, but=("parts", "questions"))
    if line:
        paper.lines[owner, "text"] = line


def _settings(paper: Paper, item: CommentedMap, type_name: str) -> dict[str, Any]:
    """The values of the keys of a type's own; those that are left out and have no default are not there."""
    found = {key: _setting(paper, item, key, of) for key, of in settings(type_name).items()}
    return {key: value for key, value in found.items() if value is not None and value != NO_TEXT}


def _setting(paper: Paper, item: CommentedMap, key: str, of: Key) -> Any:
    """The value of one such key, or its default."""
    if key not in item:
        return of.default
    match of.kind:
        case Kind.TEXT:
            return values.text(paper, item, key)
        case Kind.FLAG:
            return values.flag(paper, item, key)
        case Kind.WHOLE:
            return values.whole(paper, item, key)
        case Kind.WORD:
            return values.one_of(paper, item, key, of.words, "")
        case Kind.DATE:
            return values.day(paper, item, key)


def _type(paper: Paper, item: CommentedMap, line: int, question_id: str) -> str:
    """The type of a question, checked against the table."""
    if item.get("type") is None:
        paper.problem(
            line, f"Question '{question_id}' has no type.", f"Add 'type:' with one of {listed(TYPES)}."
        )
        return ""
    name = str(item["type"])
    if name not in TYPES:
        near = get_close_matches(name, TYPES, 1)
        mend = f"Did you mean '{near[0]}'?" if near else f"Use one of {listed(TYPES)}."
        paper.problem(line_of(item, "type"), f"There is no question type {as_written(item['type'])}.", mend)
    return name


def _rows(paper: Paper, item: CommentedMap, owner: str) -> Iterator[Row]:
    """The rows of a grid."""
    for line, one in items(paper, item, "rows", "row"):
        only(paper, one, ROW_KEYS, "a row")
        row = f"{owner}.{one.get('id')}"
        paper.lines[row, "id"] = line
        yield Row(
            values.word(paper, one, "id", values.OPTION_ID, "'id: say'") or f"line_{line}",
            values.text(paper, one, "text", required=True),
            _condition(paper, one, row),
        )


def _options(paper: Paper, item: CommentedMap, owner: str) -> tuple[Option, ...]:
    """The options of a question."""
    options = []
    for line, one in items(paper, item, "options", "option"):
        only(paper, one, OPTION_KEYS, "an option")
        name = f"{owner}={one.get('id')}"
        paper.lines[name, "id"] = line
        options.append(
            Option(
                id=values.word(paper, one, "id", values.OPTION_ID, "'id: self'") or f"line_{line}",
                text=values.text(paper, one, "text", required=True),
                exclusive=values.flag(paper, one, "exclusive"),
                other=values.flag(paper, one, "other"),
                comment=values.flag(paper, one, "comment"),
                comment_text=values.text(paper, one, "comment_text"),
                relevant=_condition(paper, one, name),
                image=shown.option_picture(paper, one),
            )
        )
        if options[-1].comment and options[-1].other:
            paper.problem(line, "An option has 'other' and 'comment'.", "Take one out: both ask for words.")
        if str(options[-1].comment_text) and not options[-1].comment:
            paper.problem(
                line, "An option has 'comment_text' and no 'comment'.", "Add 'comment: true', or take it out."
            )
    if "options" in item and len(options) < 2 and not paper.problems:
        paper.problem(line_of(item, "options"), "A choice has fewer than two options.", "Add another option.")
    return tuple(options)


def _limits(paper: Paper, item: CommentedMap) -> Limits:
    """The limits of a number or a text."""
    limits = Limits(
        minimum=values.number(paper, item, "min"),
        maximum=values.number(paper, item, "max"),
        decimals=values.whole(paper, item, "decimals", MOST_DECIMALS) or 0,
        unit=values.text(paper, item, "unit"),
        max_length=values.whole(paper, item, "max_length"),
    )
    if limits.minimum is not None and limits.maximum is not None and limits.minimum > limits.maximum:
        what = f"'min' ({limits.minimum:g}) is larger than 'max' ({limits.maximum:g})."
        paper.problem(line_of(item, "min"), what, "Mend one of the two.")
    return limits


def _condition(paper: Paper, item: CommentedMap, owner: str) -> Expression | None:
    """The condition under `relevant`. `owner` is the id of whose condition it is."""
    return _expression(paper, item, "relevant", owner)


def _expression(paper: Paper, item: CommentedMap, key: str, owner: str) -> Expression | None:
    """The expression under a key; its line is written down for what is checked later."""
    words = item.get(key)
    if words is None:
        return None
    paper.lines[owner, key] = line_of(item, key)
    what, example = EXAMPLES.get(key, EXAMPLES["relevant"])
    if isinstance(words, list | dict):
        paper.problem(line_of(item, key), f"'{key}' is {as_written(words)}.", f"Write it like: {example}.")
        return None
    if isinstance(words, bool):
        words = "true" if words else "false"
    try:
        return parse(str(words))
    except ExpressionError as error:
        signs = next((mend for sign, mend in SIGNS if re.search(sign, str(words))), "")
        if str(words).count("(") > str(words).count(")"):
            signs = "Close the bracket that is opened. "
        cut = "too early" in str(error) and item.fa.flow_style()
        quotes = " Inside { } put one with a comma in double quotes." if cut else ""
        paper.problem(
            line_of(item, key), f"This {what} {error}.", f"{signs}Write it like: {example}.{quotes}"
        )
        return None


def _required_if(paper: Paper, item: CommentedMap, owner: str) -> Expression | None:
    """The condition of an answer that is needed only from some; `true` and `false` are none."""
    value = item.get("required", False)
    if isinstance(value, bool):
        return None
    condition = _expression(paper, item, "required", owner)
    if isinstance(condition, Reference | Literal):
        paper.problem(
            line_of(item, "required"),
            f"'required' is {as_written(value)}.",
            "Write 'true', 'false' or a condition.",
        )
        return None
    return condition


def _constraints(paper: Paper, item: CommentedMap, owner: str) -> Iterator[Constraint]:
    """What must hold of an answer, each with what is said where it does not."""
    for number, (_line, one) in enumerate(items(paper, item, "constraints", "constraint")):
        only(paper, one, frozenset({"valid", "message"}), "a constraint")
        if "valid" not in one:
            paper.problem(
                line_of(one), "A constraint has no 'valid'.", "Add for example 'valid: this <= hours'."
            )
        valid = _expression(paper, one, "valid", f"{owner} constraint {number}")
        message = values.text(paper, one, "message", required=True)
        if valid is not None:
            yield Constraint(valid, message)


def _endings(paper: Paper, tree: CommentedMap) -> Iterator[Ending]:
    """What is said after sending to some."""
    for number, (_line, one) in enumerate(items(paper, tree, "endings", "ending"), 1):
        only(paper, one, frozenset({"text", "relevant"}), "an ending")
        if "relevant" not in one:
            paper.problem(
                line_of(one), "An ending has no 'relevant'.", "Say for whom it is, or use 'thanks'."
            )
        relevant = _condition(paper, one, f"ending_{number}")
        if "text" in one:
            paper.lines[f"ending_{number}", "text"] = line_of(one, "text")
            values.links(paper, one, "text")
        text = values.text(paper, one, "text", required=True)
        if relevant is not None:
            yield Ending(text, relevant)
