"""An installation of the first release, with answers in it, comes up to this one and loses nothing."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.accounts import service as accounts
from app.audit import service as trail
from app.config import Config
from app.consultations import store as consultations
from app.db import db
from app.responses import receipts, store
from tests.browser import Client
from tests.builders import make_consultation
from tests.conftest import running
from tests.databases import Cluster
from tests.migrations.test_commands import run
from tests.people import FIFE
from tests.responses.test_answering import BASE, finish

SPINE = "007"
WHO, PASSWORD = "officer@fife.example", "kettle bracken ferry"
Rows = dict[str, list[dict[str, Any]]]


def answered(app: Flask) -> list[str]:
    """A consultation with three responses, and an officer; the receipts."""
    make_consultation(app)
    with app.app_context():
        accounts.add_account(WHO, "officer", FIFE, PASSWORD)
    codes = []
    for _ in range(3):
        person = app.test_client()
        assert isinstance(person, Client)
        person.submit(BASE, button="next")
        finish(person)
        sent = person.send(person.get(BASE + "check"), button="submit")
        found = re.search(r"<code data-receipt>([A-Z0-9-]+)</code>", person.get(sent.location).text)
        assert found
        codes.append(found[1])
    return codes


def into_the_spine(url: str) -> Rows:
    """Write what the application's database holds into one of the first release: its tables and columns."""
    engine = sa.create_engine(url)
    spine = sa.MetaData()
    spine.reflect(engine)
    written: Rows = {}
    with db.engine.connect() as source, engine.begin() as target:
        for table in spine.sorted_tables:
            model = db.metadata.tables.get(table.name)
            if model is None or target.scalar(sa.select(sa.func.count()).select_from(table)):
                continue
            columns = [model.c[name] for name in table.c.keys()]  # noqa: SIM118  # not a dict
            rows = [dict(row._mapping) for row in source.execute(sa.select(*columns))]
            there = sa.table(table.name, *(sa.column(column.name, column.type) for column in columns))
            if rows:
                target.execute(sa.insert(there), rows)
                written[table.name] = rows
    engine.dispose()
    return written


def test_data_of_the_first_release_comes_up_whole(
    app: Flask, request: Any, tmp_path: Path, make_config: Callable[..., Config]
) -> None:
    codes = answered(app)
    folder = tmp_path / "spine"
    folder.mkdir()
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            url = f"sqlite:///{folder / 'speir.sqlite3'}"
        else:
            cluster: Cluster = request.getfixturevalue("cluster")
            url = cluster.create(f"spine_{uuid.uuid4().hex}")
        assert SPINE in run(url, folder, "upgrade", SPINE)
        written = into_the_spine(url)
        before = trail.verify()
        db.session.remove()
    assert {"response", "consultation", "audit_line", "account", "definition_version"} <= set(written)
    run(url, folder, "upgrade")
    with running(make_config(url)) as upgraded:
        with upgraded.app_context():
            for name, rows in written.items():
                table = db.metadata.tables[name]
                columns = [table.c[key] for key in rows[0]]
                now = [dict(row._mapping) for row in db.session.execute(sa.select(*columns))]
                assert sorted(map(str, now)) == sorted(map(str, rows)), name
            assert trail.verify() == before
            consultation = consultations.load("fife", "small")
            secret = upgraded.extensions["speir_config"].secret_key
            found = [store.find_by_receipt(consultation.id, receipts.digest(secret, code)) for code in codes]
            assert len({row.id for row in found}) == len(codes)
            db.session.remove()
        officer = upgraded.test_client()
        assert isinstance(officer, Client)
        assert officer.submit("/sign-in", {"email": WHO, "password": PASSWORD}).status_code == 303
        assert officer.get("/workspace/").status_code == 200
        assert "We received your answers" in officer.submit("/receipts/", {"code": codes[0]}).text
        # And it goes on taking answers.
        person = upgraded.test_client()
        assert isinstance(person, Client)
        person.submit(BASE, button="next")
        finish(person)
        assert person.send(person.get(BASE + "check"), button="submit").status_code == 303
