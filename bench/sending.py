"""P9: what sending costs beside a bare INSERT of the same document, and how much disk a response takes."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, create_engine

from app.db import db
from app.responses import store
from bench.lines import Line
from bench.scratch import Scratch, rows

TIMES = 1_500


def lines(scratch: Scratch, written: int, before: int, stored: int) -> Iterator[Line]:
    """The goals. `written` bytes of JSON of `stored` responses made the database grow from `before` bytes."""
    made = list(rows(scratch, TIMES))
    documents = [(one["id"].hex, bytes(one["sealed"])) for one in made]
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(Path(folder) / "bare.sqlite3", documents)
    with scratch.app.app_context():
        began = time.process_time()
        for one in made:
            store.add_responses([one])
            db.session.commit()
        ours = time.process_time() - began
    yield Line(
        "P9", "one submission stored, CPU", 1000 * ours / TIMES, "ms", "bare INSERT", 1000 * bare / TIMES, 1.5
    )
    per_response = (scratch.on_disk() - before) / (stored + TIMES)
    yield Line("P9", "disk of one response", per_response, "bytes", "its JSON", written / stored, 2.0)


def _bare(file: Path, documents: list[tuple[str, bytes]]) -> float:
    """CPU seconds of an INSERT and a commit for each document, by SQLAlchemy as the product's are."""
    table = Table(
        "response", MetaData(), Column("id", String(32), primary_key=True), Column("document", LargeBinary)
    )
    engine = create_engine(f"sqlite:///{file}")
    table.metadata.create_all(engine)
    began = time.process_time()
    for key, document in documents:
        with engine.begin() as connection:
            connection.execute(table.insert().values(id=key, document=document))
    took = time.process_time() - began
    engine.dispose()
    return took
