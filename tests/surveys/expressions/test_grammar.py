"""Expressions: read, written down, refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.expressions import Expression, ExpressionError, leaves, named, parse, references, source
from tests.surveys.expressions.trees import TREES


@pytest.mark.parametrize(
    "written",
    [
        "hours >= 35 and selected(role, 'parent') and not answered(q9)",
        "a - b - (c - d) * -2 < 3",
        "(a or b) and not (c and d)",
        "if(a > 1, 'x', concat('it''s', b)) == 'x'",
        "sum(people.hours) / 7 >= 1.5",
        "years(date('2010-01-01'), today()) < 17 or true",
        "matches(this, '[A-Z]{2}[0-9]+')",
        "agree.say == 'agree'",
    ],
)
def test_what_is_read_is_written_as_it_was(written: str) -> None:
    assert source(parse(written)) == written


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ('role == "self"', "role == 'self'"),
        ("not(answered(q9))", "not answered(q9)"),
        ("selected(helped, 'a', 'b')", "selected(helped, 'a') or selected(helped, 'b')"),
        ("((a == 1))", "a == 1"),
        ("a\n  == 1.50", "a == 1.5"),
        ("- 3 < a", "-3 < a"),
    ],
)
def test_what_means_the_same_is_the_same(written: str, same: str) -> None:
    assert source(parse(written)) == same


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("role = 'x'", "cannot be read from character 6"),
        ("role ==", "ends too early"),
        ("== 'x'", "cannot be read from character 1"),
        ("and", "cannot be read from character 1"),
        ("role == 'x' and", "ends too early"),
        ("(role == 'x'", "ends too early"),
        ("role == 'x' role", "cannot be read from character 13"),
        ("role == 'x\n'", "cannot be read from character 9"),
        ("selected(role)", "write selected(helped, 'breaks')"),
        ("answered('role')", "write answered(hours)"),
        ("__import__('os')", "cannot be read from character 1"),
        ("a.b.__class__ == 1", "does not exist"),
        ("a[0] == 1", "cannot be read from character 2"),
        ("a ** 2 == 1", "cannot be read from character 4"),
        ("lambda: 1", "cannot be read from character 7"),
        ("hours > 99999999999999999", "has a number that is too large"),
        ("x" * 5_000, "is longer than 4000 characters"),
        ("not " * 50 + "a", "has more than 40 expressions inside one another"),
        ("1+(" * 60 + "1" + ")" * 60, "has more than 40 expressions inside one another"),
    ],
)
def test_what_cannot_be_read_is_refused(written: str, why: str) -> None:
    if why == "does not exist":  # it can be read: whether there is such an answer is for the check to say
        assert list(references(parse(written))) == ["a.b.__class__"]
        return
    with pytest.raises(ExpressionError) as refused:
        parse(written)
    assert why in str(refused.value)


def test_what_is_named() -> None:
    tree = parse("agree.say == 'yes' and (hours + rest.day > 3 or not answered(note)) and hours > 1")
    assert list(references(tree)) == ["agree.say", "hours", "rest.day", "note", "hours"]
    assert named(tree) == {"agree", "hours", "rest", "note"}
    assert [source(leaf) for leaf in leaves(tree)] == [
        "agree.say == 'yes'",
        "hours + rest.day > 3",
        "answered(note)",
        "hours > 1",
    ]


@given(TREES)
def test_a_tree_written_down_is_read_as_the_same_tree(tree: Expression) -> None:
    assert parse(source(tree)) == tree


@given(st.text(max_size=80) | st.text("()'.,+-*/=<>! abnot019", max_size=80))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        tree = parse(words)
    except ExpressionError:
        return
    assert parse(source(tree)) == tree
