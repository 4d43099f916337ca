"""The door: what a web server imports."""

from app import create_app

app = create_app()
