"""Slips of the pen in a survey that is sound: each is told once, at its line, with what to do about it."""

from pathlib import Path

import pytest

from app.surveys.parser import parse_file

ENGLISH = """\
survey: made
title: Breaks from caring
minutes: 10
languages: [en, gd]
breakdowns: [role]
endings:
  - {relevant: all_hours >= 35, text: Thank you. You care a great deal.}
pages:
  - page: you
    title: About you
    questions:
      - id: role
        type: single_choice
        required: true
        text: Who do you look after?
        options:
          - {id: partner, text: My partner}
          - {id: "16_24", text: "A grandchild, for instance"}
          - {id: other, text: "Somebody else, please say", other: true}
      - id: helped
        type: multiple_choice
        text: What has helped?
        options: [{id: breaks, text: A break}, {id: none, text: Nothing, exclusive: true}]
      - id: people
        type: repeat
        text: The people you care for
        item: Person
        min: 1
        max: 5
        parts:
          - {id: child, type: yes_no, text: Is it a child?}
          - {id: hours, type: number, text: Hours a week, max: 168}
      - {id: all_hours, type: calculated, text: Hours in all, calculation: sum(people.hours)}
  - page: more
    title: More
    intro: "You said that {{helped}} helped you."
    relevant: not selected(helped, 'none')
    questions:
      - id: last
        type: date
        text: When was your last break?
        earliest: 2020-01-01
        latest: 2030-12-31
      - {id: nights, type: number, text: Nights a week, max: 7}
      - id: matters
        type: ranking
        text: What matters most?
        most: 2
        options: [{id: money, text: Money}, {id: heard, text: Being heard}]
"""

GAELIC = """\
survey: made
language: gd
reviewed: {by: "", on: ""}
texts:
  title: Fois
  ending_1: Tapadh leibh.
  pages:
    you: {title: Mu ur deidhinn}
    more: {title: Tuilleadh, intro: "Thuirt sibh {{helped}}."}
  questions:
    role:
      text: Cò?
      options: {partner: Mo chèile, "16_24": Ogha, other: Cuideigin eile}
    helped:
      text: Dè chuidich?
      options: {breaks: Fois, none: Cha do chuidich dad}
    people:
      text: Na daoine
      item: Neach
      parts:
        child: {text: An e leanabh a th' ann?}
        hours: {text: Uairean}
    all_hours: {text: Uairean uile}
    last: {text: Cuin?}
    nights: {text: Oidhcheannan}
    matters:
      text: Dè as cudromaiche?
      options: {money: Airgead, heard: Gun èistear}
"""

