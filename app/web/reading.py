"""A GET only reads: on SQLite it takes no write lock."""

from flask import Flask, request

from app.db import reads


def register(app: Flask) -> None:
    """Say of every request whether it may write."""

    @app.before_request
    def say() -> None:
        reads.set(request.method in ("GET", "HEAD", "OPTIONS"))

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        reads.set(False)
