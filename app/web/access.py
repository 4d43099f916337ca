"""Every route says who may use it; a test walks the URL map and fails on one that does not.

The marks hold the outer door only (signed in or not). Whether somebody may do an act on a board's
thing is asked of the object, by `accounts.permissions`, in the slice that loads it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import redirect, request, url_for
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody."""
    return _marked(view, "public")


def respondent(view: View) -> View:
    """Anybody who answers a consultation; what they see hangs on the draft their browser holds."""
    return _marked(view, "respondent")


def signed_in(view: View) -> View:
    """Anybody with an account."""
    return _guarded(view, "signed_in")


def staff(act: str) -> Callable[[View], View]:
    """Somebody with an account; the view asks `permissions.require(act, board)` of its object."""

    def mark(view: View) -> View:
        return _guarded(view, act)

    return mark


def takes_files(view: View) -> View:
    """Files may come with a form that is sent here; without this mark a form is small."""
    view.takes_files = True  # type: ignore[attr-defined]  # as in _marked
    return view


def _marked(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]  # a function may carry attributes; mypy knows none
    return view


def _guarded(view: View, access: str) -> View:
    """The view behind the sign-in page."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            target = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("accounts.sign_in", next=target), 303)
        return view(*args, **kwargs)

    return _marked(cast(View, guarded), access)