IN_ENGLISH = [
    # Signs of the file's own
    ("text: What has helped?", 'text: "What has helped?', 22, "a quote that begins a text", "Close it"),
    ("text: What has helped?", "text: 'What's helped?'", 22, "goes on after its closing quote", "other kind"),
    ("text: What has helped?", "text: {{role}} helped?", 22, "begins with a brace", "in quotes"),
    ("text: What has helped?", "text: [All] that helped", 22, "begins with a bracket", "in quotes"),
    ("text: What has helped?", "text: Say: what helped?", 22, "a colon stands here", "in quotes"),
    ("text: What has helped?", "text: % of help", 22, "no text can begin with", "in quotes"),
    ("title: About you", "title About you", 10, "a key stands here without a colon", "Put ': ' after"),
    ("        max: 5\n", "         max: 5\n", 29, "a colon stands here", "under the key before"),
    ("        max: 5\n", "       max: 5\n", 29, "does not stand under", "as far from the left"),
    ("        max: 5\n", "\tmax: 5\n", 29, "a tab", "with spaces"),
    ("        max: 5\n", "        max: 5\n        max: 6\n", 30, "duplicate key", "Take one"),
    ("      - id: last", "      -id: last", 39, "'-' stands here without a space", "a space after it"),
    ("      - id: last", "      -\n      - id: last", 39, "This question is empty", "Take the '-' out"),
    ("text: Money}", "text: Money", 49, "a bracket that is opened", "Close it"),
    ("text: Money}", "text: Money, or none}", 49, "'or none' is not a key", "comma in it in straight quotes"),
    ("  - page: more", "---\n  - page: more", 34, "Another document begins", "Take the line '---' out"),
    ("About you", "About\x07you", 10, "not YAML", "Take the sign out"),
    # Values
    ("2020-01-01", "2020-02-31", 42, "'earliest' is not a date", "2026-11-30"),
    ("2020-01-01", "2040-01-01", 43, "'earliest' (2040-01-01) comes after 'latest' (2030-12-31)", "Mend one"),
    ("minutes: 10", "minutes: 9000", 3, "'minutes' is 9000", "0 to 600"),
    ("max: 7}", "decimals: 100}", 44, "'decimals' is 100", "0 to 6"),
    ("max: 7}", 'max: 7, default: "9"}', 44, "its default is outside", "Mend 'default'"),
    ("max: 7}", "max: }", 44, "'max' has nothing after it", "take it out"),
    ("required: true", "required: [a]", 14, "'required' is a list", "Write it like"),
    (
        "    relevant: not selected(helped, 'none')",
        "    relevant:",
        37,
        "'relevant' has nothing",
        "take it out",
    ),
    (
        "    relevant: not selected(helped, 'none')",
        "    relevant: [helped]",
        37,
        "is a list",
        "Write it like",
    ),
    ("[en, gd]", "[en, xx]", 4, "'xx' is no code", "'gd' for Scottish Gaelic"),
    ("[en, gd]", "[en, gd, gd]", 4, "A language stands there twice", "Take one"),
    ("[en, gd]", "[gd, en]", 4, "English does not stand first", "Write 'en' first"),
    ("most: 2", "most: 9", 48, "'most' is 9", "from 1 to 2"),
    ("min: 1\n", "min: 1\n        count: '3'\n", 28, "it has 'count' and 'min'", "Take one"),
    ("exclusive: true", "exclusive: 2020-01-01", 23, "'exclusive' is '2020-01-01'", "'true' or 'false'"),
    (
        "id: partner, text: My partner",
        "id: partner, text: My partner, exclusive: true",
        17,
        "only one can be",
        "out",
    ),
    ('{id: "16_24", text:', "{id: 16_24, text:", 18, "cannot be", "begins with a digit in quotes"),
    ("{id: none, text: Nothing,", "{id: breaks, text: Nothing,", 23, "are called 'breaks'", "Rename"),
    ('{id: "16_24", text:', "{id: other, text:", 19, "Two options of 'role' are called 'other'", "Rename"),
    ("text: Nothing", "text: A break", 23, "Two options of 'helped' read “A break”", "how they differ"),
    ("        parts:", "        part:", 30, "'part' is not a key", "'parts'?"),
    ("        type: ranking", "        type:", 45, "Question 'matters' has no type", "Add 'type:'"),
    ("      - id: last", "      - id:", 39, "'id' has nothing after it", "Write something"),
    ("type: yes_no", "type: place", 31, "its part 'child' cannot be", "Use one of"),
    (
        "        options: [{id: breaks",
        "        options: [{id: breaks, relevant: selected(role, 'other')",
        23,
        "an expression with a comma",
        "double quotes",
    ),
    (
        "          - {id: other, text",
        "          -{id: other, text",
        19,
        "'-' stands here without a space",
        "a space after",
    ),
    ("          - {id: other, text", "          – {id: other, text", 19, "a long dash", "Write '-'"),
    ("    questions:\n      - id: last", "      - id: last", 38, "a list begins here", "'questions:'"),
    ("max: 168}", "min: 200, max: 168}", 32, "'min' (200) is larger than 'max' (168)", "Mend one"),
    ("text: What has helped?", "text: What has helped?\n        max: 9", 23, "choose 1 to 9", "there are 2"),
    ("        most: 2\n", "        max: 2\n", 48, "'max' is not a key", "'most'?"),
    (
        '    intro: "You said',
        '    intro: "[More](www.example.org). You said',
        36,
        "'www.example.org' is no",
        "https://",
    ),
    ("[en, gd]", "[en, ga]", 4, "There is no made.ga.yaml", "'gd'?"),
    (
        "title: Breaks from caring",
        "title: Breaks for {{role}}",
        2,
        "no answer can be taken up",
        "Put it into",
    ),
    (
        "text: Thank you. You care a great deal.",
        "text: 'Thank you, {{rolle}}.'",
        7,
        "'ending_1': 'rolle' does not",
        "'role'?",
    ),
    ("not selected(helped, 'none')", "not (selected(helped, 'none')", 37, "too early", "Close the bracket"),
    ("not selected(helped, 'none')", "all_hours == '35'", 37, "'35' is a text", "35 without quotes"),
    (
        "not selected(helped, 'none')",
        "selected(all_hours, '35')",
        37,
        "nothing can be selected",
        "all_hours >= 35",
    ),
    (
        "not selected(helped, 'none')",
        "people.hours > 3",
        37,
        "may have several answers",
        "sum(people.hours) > 3",
    ),
    ("not selected(helped, 'none')", "people.child == 'yes'", 37, "several", "selected(people.child, 'yes')"),
    (
        "type: number, text: Hours a week",
        "type: number, relevant: people.child == 'yes', text: Hours a week",
        32,
        "may have several answers",
        "Of the same entry write child == 'yes'",
    ),
    (
        "calculation: sum(people.hours)",
        "calculation: people.hours",
        33,
        "a number is needed",
        "sum(people.hours)",
    ),
    ("sum(people.hours)", "coalesce(all_hours)", 33, "'coalesce' is given 1 values", "coalesce(hours, 0)"),
    ("        required: true", "        default: partnr", 14, "like the id of a question", "\"'partner'\""),
    ("{{helped}}", "{{at(people.name, 1)}}", 36, "there is no 'people.name'", "Did you mean"),
    # Expressions
    ("not selected(helped, 'none')", "NOT selected(helped, 'none')", 37, "cannot be read", "small letters"),
    ("not selected(helped, 'none')", "helped = 'none'", 37, "cannot be read", "compared with '=='"),
    ("not selected(helped, 'none')", "role == “other”", 37, "cannot be read", "straight quotes"),
    ("all_hours >= 35", "all_hours => 35", 7, "cannot be read", "The '=' comes last"),
    ("not selected(helped, 'none')", "role in ['other']", 37, "cannot be read", "each one by itself"),
    ("sum(people.hours)", "sum(hours)", 33, "'hours' does not exist", "'people.hours'?"),
    ("sum(people.hours)", "total(people.hours)", 33, "no function 'total'", "'sum'?"),
    ("sum(people.hours)", "all_hours + 1", 33, "is what this is asked of", "a question before it"),
    (
        "text: Is it a child?",
        "relevant: hours > 3, text: Is it a child?",
        31,
        "'hours' does not come before",
        "Move",
    ),
    (
        "        required: true",
        "        default: other",
        14,
        "'other' stands there like the id of a question",
        "\"'other'\"",
    ),
    # Answers in texts
    ("{{helped}}", "{{helpd}}", 36, "'helpd' does not exist", "'helped'?"),
    ("{{helped}}", "{helped}", 36, "'{helped}' takes up nothing", "{{helped}}"),
    ("{{helped}}", "{{helped", 36, "'{{' is not closed", "}} after"),
    ("{{helped}}", "helped}}", 36, "'}}' closes nothing", "{{ before"),
    ("text: Nights a week", 'text: "After {{last}}"', 44, "stands on the same page", "to a page before"),
    ("text: Money}", 'text: "Money {{helped}}"}', 49, "no answer can be taken up", "Put it into"),
]

