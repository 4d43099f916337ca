"""A hundred marked answers: after withdrawal and retention no trace of them is in any file or table."""

import json
import tempfile
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app.audit.models import AuditLine
from app.consultations import store as consultations
from app.consultations.models import Engagement
from app.consultations.service import today
from app.db import db
from app.responses import live, loading, lookup, receipts, resuming, service
from app.responses.models import Response, ResumeCode
from app.themes.arriving import take_in
from app.themes.models import Comment
from app.upkeep.retention import carry_out, due
from tests.builders import SMALL, make_consultation
from tests.surveys.making import survey_of

MANY = 100


def everything(app: Flask) -> bytes:
    """The bytes of every file of the data folder; of PostgreSQL each row of each table, as text."""
    config = app.extensions["speir_config"]
    folders = [config.data]
    dumped = b""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            for table in db.metadata.tables:
                for row in connection.execute(text(f'SELECT t::text FROM "{table}" t')):
                    dumped += row[0].encode() + b"\n"
    else:
        folders.append(Path(str(db.engine.url.database)).parent)
    files = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
    return dumped + b"".join(file.read_bytes() for file in sorted(files))


def test_a_hundred_marked_answers(app: Flask) -> None:
    with tempfile.TemporaryDirectory() as folder:
        money = "{id: money, text: Money"
        survey = survey_of(Path(folder), SMALL.replace(money, f"{money}, comment: true"), "small")
    make_consultation(app, survey=survey)
    secret = app.extensions["speir_config"].secret_key
    with app.app_context(), tempfile.TemporaryDirectory() as elsewhere:
        rows = Path(elsewhere) / "rows.jsonl"
        rows.write_text(
            "\n".join(
                json.dumps({"_key": str(one), "role": "other", "role.other": f"zzo-{one:03}-mark",
                            "helped": ["money"], "helped.money.comment": f"zzb-{one:03}-mark",
                            "comment": f"zzc-{one:03}-mark"})
                for one in range(MANY)
            )
        )  # fmt: skip
        consultation = consultations.load("fife", "small")
        met = live.load("fife", "small")
        assert loading.load(met, rows, secret, "_key").accepted == MANY
        take_in(consultation.id)
        found = db.session.query(Response).all()
        traces = {b"zzo-", b"zzb-", b"zzc-"}
        for one in found:
            for raw in (one.sealed[-24:], one.receipt_digest):
                traces |= {raw, raw.hex().encode()}
            traces |= {one.id.hex.encode(), str(one.id).encode()}
        codes = [receipts.code(secret, met.receipt_prefix, met.id, one.submit_key) for one in found]
        draft = service.reopen(
            met, found[-1].submit_key, met.definition_no, {"comment": "zzc-draft-mark"}, "en", secret
        )
        traces |= {service.token_hash(draft), service.token_hash(draft).hex().encode()}
        db.session.commit()
        resuming.keep(met, draft, secret)
        later = db.session.query(ResumeCode).one()
        for raw in (later.digest, later.sealed[-24:]):
            traces |= {raw, raw.hex().encode()}
        db.session.commit()
        before = everything(app)
        assert sum(trace in before for trace in traces) > MANY * 3  # the search finds what is there
        for code in codes[: MANY // 2]:
            lookup.withdraw(code, secret)
        assert db.session.query(Response).count() == MANY // 2
        assert db.session.query(Comment).count() == MANY // 2 * 3  # each had three
        engagement = db.session.get_one(Engagement, consultation.engagement_id)
        engagement.delete_on = today()
        db.session.commit()
        assert due(today())["responses"] == MANY // 2
        db.session.commit()
        assert {kind: count for kind, count in carry_out(today()).items() if count} == {
            "drafts of ended engagements": 1, "codes to finish later": 1, "responses": MANY // 2,
            "withdrawals": MANY // 2,
        }  # fmt: skip
        line = db.session.query(AuditLine).filter_by(act="retention_run").one()
        assert line.detail["responses"] == MANY // 2
        assert db.session.query(Comment).count() == 0
        db.session.commit()
        after = everything(app)
        assert not [trace for trace in traces if trace in after]
