"""The trail: each line follows the last, nobody changes one, and a change made all the same is found."""

from threading import Thread

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit import store
from app.audit.chain import BEGINNING, walk
from app.audit.models import AuditLine
from app.audit.service import holds, record, verify
from app.db import db


def write(count: int) -> None:
    for number in range(count):
        record(
            "thing_done",
            board="S37000032",
            subject=f"thing {number}",
            detail={"number": number},
            reason="why",
        )
    db.session.commit()


def test_lines_follow_one_another(app: Flask) -> None:
    with app.app_context():
        assert verify().head == BEGINNING
        write(3)
        lines = list(store.in_order())
        assert [line.no for line in lines] == [1, 2, 3]
        assert [line.previous_hash for line in lines] == [BEGINNING, lines[0].hash, lines[1].hash]
        assert {line.actor for line in lines} == {"cli"}
        verdict = verify()
        assert (verdict.lines, verdict.broken, verdict.head) == (3, None, lines[2].hash)
        assert holds(f"2:{lines[1].hash}")
        assert not holds(f"4:{lines[2].hash}")
        assert not holds("x")


def test_a_line_stands_or_falls_with_what_it_tells_of(app: Flask) -> None:
    with app.app_context():
        write(1)
        record("thing_done", board=None, subject="a thing that was not done after all")
        db.session.rollback()
        write(1)
        assert [line.no for line in store.in_order()] == [1, 2]
        assert verify().broken is None


def test_somebody_not_signed_in(app: Flask) -> None:
    with app.test_request_context():
        record("thing_done", board=None, subject="thing")
        db.session.commit()
        assert [line.actor for line in store.in_order()] == ["anonymous"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_line SET reason = 'other' WHERE no = 2",
        "UPDATE audit_line SET no = 9 WHERE no = 3",
        "DELETE FROM audit_line WHERE no = 2",
        "DELETE FROM audit_line",
    ],
)
def test_the_database_refuses_to_change_a_line(app: Flask, change: str) -> None:
    with app.app_context():
        write(3)
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(change))
        db.session.rollback()
        assert verify().lines == 3


def test_sqlite_refuses_to_replace_a_line(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        write(2)
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(
                text("INSERT OR REPLACE INTO audit_line SELECT * FROM audit_line WHERE no = 1")
            )
        db.session.rollback()


def test_postgresql_refuses_to_empty_the_table(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return
        write(2)
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text("TRUNCATE audit_line"))
        db.session.rollback()


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        ("UPDATE audit_line SET reason = 'other' WHERE no = 2", 2, "words"),
        ("UPDATE audit_line SET actor = 'somebody' WHERE no = 1", 1, "words"),
        ("UPDATE audit_line SET board_code = NULL WHERE no = 3", 3, "words"),
        ("UPDATE audit_line SET detail = '{}' WHERE no = 3", 3, "words"),
        ("UPDATE audit_line SET hash = previous_hash WHERE no = 2", 2, "words"),
        ("UPDATE audit_line SET previous_hash = hash WHERE no = 2", 2, "follow"),
        ("DELETE FROM audit_line WHERE no = 2", 2, "missing"),
        ("DELETE FROM audit_line WHERE no = 1", 1, "missing"),
        ("UPDATE audit_line SET no = 0 WHERE no = 1", 1, "missing"),
    ],
)
def test_whoever_gets_past_the_guards_is_found(sqlite_app: Flask, change: str, line: int, why: str) -> None:
    with sqlite_app.app_context():
        write(4)
        for guard in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER audit_line_no_{guard}"))
        db.session.execute(text(change))
        db.session.commit()
        verdict = verify()
        assert verdict.broken == line
        assert why in verdict.why


def test_a_tail_cut_off_is_found_by_a_head_noted_before(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        write(4)
        noted = f"4:{verify().head}"
        assert holds(noted)
        db.session.execute(text("DROP TRIGGER audit_line_no_delete"))
        db.session.execute(text("DELETE FROM audit_line WHERE no = 4"))
        db.session.commit()
        assert verify().broken is None
        assert not holds(noted)


def test_eight_write_at_once(app: Flask) -> None:
    def work() -> None:
        with app.app_context():
            for _ in range(5):
                write(1)

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert verify().lines == 40
        assert verify().broken is None


@pytest.mark.parametrize("words", ["a\nb", "a\x00b", "x" * 3000, "\ud800", "Ullapool – Ulapul", ""])
def test_words_that_databases_disagree_about(app: Flask, words: str) -> None:
    with app.app_context():
        record(
            "thing_done",
            board=None,
            subject=words,
            reason=words,
            detail={"words": words.replace("\ud800", "")},
        )
        db.session.commit()
        db.session.expire_all()
        assert verify().broken is None


def test_an_empty_chain_is_whole() -> None:
    assert walk([]).broken is None


@given(st.text(), st.text())
def test_two_lines_that_differ_have_two_hashes(one: str, other: str) -> None:
    from datetime import UTC, datetime

    from app.audit.chain import hash_of

    def line(subject: str, reason: str) -> AuditLine:
        return AuditLine(
            no=1,
            at=datetime(2026, 1, 1, tzinfo=UTC),
            actor="cli",
            board_code=None,
            act="done",
            subject=subject,
            reason=reason,
            detail={},
            previous_hash=BEGINNING,
        )

    assert (hash_of(line(one, other)) == hash_of(line(other, one))) == (one == other)
