"""A backup taken under load brings every receipted answer back, once; a bad one brings nothing at all."""

import json
import os
import shutil
import stat
import subprocess
import threading
import uuid
import zipfile
from pathlib import Path

import pytest

from app.consultations import store as consultations
from app.responses import receipts, store
from tests.builders import SMALL
from tests.databases import Cluster
from tests.journeys.test_killed_web_worker import submit_one
from tests.serving import ROOT, SPEIR, Served, served, until

pytestmark = pytest.mark.xdist_group("backup")  # a backup is taken once for all who look at it
THREADS, BEFORE, AFTER = 4, 24, 8
CLIP = "0" * 64 + ".mp4"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def taken(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, list[str]]:
    """A backup made while people answer, its key, and the receipts given before it began.

    What it was made of is gone by then.
    """
    folder = tmp_path_factory.mktemp("taken")
    data, out, survey = folder / "data", folder / "speir.zip", folder / "small.yaml"
    url = _new_database(request)
    survey.write_text(SMALL, encoding="utf-8")
    with served(data, url) as speir:
        speir.run(
            "consultation", "create", "--board", "fife", "--survey", str(survey), "--slug", "small",
            "--title", "Small", "--open",
        )  # fmt: skip
        (data / "editions").mkdir(exist_ok=True)
        (data / "editions" / "made-up.pdf").write_bytes(b"%PDF of nobody")
        (data / "media").mkdir(exist_ok=True)
        (data / "media" / CLIP).write_bytes(b"a clip of nobody")
        codes = _back_up_in_the_middle(speir, out)
    key = (data / "secret_key").read_text()
    shutil.rmtree(data)
    if url:
        cluster: Cluster = request.getfixturevalue("cluster")
        cluster.drop(url.partition("@/")[2].partition("?")[0])
    return out, key, codes


def _new_database(request: pytest.FixtureRequest, *, empty: bool = False) -> str | None:
    """The URL of another PostgreSQL database where the test is of that, None for SQLite."""
    kind = request.node.callspec.params["taken"] if hasattr(request.node, "callspec") else request.param
    if kind == "sqlite":
        return None
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.create(f"backup_{uuid.uuid4().hex}", "template0" if empty else "template_speir")


def _back_up_in_the_middle(speir: Served, out: Path) -> list[str]:
    """Answers keep coming while the backup is made; the receipts given before it began."""
    codes: list[str] = []
    problems: list[BaseException] = []
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            try:
                codes.append(submit_one(speir.address))
            except BaseException as problem:
                problems.append(problem)
                return

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        until(lambda: len(codes) >= BEFORE or bool(problems), 60)
        before = list(codes)
        said = speir.run("backup", str(out))
        assert "without it sealed answers cannot be read" in said
        until(lambda: len(codes) >= len(before) + AFTER or bool(problems), 60)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert not problems, problems[0]
    return before


def _environment(speir: Path, url: str | None, key: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("SPEIR_")},
        "SPEIR_DATA": str(speir),
        "SPEIR_SECRET_KEY": key,
        **({"SPEIR_DATABASE_URL": url} if url else {}),
    }


