"""Where browsers fetch the pictures and clips of surveys."""

from flask import Blueprint, Flask, Response, send_file

from app.questionnaires import media
from app.surveys.media import megabytes
from app.web.access import public

bp = Blueprint("media", __name__)
A_YEAR = 31_536_000  # seconds


def register(app: Flask) -> None:
    """Add these pages to the application."""
    app.jinja_env.filters["megabytes"] = megabytes
    app.register_blueprint(bp)


@bp.get("/media/<kept>")
@public
def file(kept: str) -> Response:
    """A picture, a clip or its captions; of a clip also the part that a player asks for."""
    path, type_ = media.kept(kept)
    answer = send_file(path, type_, etag=kept.partition(".")[0], max_age=A_YEAR)
    answer.cache_control.public = True
    answer.cache_control.immutable = True
    return answer