IN_GAELIC = [
    ("survey: made", "survey: breaks", 1, "its 'survey' does not", "survey: made"),
    ("language: gd", "language: ga", 2, "its 'language' does not", "language: gd"),
    ('on: ""', 'on: "soon"', 3, "the name of who read it", 'by: ""'),
    ("reviewed:", "reviewd:", 3, "'reviewd' is not a key", "'reviewed'?"),
    ("    last: {text: Cuin?}\n", "", 10, "'last' has no 'gd' for 'text'", "'texts: questions: last:'"),
    ("      text: Na daoine\n", "", 17, "'people' has no 'gd' for 'text'", "people"),
    ("        hours: {text: Uairean}\n", "", 17, "no 'gd' for 'parts.hours.text'", "people"),
    ("{title: Mu ur deidhinn}", "{}", 8, "The page 'you' has no 'gd' for 'title'", "pages: you"),
    ("  title: Fois\n", "", 4, "The survey has no 'gd' for 'title'", "'texts:'"),
    ("{text: Cuin?}", '{text: ""}', 24, "'text' is empty", "take it out"),
    ("{text: Cuin?}", "{text: }", 24, "'text' has nothing after it", "take it out"),
    ("{text: Cuin?}", "{text: [a]}", 24, "'text' is not a text", "in quotes"),
    ("{text: Cuin?}", "{txt: Cuin?}", 24, "'txt' is not a key", "'text'?"),
    ("{text: Cuin?}", "{text: Cuin?, help: Innis}", 24, "'help' has no English words", "Take it out"),
    ("{text: Cuin?}", "Cuin?", 24, "'last' is not a set of keys", "each key with its words"),
    ("    last:", "    lost:", 24, "There is no question 'lost'", "'last'?"),
    ('"16_24": Ogha', "16_25: Ogha", 13, "There is no option of 'role'", "'16_24'?"),
    ("money: Airgead", "mony: Airgead", 28, "There is no option of 'matters' 'mony'", "'money'?"),
    ("{{helped}}", "{{helpd}}", 9, "'helpd' does not exist", "{{ }} is as in English"),
    ("      parts:\n        child: {text: An e leanabh a th' ann?}\n        hours: {text: Uairean}\n",
     "      child: {text: An e leanabh a th' ann?}\n      hours: {text: Uairean}\n", 20,
     "'child', 'hours' belong under 'parts' of 'people'", "'parts:' above"),
    ("Tapadh leibh.", '"[Tuilleadh](example.org)"', 6, "'example.org' is no", "https://"),
    ("{{helped}}", "{{helped", 9, "'{{' is not closed", "}} after"),
]  # fmt: skip