def _run(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [SPEIR, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def _refused(out: Path, environment: dict[str, str], why: str) -> None:
    """The restore ends with 1 and the reason, and has left nothing."""
    done = _run(environment, "restore", str(out))
    assert done.returncode == 1, done.stdout + done.stderr
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(Path(environment["SPEIR_DATA"]).glob("*"))


def test_every_receipt_from_before_is_there_once(
    taken: tuple[Path, str, list[str]], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    out, key, codes = taken
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert key.encode() not in out.read_bytes()
    environment = _environment(tmp_path / "new", _new_database(request, empty=True), key)
    done = _run(environment, "restore", str(out))
    assert done.returncode == 0, done.stderr
    assert "every count and the audit trail are as the manifest says" in done.stdout
    assert (tmp_path / "new" / "editions" / "made-up.pdf").read_bytes() == b"%PDF of nobody"
    assert (tmp_path / "new" / "media" / CLIP).read_bytes() == b"a clip of nobody"
    assert _run(environment, "audit", "verify").returncode == 0
    _all_there_once(environment, codes, out)
    again = _run(environment, "restore", str(out))
    assert again.returncode == 1
    assert "Restore into an empty folder" in again.stderr


def _all_there_once(environment: dict[str, str], codes: list[str], out: Path) -> None:
    from app import create_app
    from app.config import read
    from app.db import db

    app = create_app(read(environment))
    with zipfile.ZipFile(out) as archive:
        counted = json.loads(archive.read("manifest.json"))["facts"]["rows"]["response"]
    with app.app_context():
        consultation = consultations.load("fife", "small")
        secret = environment["SPEIR_SECRET_KEY"]
        found = [store.find_by_receipt(consultation.id, receipts.digest(secret, code)) for code in codes]
        assert None not in found
        assert len({one.id for one in found if one is not None}) == len(codes) >= BEFORE
        assert store.count(consultation.id) == counted
        db.session.remove()
        db.engine.dispose()


def test_another_key_is_refused(
    taken: tuple[Path, str, list[str]], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    environment = _environment(
        tmp_path / "new", _new_database(request, empty=True), "another k3yzAq81mLw0dTt5uQbXc7Rj2Vn"
    )
    _refused(taken[0], environment, "Set SPEIR_SECRET_KEY to that key")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ("escape", "a file outside its place"),
        ("more", "not those of its manifest"),
        ("bytes", "not what was written"),
        ("count", "not what the manifest counted"),
        ("cut", "not a whole backup"),
    ],
)
def test_a_spoilt_backup_brings_nothing(
    taken: tuple[Path, str, list[str]], request: pytest.FixtureRequest, tmp_path: Path, spoil: str, why: str
) -> None:
    out, key, _codes = taken
    if spoil == "count" and request.node.callspec.params["taken"] == "postgresql":
        pytest.skip("there the database is filled before it is counted")
    bad = tmp_path / "bad.zip"
    _spoilt(out, bad, spoil)
    environment = _environment(tmp_path / "scratch" / "new", _new_database(request, empty=True), key)
    _refused(bad, environment, why)
    assert not (tmp_path / "scratch" / "escaped").exists()


def _spoilt(out: Path, bad: Path, spoil: str) -> None:
    """A copy of a backup with one thing wrong."""
    if spoil == "cut":
        bad.write_bytes(out.read_bytes()[:-2000])
        return
    with zipfile.ZipFile(out) as good, zipfile.ZipFile(bad, "w") as made:
        manifest = json.loads(good.read("manifest.json"))
        for name in good.namelist():
            if name == "manifest.json":
                continue
            content = good.read(name)
            if spoil == "bytes" and name.startswith("files/"):
                content = content[::-1]
            made.writestr(name, content)
        if spoil in ("escape", "more"):
            name = "files/../../escaped" if spoil == "escape" else "files/editions/more.pdf"
            made.writestr(name, b"more")
            if spoil == "escape":
                manifest["members"][name] = [4, "0" * 64]
        if spoil == "count":
            manifest["facts"]["rows"]["response"] += 1
        made.writestr("manifest.json", json.dumps(manifest))


def test_a_backup_is_not_written_over_or_beside_the_data(
    sqlite_url: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    environment = _environment(tmp_path, sqlite_url, "k3yzAq81mLw0dTt5uQbXc7Rj2VnHs9EfGpYi")
    assert _run(environment, "backup", str(tmp_path / "b.zip")).returncode == 1
    done = _run(environment, "backup", "--out", str(elsewhere / "b.zip"), "--with-key")
    assert done.returncode == 0, done.stderr
    assert "whoever has this file can read the answers" in done.stdout
    assert "is there already" in _run(environment, "backup", str(elsewhere / "b.zip")).stderr
    assert [file.name for file in elsewhere.iterdir()] == ["b.zip"]
    fresh = _environment(elsewhere / "new", None, "")
    assert _run(fresh, "restore", str(elsewhere / "b.zip")).returncode == 0
    assert (elsewhere / "new" / "secret_key").read_text() == "k3yzAq81mLw0dTt5uQbXc7Rj2VnHs9EfGpYi"
