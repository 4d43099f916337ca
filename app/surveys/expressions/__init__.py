"""Conditions: a small closed language, parsed to a tree, checked before anyone answers, never eval'd.

role == 'self'      hours >= 35      selected(helped, 'breaks')      answered(comment)
agree.say == 'yes'  not (a or b)     x != 'under_16' and hours < 20
"""

from app.surveys.expressions.grammar import ExpressionError, parse
from app.surveys.expressions.tree import (
    And,
    Answered,
    Comparison,
    Expression,
    Not,
    Or,
    Selected,
    evaluate,
    references,
    source,
)

__all__ = [
    "And",
    "Answered",
    "Comparison",
    "Expression",
    "ExpressionError",
    "Not",
    "Or",
    "Selected",
    "evaluate",
    "parse",
    "references",
    "source",
]
