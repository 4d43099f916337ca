"""The pages on which an officer makes, tries out, opens, watches and closes consultations."""

from app.workspaces.officer import (
    asking,
    desk,
    engagement,
    instruments,
    keying,
    making,
    moving,
    own,
    paper,
    preview,
    revising,
    telling,
    watching,
)
from app.workspaces.officer.blueprint import bp

__all__ = [
    "asking", "bp", "desk", "engagement", "instruments", "keying", "making", "moving", "own", "paper",
    "preview", "revising", "telling", "watching",
]  # fmt: skip
