"""A PostgreSQL server of the tests' own, and migrations without the rest of the application."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import Migrate, upgrade

from app.db import db, engine_options, normal_url

ROOT = Path(__file__).resolve().parent.parent

# Nothing here must outlive the tests, so nothing waits for the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@dataclass(frozen=True)
class Cluster:
    """A running server, reached through a socket in `folder` only."""

    folder: Path

    @classmethod
    @contextmanager
    def started(cls) -> Iterator["Cluster"]:
        """A server in a new folder of its own, stopped and deleted at the end."""
        programs = _programs()
        # Not pytest's folder: a socket's path may have 107 characters, and the user postgres must get in.
        folder = Path(tempfile.mkdtemp(prefix="speir-pg-"))
        folder.chmod(0o755)
        data, before = folder / "data", []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            postgres = pwd.getpwnam("postgres")
            os.chown(folder, postgres.pw_uid, postgres.pw_gid)
            before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        try:
            subprocess.run(
                [
                    *before,
                    programs / "initdb",
                    "-D",
                    data,
                    "-U",
                    "speir",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--no-sync",
                ]
                + ["--locale=C.UTF-8"],
                **quiet,
            )
            settings = " ".join(f"-c {setting}" for setting in FAST)
            options = f"-c listen_addresses='' -k {folder} {settings}"
            control = [*before, programs / "pg_ctl", "-D", data, "-w"]
            subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], **quiet)
            try:
                yield cls(folder)
            finally:
                subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """SQLAlchemy's URL of a database here."""
        return f"postgresql+psycopg://speir@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """A new database; returns its URL."""
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Away with a database, whoever is still connected."""
        self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        """A copy for one test."""
        name = f"test_{uuid.uuid4().hex}"
        yield self.create(name, template)
        self.drop(name)

    def _do(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user="speir", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def _programs() -> Path:
    """The folder of the newest server's programs, where Debian keeps them, else from the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if not initdb:
        raise RuntimeError("PostgreSQL is missing; get it with: apt-get install postgresql")
    return Path(initdb).resolve().parent


def migrate(url: str, data: Path, revision: str = "head") -> None:
    """Bring a database up by the project's migrations, without building the whole application."""
    app = Flask("migrations", root_path=str(data))
    app.config["SQLALCHEMY_DATABASE_URI"] = normal_url(url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        upgrade(revision=revision)
        db.engine.dispose()
