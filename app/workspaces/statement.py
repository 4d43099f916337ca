"""The accessibility statement that each footer leads to."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, render_template

from app.config import Config
from app.web.access import public
from app.workspaces.criteria import AXE, CRITERIA, LOOKED_ON, VALIDATOR

bp = Blueprint("statement", __name__)


@bp.get("/accessibility/")
@public
def accessibility() -> str:
    """What works, what does not, and how each criterion was tested."""
    g.page_language = "en"
    config: Config = current_app.extensions["speir_config"]
    return render_template(
        "workspaces/accessibility.html",
        host=urlsplit(config.base_url).netloc,
        criteria=CRITERIA,
        axe=AXE,
        validator=VALIDATOR,
        looked_on=LOOKED_ON,
    )
