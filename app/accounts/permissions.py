"""The one table of who may do what, and the two questions everybody asks of it.

Permission is asked of the board that the OBJECT belongs to, never of one that stands in an address.
"""

from types import MappingProxyType

from app.accounts.models import Account
from app.accounts.sessions import current_account
from app.errors import NotAllowed, NotFound

MAY = MappingProxyType(
    {
        "administrator": frozenset(
            {
                "see_reports",
                "publish_edition",
                "see_exact",
                "manage_consultations",
                "decide",
                "code_comments",
                "key_in",
                "see_audit",
                "manage_accounts",
            }
        ),
        "officer": frozenset(
            {
                "see_reports",
                "publish_edition",
                "see_exact",
                "manage_consultations",
                "decide",
                "code_comments",
                "key_in",
            }
        ),
        "analyst": frozenset({"see_reports", "see_exact", "export_raw", "code_comments", "key_in"}),
        "planner": frozenset({"see_reports"}),
        "auditor": frozenset({"see_reports", "see_audit"}),
    }
)
"""Role -> the acts that are its to do."""

ACTS = frozenset().union(*MAY.values())


def may(account: Account | None, act: str, board_code: str | None) -> bool:
    """Whether this person may do the act on that board's things; nobody signed in may do none.

    Raises KeyError for an act that is not in the table: a slip of the pen must not look like a refusal.
    """
    if act not in ACTS:
        raise KeyError(act)
    if account is None:
        return False
    return any(act in MAY.get(role, ()) for role in account.roles_on(board_code))


def require(act: str, board_code: str | None) -> Account:
    """The person signed in, if the act is theirs to do on that board.

    Raises NotFound if they have nothing to do with the board, so that another board's things cannot be
    told from things that are not there, and NotAllowed if they have, and the act is not their role's.
    """
    account = current_account()
    if account is None or not account.roles_on(board_code):
        raise NotFound("There is no such page.")
    if not may(account, act, board_code):
        raise NotAllowed("Your role on this board does not include this.")
    return account


def boards_where(account: Account, act: str) -> frozenset[str] | None:
    """Codes of the boards on which this person may do the act; None means every board."""
    if may(account, act, None):
        return None
    codes = {grant.board_code for grant in account.grants if grant.board_code is not None}
    return frozenset(code for code in codes if may(account, act, code))
