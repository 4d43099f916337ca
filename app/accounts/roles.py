"""The roles that an account can be given today, and on what."""

from app.errors import Invalid

ROLES = {
    "administrator": "Administrator",
    "officer": "Engagement officer",
    "analyst": "Analyst",
    "planner": "Planning group member",
    "auditor": "Auditor",
}
"""Name in commands and in the database -> name on a page."""

EVERYWHERE = frozenset({"administrator", "auditor"})
"""Roles that may be given on every board at once; the others are always on one board."""


def checked(role: str, board_code: str | None) -> str:
    """`role`, if there is one of that name that can be given on that board. Raises Invalid."""
    if role not in ROLES:
        raise Invalid(f"There is no role {role!r}. The roles are: {', '.join(ROLES)}.")
    if board_code is None and role not in EVERYWHERE:
        raise Invalid(f"A role as {role} is on one board: add --board SLUG.")
    return role
