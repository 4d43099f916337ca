"""kill -9 of a web worker in the middle of 200 submissions: every receipted one is stored, once."""

import os
import re
import signal
import threading
import time
from pathlib import Path

import pytest

from app.consultations import store as consultations
from app.responses import receipts, store
from tests.builders import SMALL
from tests.databases import Cluster
from tests.journeys.walking import Walker
from tests.serving import Served, children_of, family, served

SUBMISSIONS, THREADS, TRIES = 200, 8, 20
RECEIPT = re.compile(r"<code data-receipt>([A-Z0-9-]+)</code>")


def submit_one(address: str) -> str:
    """One respondent who tries each step again until it answers; the receipt's code."""
    walker = Walker(address)

    def patiently(step: object, *arguments: object) -> str:
        for _ in range(TRIES):
            try:
                return step(*arguments)  # type: ignore[operator,no-any-return]  # a method of the walker
            except ConnectionError:
                time.sleep(0.1)
        raise AssertionError("the service did not come back")

    patiently(walker.get, "/boards/fife/small/")
    patiently(walker.send, {}, "next")
    patiently(walker.send, {"role": "parent"}, "next")
    patiently(walker.send, {"agree.say": "agree"}, "next")
    shown = patiently(walker.send, {}, "submit")
    found = RECEIPT.search(shown)
    assert found, shown[-1500:]
    return found[1]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_receipted_response_is_there_once(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url: str | None = None
    if kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        url = request.getfixturevalue("postgresql_url")
        assert cluster
    survey = tmp_path / "small.yaml"
    survey.write_text(SMALL, encoding="utf-8")
    with served(tmp_path / "data", url) as speir:
        speir.run(
            "consultation", "create", "--board", "fife", "--survey", str(survey), "--slug", "small",
            "--title", "Small", "--open",
        )  # fmt: skip
        codes = _submit_while_killing(speir)
        assert len(set(codes)) == SUBMISSIONS
        _all_there_once(speir, codes)


def _submit_while_killing(speir: Served) -> list[str]:
    """The receipts of all submissions; a web worker is killed a few times meanwhile."""
    codes: list[str] = []
    problems: list[BaseException] = []
    left = iter(range(SUBMISSIONS))
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            try:
                codes.append(submit_one(speir.address))
            except BaseException as problem:
                problems.append(problem)
                return

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    killed = 0
    while any(thread.is_alive() for thread in threads):
        if len(codes) > (killed + 1) * SUBMISSIONS // 4 and killed < 3:
            os.kill(children_of(family(speir.process.pid)["web"])[0], signal.SIGKILL)
            killed += 1
        time.sleep(0.05)
    assert not problems, problems[0]
    assert killed == 3
    return codes


def _all_there_once(speir: Served, codes: list[str]) -> None:
    """Every receipt finds its response, and there are no others."""
    from app import create_app
    from app.config import read
    from app.db import db

    app = create_app(read(speir.environment))
    with app.app_context():
        consultation = consultations.load("fife", "small")
        assert store.count(consultation.id) == SUBMISSIONS
        secret = app.extensions["speir_config"].secret_key
        for code in codes:
            assert store.find_by_receipt(consultation.id, receipts.digest(secret, code)) is not None
        db.session.remove()
        db.engine.dispose()
