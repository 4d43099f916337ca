"""create_app: the one room that knows every other. Nobody imports from it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from flask import Flask, Request
from jinja2 import StrictUndefined
from werkzeug.routing import MapAdapter

from app.config import Config, read
from app.web.requests import Addresses, Asked, Finder

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "migrations"


class Speir(Flask):
    """Flask that does not ask, of each function of each request, whether it is asynchronous: none is."""

    request_class = Asked
    url_map_class = Addresses

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """What finds the view of a request."""
        if request is None:
            return super().create_url_adapter(None)
        return Finder(cast(Addresses, self.url_map), request)


class _Migrations:
    """Flask-Migrate, loaded when a migration is asked for: a web worker never runs one."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        from app.db import db

        Migrate(self._app, db, directory=str(MIGRATIONS), render_as_batch=True)  # takes this one's place
        return getattr(self._app.extensions["migrate"], name)


def create_app(config: Config | None = None) -> Flask:
    """The application for a configuration; without one, for that of the environment."""
    from werkzeug.middleware.proxy_fix import ProxyFix
    from whitenoise import WhiteNoise

    from app.accounts import routes as accounts
    from app.boards import routes as boards
    from app.db import db, engine_options, normal_url
    from app.feedback import routes as feedback
    from app.questionnaires import routes as questionnaires
    from app.reports import routes as reports
    from app.responses import routes as responses
    from app.themes import routes as themes
    from app.upkeep import retention  # noqa: F401  # it declares its daily job
    from app.web import assets, errors, formatting, health, language, reading, security, sessions
    from app.workspaces import routes as workspaces

    config = config or read()
    app = Speir(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "app" / "static"))
    app.extensions["speir_config"] = config
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=normal_url(config.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.database_url),
        SESSION_COOKIE_NAME="speir",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.base_url.startswith("https:"),
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session: slow readers lose nothing
        WTF_CSRF_SSL_STRICT=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    config.data.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    app.extensions["migrate"] = _Migrations(app)
    app.extensions["speir_head"] = max(file.name[:3] for file in MIGRATIONS.glob("versions/[0-9]*.py"))
    security.register(app, config)
    sessions.register(app)
    reading.register(app)
    language.register(app, config)
    errors.register(app)
    assets.register(app)
    formatting.register(app)
    app.register_blueprint(health.bp)
    for slice_ in (accounts, boards, questionnaires, responses, themes, feedback, reports, workspaces):
        slice_.register(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=0)  # type: ignore[method-assign]  # as below
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's own way of adding middleware
        app.wsgi_app,
        root=str(ROOT / "app" / "static"),
        prefix="static/",
        max_age=86400,
        add_headers_function=security.guard_file,
    )
    return app
