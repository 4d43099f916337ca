"""PostgreSQL's own programs: only they know how to write a whole database down and read it back."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO

from sqlalchemy import URL

from app.errors import Conflict
from app.upkeep.archive import copy


def dump(url: URL, snapshot: str, target: IO[bytes]) -> tuple[int, str]:
    """Write the database as `snapshot` sees it; size and SHA-256. Raises Conflict."""
    command = [
        _program("pg_dump"),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
    ]
    with subprocess.Popen(
        command, env=_environment(url), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        told = copy(running.stdout, target)
        why = running.stderr.read()
    if running.returncode:
        raise Conflict(f"pg_dump could not write the database down: {_first_line(why)}")
    return told


def load(url: URL, source: Path) -> None:
    """Read a dump into an empty database, all or nothing. Raises Conflict."""
    command = [_program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner"]
    command += ["--no-privileges", f"--dbname={url.database}", str(source)]
    done = subprocess.run(command, env=_environment(url), capture_output=True, check=False)
    if done.returncode:
        raise Conflict(f"pg_restore could not bring the database back: {_first_line(done.stderr)}")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Conflict(
            f"{name} is not on this machine. Get it as root with: apt-get install postgresql-client"
        )
    return found


def _environment(url: URL) -> dict[str, str]:
    """Where the server is, as its programs read it; a password on the command line could be seen by all."""
    query = {key: value for key, value in url.query.items() if isinstance(value, str)}
    told = {
        "PGHOST": query.get("host") or url.host,
        "PGPORT": query.get("port") or (str(url.port) if url.port else None),
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("sslmode"),
        "PGSSLROOTCERT": query.get("sslrootcert"),
    }
    return {**os.environ, **{name: value for name, value in told.items() if value}}


def _first_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[0] if lines else "it does not say why."
