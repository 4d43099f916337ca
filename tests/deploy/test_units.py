"""The shipped service units and set-up programs say what the house says."""

import configparser
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import request

from app.config import Config, read
from tests.conftest import running

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy"))

import collect_static  # noqa: E402  # deploy is a folder of programs, not a package
import system  # noqa: E402


@pytest.mark.parametrize("name", ["speir-web.service", "speir-worker.service"])
def test_a_unit_starts_what_the_project_has(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys are cased
    unit.read(ROOT / "deploy" / name)
    service = unit["Service"]
    assert service["User"] == "speir"
    assert service["Restart"] == "always"
    assert service["NoNewPrivileges"] == "true"
    assert int(service["TimeoutStopSec"]) <= 30
    program = service["ExecStart"].split()
    assert program[0].startswith("/opt/speir/.venv/bin/")
    for argument in program[1:]:
        if "/" in argument:
            assert (ROOT / argument).exists(), argument


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    """Each unit as it is shipped, but for the user and the folders, which only an installed machine has."""
    names = [file.name for file in (ROOT / "deploy").glob("speir-*.*")]
    assert len(names) == 4
    for name in names:
        unit = (ROOT / "deploy" / name).read_text()
        for line in ("User=speir", "Group=speir"):
            unit = unit.replace(line, "")
        unit = unit.replace("/opt/speir/.venv", sys.prefix).replace("/opt/speir", str(ROOT))
        (tmp_path / name).write_text(unit)
    told = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in names)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_the_nightly_backup_writes_one(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the unit starts, with its own words, on another folder."""
    lines = (ROOT / "deploy" / "speir-backup.service").read_text().splitlines()
    start = next(line for line in lines if line.startswith("ExecStart=")).removeprefix("ExecStart=")
    start = start.replace("%%", "%").replace("/opt/speir/.venv", sys.prefix)
    place = tmp_path_factory.mktemp("backups")
    settings = {
        "SPEIR_DATA": str(tmp_path_factory.mktemp("data")),
        "SPEIR_DATABASE_URL": sqlite_url,
        "BACKUP_DIRECTORY": str(place),
    }
    subprocess.run(shlex.split(start), cwd=ROOT, env={**os.environ, **settings}, check=True)
    assert [file.suffix for file in place.iterdir()] == [".zip"]


def test_example_settings_are_read_by_the_application() -> None:
    lines = (ROOT / "deploy" / "environment.example").read_text().splitlines()
    settings = dict(line.lstrip("#").split("=", 1) for line in lines if "=" in line and " " not in line)
    settings["SPEIR_SECRET_KEY"] = "k3yzAq81mLw0dTt5uQbXc7Rj2VnHs9EfGpYi"
    config = read(settings)
    assert config.production
    assert config.base_url == "https://speir.example"
    assert config.proxies == 1


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "10.0.0.9"), (2, "10.0.0.8")])
def test_only_our_own_proxies_are_believed(
    sqlite_url: str, make_config: Callable[..., Config], proxies: int, seen: str
) -> None:
    with running(make_config(sqlite_url, proxies=proxies)) as app:

        @app.get("/who")
        def who() -> str:
            return request.remote_addr or ""

        told = app.test_client().get("/who", headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.8, 10.0.0.9"})
        assert told.text == seen


def test_gunicorn_takes_the_shipped_settings() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--print-config", "--config", "deploy/gunicorn.conf.py"],
        cwd=ROOT,
        env={**os.environ, "WEB_CONCURRENCY": "3", "SPEIR_BIND": "127.0.0.1:8111"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    settings = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    settings = {key.strip(): value.strip() for key, value in settings.items()}
    assert settings["workers"] == "3"
    assert settings["bind"] == "['127.0.0.1:8111']"
    assert settings["accesslog"] == "None"
    assert settings["worker_class"] == "gthread"


def test_a_missing_thing_is_named_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = system.Need("A thing", "a-package", lambda: False)
    monkeypatch.setitem(system.NEEDS, "run", (lacking,))
    monkeypatch.setattr(system.shutil, "which", lambda _name: None)
    assert system.main(["run"]) == 1
    said = capsys.readouterr().err.strip()
    assert said == (
        "Missing: A thing (this machine has no apt-get). Get it as root with: apt-get install a-package"
    )


def test_what_is_there_is_not_installed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_missing: object) -> None:
        raise AssertionError("nothing is missing")

    monkeypatch.setattr(system, "install", never)
    monkeypatch.setitem(system.NEEDS, "run", (system.Need("A thing", "a-package", lambda: True),))
    assert system.main(["run"]) == 0


def test_files_that_are_not_the_locked_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    lock["packages"]["node_modules/htmx.org"]["integrity"] = "sha512-of-something-else"
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / ".package-lock.json").write_text(json.dumps(lock))
    monkeypatch.setattr(collect_static, "MODULES", tmp_path / "node_modules")
    assert collect_static.main() == 1
    assert "htmx.org is not the locked one" in capsys.readouterr().err


def test_a_sheet_is_mirrored() -> None:
    sheet = b".a{float:left;margin:0 1px 2px 3px}.b::before{right:4px;text-align:left}"
    mirrored = b".a{float:right;margin:0 3px 2px 1px}.b::before{left:4px;text-align:right}"
    assert collect_static.mirrored(sheet) == mirrored


def test_all_collected_files_are_there_with_their_licences() -> None:
    names = {name for files in collect_static.WANTED.values() for name in files.values()}
    mirrored = set(collect_static.MIRRORED.values())
    assert names | mirrored == {file.name for file in collect_static.VENDOR.iterdir()}
    assert len([name for name in names if "LICENSE" in name]) == len(collect_static.WANTED)
