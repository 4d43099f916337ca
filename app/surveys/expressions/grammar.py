"""From the words of an expression to its tree, by a grammar, with limits of length, depth and size."""

from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from app.surveys.expressions.tree import (
    And,
    Answered,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Negative,
    Not,
    Or,
    Reference,
    Selected,
    inner,
)

LONGEST = 4_000  # characters of one expression
DEEPEST = 40  # expressions inside one another
LARGEST_NUMBER = 1e15  # beyond this a number with a fraction is no longer exact

GRAMMAR = r"""
    ?start: either
    ?either: both ("or" both)*          -> either
    ?both: denied ("and" denied)*       -> both
    ?denied: "not" denied               -> negation
           | beside
    ?beside: sum
           | sum SIGN sum               -> comparison
    ?sum: product
        | sum PLUS product              -> arithmetic
    ?product: signed
            | product TIMES signed      -> arithmetic
    ?signed: "-" signed                 -> negative
           | whole
    ?whole: NUMBER                      -> number
          | STRING                      -> text
          | "true"                      -> true
          | "false"                     -> false
          | NAME "(" ")"                -> call
          | NAME "(" either ("," either)* ")" -> call
          | NAME                        -> reference
          | "(" either ")"
    SIGN: "==" | "!=" | "<=" | ">=" | "<" | ">"
    PLUS: "+" | "-"
    TIMES: "*" | "/"
    NAME: /(?!(and|or|not|true|false)\b)[a-z][a-z0-9_]*(\.[a-z0-9_]+)*/
    STRING: /'([^'\n]|'')*'/ | /"[^"\n]*"/
    NUMBER: /[0-9]+(\.[0-9]+)?/
    %ignore /[ \t\n]+/
"""


class ExpressionError(ValueError):
    """An expression that cannot be read; the message says where and what was expected."""


@v_args(inline=True)
class _Tree(Transformer[Token, Expression]):
    """Builds our tree from the parser's."""

    def either(self, *terms: Expression) -> Expression:
        return terms[0] if len(terms) == 1 else Or(terms)

    def both(self, *terms: Expression) -> Expression:
        return terms[0] if len(terms) == 1 else And(terms)

    def negation(self, term: Expression) -> Expression:
        return Not(term)

    def comparison(self, left: Expression, sign: Token, right: Expression) -> Expression:
        return Comparison(left, str(sign), right)

    def arithmetic(self, left: Expression, sign: Token, right: Expression) -> Expression:
        return Arithmetic(left, str(sign), right)

    def negative(self, term: Expression) -> Expression:
        match term:
            case Literal(int() | float() as value) if not isinstance(value, bool) and value > 0:
                return Literal(-value)
            case _:
                return Negative(term)

    def call(self, name: Token, *arguments: Expression) -> Expression:
        match str(name), arguments:
            case "answered", (Reference(path),):
                return Answered(path)
            case "selected", (Reference(path), Literal(str(option))):
                return Selected(path, option)
            case "selected", (Reference(path), *options) if len(options) > 1 and all(map(_is_text, options)):
                return Or(
                    tuple(Selected(path, str(one.value)) for one in options if isinstance(one, Literal))
                )
            case "answered" | "selected", _:
                example = "answered(hours)" if name == "answered" else "selected(helped, 'breaks')"
                raise ExpressionError(f"asks '{name}' of something else than a question: write {example}")
        return Call(str(name), arguments)

    def reference(self, name: Token) -> Expression:
        return Reference(str(name))

    def text(self, token: Token) -> Expression:
        words = str(token)[1:-1]
        return Literal(words.replace("''", "'") if token.startswith("'") else words)

    def number(self, token: Token) -> Expression:
        value = float(token) if "." in token else int(token)
        if value > LARGEST_NUMBER:
            raise ExpressionError(f"has a number that is too large: {token[:20]}")
        return Literal(value)

    def true(self) -> Expression:
        return Literal(True)

    def false(self) -> Expression:
        return Literal(False)


def _is_text(expression: Expression) -> bool:
    return isinstance(expression, Literal) and isinstance(expression.value, str)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Tree())


def parse(words: str) -> Expression:
    """The tree of an expression. Raises ExpressionError.

    >>> parse("selected(helped, 'breaks') and hours >= 35")
    And(terms=(Selected(reference='helped', option='breaks'), Comparison(left=Reference(path='hours'), \
operator='>=', right=Literal(value=35))))
    """
    if len(words) > LONGEST:
        raise ExpressionError(f"is longer than {LONGEST} characters")
    try:
        tree: Any = _parser().parse(words)
    except UnexpectedInput as slip:
        column = getattr(slip, "column", 0)
        if not words.strip():
            raise ExpressionError("is empty") from None
        if getattr(slip, "token", None) is not None and slip.token.type == "$END":  # type: ignore[attr-defined]
            raise ExpressionError("ends too early") from None
        place = max(column if isinstance(column, int) else 1, 1)
        raise ExpressionError(
            f"cannot be read from character {place}: {words[place - 1 : place + 20]!r}"
        ) from None
    except VisitError as slip:
        raise ExpressionError(str(slip.orig_exc)) from None
    result: Expression = tree
    if depth(result) > DEEPEST:
        raise ExpressionError(f"has more than {DEEPEST} expressions inside one another")
    return result


def depth(expression: Expression) -> int:
    """How many expressions stand inside one another; counted without calls, so that no tree is too deep."""
    deepest, level = 0, [expression]
    while level:
        deepest += 1
        level = [one for owner in level for one in inner(owner)]
    return deepest
