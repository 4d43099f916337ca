"""Where the officer's pages are hung up; each module beside this one adds its own."""

from flask import Blueprint, g

bp = Blueprint("officer", __name__, url_prefix="/workspace")


@bp.before_request
def in_english() -> None:
    """Staff pages exist in English only, whatever language was chosen for answering; previews choose anew."""
    g.page_language = "en"
