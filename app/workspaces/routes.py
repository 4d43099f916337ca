"""The pages that look across slices, each in a file of its own."""

from flask import Flask

from app.workspaces import loop, officer, public, statement, trail


def register(app: Flask) -> None:
    """Add them."""
    app.register_blueprint(loop.bp)
    app.register_blueprint(officer.bp)
    app.register_blueprint(public.bp)
    app.register_blueprint(statement.bp)
    app.register_blueprint(trail.bp)
