"""Expressions: a small closed language, parsed to a tree, checked before anyone answers, never eval'd.

role == 'self'      hours >= 35      selected(helped, 'breaks')      answered(comment)
agree.say == 'yes'  not (a or b)     day_hours + night_hours > 24    years(born, today()) < 16
"""

from app.surveys.expressions.evaluation import Scope, compiled, evaluate
from app.surveys.expressions.grammar import ExpressionError, parse
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
    called,
    inner,
    leaves,
    named,
    put_in,
    references,
    source,
)

__all__ = [
    "And",
    "Answered",
    "Arithmetic",
    "Call",
    "Comparison",
    "Expression",
    "ExpressionError",
    "Literal",
    "Negative",
    "Not",
    "Or",
    "Reference",
    "Scope",
    "Selected",
    "called",
    "compiled",
    "evaluate",
    "inner",
    "leaves",
    "named",
    "parse",
    "put_in",
    "references",
    "source",
]