def told(folder: Path, english: str, gaelic: str) -> list[tuple[str, int, str, str]]:
    """The problems of a survey and its translation: whose, the line, what it is, how to mend it."""
    (folder / "made.yaml").write_text(english, encoding="utf-8")
    (folder / "made.gd.yaml").write_text(gaelic, encoding="utf-8")
    _, problems = parse_file(folder / "made.yaml")
    return [(one.path.removeprefix(f"{folder}/made"), one.line, one.what, one.mend) for one in problems]


def test_without_a_slip_it_is_sound(tmp_path: Path) -> None:
    assert told(tmp_path, ENGLISH, GAELIC) == []


@pytest.mark.parametrize(("right", "wrong", "line", "what", "mend"), IN_ENGLISH)
def test_a_slip_in_the_survey(
    tmp_path: Path, right: str, wrong: str, line: int, what: str, mend: str
) -> None:
    assert right in ENGLISH
    [found] = told(tmp_path, ENGLISH.replace(right, wrong, 1), GAELIC)
    assert found[:2] == (".yaml", line)
    assert what in found[2]
    assert mend in found[3]


@pytest.mark.parametrize(("right", "wrong", "line", "what", "mend"), IN_GAELIC)
def test_a_slip_in_a_translation(
    tmp_path: Path, right: str, wrong: str, line: int, what: str, mend: str
) -> None:
    assert right in GAELIC
    [found] = told(tmp_path, ENGLISH, GAELIC.replace(right, wrong, 1))
    assert found[:2] == (".gd.yaml", line)
    assert what in found[2]
    assert mend in found[3]


def test_a_translation_that_is_hardly_there_is_told_in_a_few_lines(tmp_path: Path) -> None:
    found = told(tmp_path, ENGLISH, "survey: made\nlanguage: gd\ntexts: {title: Fois}\n")
    assert len(found) == 10
    pages = "".join(
        f"  - page: p{number}\n    title: Page\n    questions: [{{id: q{number}, type: time, text: When?}}]\n"
        for number in range(20)
    )
    found = told(tmp_path, ENGLISH + pages, GAELIC)
    assert len(found) == 11
    assert found[-1][2] == "So it is with 30 more questions and pages."
