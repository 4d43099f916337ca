"""From the words of a condition to its tree, by a grammar, with limits of length and depth."""

from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from app.surveys.expressions.tree import And, Answered, Comparison, Expression, Not, Or, Selected

LONGEST = 2_000  # characters of one condition
DEEPEST = 20  # brackets and nots inside one another

GRAMMAR = r"""
    ?start: either
    ?either: both ("or" both)*          -> either
    ?both: term ("and" term)*           -> both
    ?term: "not" term                   -> negation
         | "(" either ")"
         | "selected" "(" REFERENCE "," STRING ")" -> selected
         | "answered" "(" REFERENCE ")" -> answered
         | REFERENCE SIGN literal       -> comparison
    ?literal: STRING -> text
            | NUMBER -> number
    SIGN: "==" | "!=" | "<=" | ">=" | "<" | ">"
    REFERENCE: /(?!(and|or|not|selected|answered)\b)[a-z][a-z0-9_]*(\.[a-z0-9_]+)?/
    STRING: /'[^'\n]*'/ | /"[^"\n]*"/
    NUMBER: /-?[0-9]+(\.[0-9]+)?/
    %ignore /[ \t\n]+/
"""


class ExpressionError(ValueError):
    """A condition that cannot be read; the message says where and what was expected."""


@v_args(inline=True)
class _Tree(Transformer[Token, Expression]):
    """Builds our tree from the parser's."""

    def either(self, *terms: Expression) -> Expression:
        return terms[0] if len(terms) == 1 else Or(terms)

    def both(self, *terms: Expression) -> Expression:
        return terms[0] if len(terms) == 1 else And(terms)

    def negation(self, term: Expression) -> Expression:
        return Not(term)

    def selected(self, reference: Token, option: Token) -> Expression:
        return Selected(str(reference), str(option)[1:-1])

    def answered(self, reference: Token) -> Expression:
        return Answered(str(reference))

    def comparison(self, reference: Token, sign: Token, value: Any) -> Expression:
        return Comparison(str(reference), str(sign), value)

    def text(self, token: Token) -> str:
        return str(token)[1:-1]

    def number(self, token: Token) -> int | float:
        return float(token) if "." in token else int(token)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Tree())


def parse(words: str) -> Expression:
    """The tree of a condition. Raises ExpressionError.

    >>> parse("hours >= 35 and selected(helped, 'breaks')")
    And(terms=(Comparison(reference='hours', operator='>=', value=35), Selected(reference='helped', \
option='breaks')))
    """
    if len(words) > LONGEST:
        raise ExpressionError(f"is longer than {LONGEST} characters")
    if words.count("(") + words.count("not ") > DEEPEST:
        raise ExpressionError(f"has more than {DEEPEST} brackets and nots")
    try:
        tree: Any = _parser().parse(words)
    except UnexpectedInput as slip:
        place = max(getattr(slip, "column", 1) or 1, 1)
        raise ExpressionError(
            f"cannot be read from character {place}: {words[place - 1 : place + 20]!r}"
        ) from None
    except VisitError as slip:
        raise ExpressionError("cannot be read") from slip
    result: Expression = tree
    return result
