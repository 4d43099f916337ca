"""The queue keeps its promises: one job for one thing, in the caller's transaction, done once or given up."""

import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.db import db
from app.errors import Conflict, Invalid
from app.jobs import service, store
from app.jobs.models import Job
from app.jobs.service import HANDLERS, Progress, enqueue, handler, look_up
from app.jobs.worker import LeaseLost, Worker

Args = dict[str, Any]


@pytest.fixture(autouse=True)
def _own_handlers() -> Iterator[None]:
    before = dict(HANDLERS)
    handler("echo")(lambda args, progress: {"said": args["say"]})
    yield
    HANDLERS.clear()
    HANDLERS.update(before)


def worker(app: Flask, lease: float = 10.0) -> Worker:
    return Worker(app, threading.Event(), lease)


def add(kind: str = "echo", dedupe: str = "a", **args: Any) -> uuid.UUID:
    made = enqueue(kind, args or {"say": "hello"}, dedupe)
    db.session.commit()
    return made


def job(job_id: uuid.UUID) -> Job:
    db.session.rollback()
    found = look_up(job_id)
    assert found is not None
    return found


def test_a_job_is_done_and_its_result_kept(queue: Flask) -> None:
    made = add(say="hello")
    db.session.remove()
    assert worker(queue).one()
    assert (job(made).state, job(made).result, job(made).progress) == ("done", {"said": "hello"}, 100)
    db.session.remove()
    assert not worker(queue).one()


def test_a_job_exists_only_if_the_caller_commits(queue: Flask) -> None:
    enqueue("echo", {}, "a")
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Job)) == 0


def test_asking_twice_gives_one_job_until_it_is_done(queue: Flask) -> None:
    first = add()
    assert add() == first
    assert add(dedupe="b") != first
    db.session.remove()
    while worker(queue).one():
        pass
    assert add() != first


def test_eight_at_once_give_one_job(queue: Flask) -> None:
    found: list[uuid.UUID] = []
    start = threading.Barrier(8)

    def ask() -> None:
        with queue.app_context():
            start.wait()
            found.append(add())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_two_workers_never_take_the_same_job(queue: Flask) -> None:
    for number in range(20):
        add(dedupe=str(number))
    db.session.remove()
    engine, claims = db.engine, []

    def take(name: str) -> None:
        while True:
            with engine.begin() as connection:
                held = store.claim(connection, name, 10)
            if held is None:
                return
            claims.append(held.id)

    threads = [threading.Thread(target=take, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claims) == len(set(claims)) == 20


def test_a_kind_that_nobody_does_cannot_be_asked_for(queue: Flask) -> None:
    with pytest.raises(Conflict):
        enqueue("unheard of", {}, "a")


def test_a_failure_is_tried_again_later_and_then_given_up_aloud(queue: Flask) -> None:
    told = []

    def bad(args: Args, progress: Progress) -> Args:
        raise ValueError("a secret")

    handler("bad", failed=lambda args, error: told.append(error))(bad)
    made = enqueue("bad", {}, "a", max_attempts=2)
    db.session.commit()
    db.session.remove()
    assert worker(queue).one()
    assert job(made).state == "queued"
    db.session.remove()
    assert not worker(queue).one(), "not at once"
    db.session.execute(text("UPDATE job SET run_at = '2020-01-01 00:00:00+00:00'"))
    db.session.commit()
    assert worker(queue).one()
    assert job(made).state == "failed"
    assert told == [job(made).error]
    assert "secret" not in job(made).error, "what went wrong inside may hold what somebody wrote"


def test_a_refusal_is_final_and_says_its_words(queue: Flask) -> None:
    def refuse(args: Args, progress: Progress) -> Args:
        raise Invalid("There is nothing to count.")

    handler("refuse")(refuse)
    made = add("refuse")
    db.session.remove()
    worker(queue).one()
    assert (job(made).state, job(made).error) == ("failed", "There is nothing to count.")


def test_progress_is_seen_while_the_job_runs(queue: Flask) -> None:
    seen = []

    def long(args: Args, progress: Progress) -> Args:
        progress(40, "counting")
        with db.engine.begin() as connection:
            seen.append(connection.execute(select(Job.progress, Job.progress_text)).one())
        return {}

    handler("long")(long)
    add("long")
    db.session.remove()
    worker(queue).one()
    assert [tuple(row) for row in seen] == [(40, "counting")]


def test_progress_inside_a_transaction_is_a_mistake(queue: Flask) -> None:
    def careless(args: Args, progress: Progress) -> Args:
        db.session.scalar(select(func.count()).select_from(Job))
        progress(40, "counting")
        return {}

    handler("careless")(careless)
    made = enqueue("careless", {}, "a", max_attempts=1)
    db.session.commit()
    db.session.remove()
    worker(queue).one()
    assert job(made).state == "failed"


def test_who_lost_the_lease_can_write_nothing_more(queue: Flask) -> None:
    made = add()
    db.session.remove()
    with db.engine.begin() as connection:
        slow = store.claim(connection, "slow", -1)
        quick = store.claim(connection, "quick", 10)
    assert slow is not None
    assert quick is not None
    assert slow.id == quick.id == made
    with db.engine.begin() as connection:
        for refused in (
            store.renew(connection, slow, 10),
            store.tell(connection, slow, 50, ""),
            store.finish(connection, slow, {}),
            store.put_back(connection, slow, "", 0),
            store.fail(connection, slow, ""),
            store.release(connection, slow),
        ):
            assert not refused
        assert store.finish(connection, quick, {"by": "quick"})
    assert job(made).result == {"by": "quick"}


def test_a_worker_that_was_thought_dead_ends_at_its_next_step(queue: Flask) -> None:
    ended = []

    def overtaken(args: Args, progress: Progress) -> Args:
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE job SET worker = 'another'"))
        try:
            progress(50, "half")
        except LeaseLost:
            ended.append(True)
            raise
        return {}

    handler("overtaken")(overtaken)
    made = add("overtaken")
    db.session.remove()
    worker(queue).one()
    assert ended
    assert (job(made).state, job(made).worker) == ("running", "another")


def test_a_job_whose_workers_were_all_killed_is_given_up_aloud(queue: Flask) -> None:
    told = []
    handler("doomed", failed=lambda args, error: told.append(args))(lambda args, progress: {})
    made = enqueue("doomed", {"n": 1}, "a", max_attempts=1)
    db.session.commit()
    db.session.remove()
    with db.engine.begin() as connection:
        assert store.claim(connection, "killed", -1)
    assert worker(queue).one()
    assert job(made).state == "failed"
    assert told == [{"n": 1}]


def test_told_to_stop_it_gives_the_job_back_as_if_never_taken(queue: Flask) -> None:
    stop = threading.Event()

    def long(args: Args, progress: Progress) -> Args:
        stop.set()
        progress(50, "half")
        return {}

    handler("long")(long)
    made = add("long")
    db.session.remove()
    Worker(queue, stop).one()
    assert (job(made).state, job(made).attempts) == ("queued", 0)


def test_the_table_of_handlers_has_one_each() -> None:
    assert service.HANDLERS["echo"].run({"say": "x"}, lambda n, words: None) == {"said": "x"}
