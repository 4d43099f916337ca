"""What a machine needs besides Python, found out by trying it, and installed by apt where that can be done.

Run by the Makefile with the system's own Python, so it uses nothing but the standard library:

    python3 deploy/system.py run      # what serving needs
    python3 deploy/system.py test     # what the tests need besides

It installs only what is missing. What it cannot install it names in one line that says how to get it.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Need:
    """One thing the machine must have: how to see whether it is there, and Debian's package for it."""

    what: str
    package: str
    is_there: Callable[[], bool]


def library(file: str) -> Callable[[], bool]:
    """A test for a shared library: the loader finds it."""

    def found() -> bool:
        try:
            ctypes.CDLL(file)
        except OSError:
            return False
        return True

    return found


def command(name: str) -> Callable[[], bool]:
    """A test for a command on the path, or where Debian keeps those for root."""
    path = os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/sbin"
    return lambda: shutil.which(name, path=path) is not None


def virtual_environments() -> bool:
    """Debian ships `venv` without `ensurepip`, which lies in a package of its own."""
    return importlib.util.find_spec("venv") is not None and importlib.util.find_spec("ensurepip") is not None


def postgresql() -> bool:
    """Debian keeps the server's programs off the path."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


NEEDS = {
    "run": (
        Need("Python's venv module", "python3-venv", virtual_environments),
        Need("Pango", "libpango-1.0-0", library("libpango-1.0.so.0")),
        Need("PangoFT2", "libpangoft2-1.0-0", library("libpangoft2-1.0.so.0")),
        Need("HarfBuzz's subset library", "libharfbuzz-subset0", library("libharfbuzz-subset.so.0")),
    ),
    "test": (
        Need("PostgreSQL's server programs", "postgresql", postgresql),
        Need("Chromium", "chromium", command("chromium")),
        Need("libatomic, which Playwright's driver needs", "libatomic1", library("libatomic.so.1")),
        Need("pdftotext and pdftoppm", "poppler-utils", command("pdftotext")),
        Need("nginx", "nginx-light", command("nginx")),
    ),
}


def install(missing: list[Need]) -> str | None:
    """Install the packages by apt. Returns None, or the reason why it could not be done."""
    packages = [need.package for need in missing]
    if shutil.which("apt-get") is None:
        return "this machine has no apt-get"
    before: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None:
            return "you are not root and there is no sudo"
        before = ["sudo"]
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    quiet += ["-o", "Dpkg::Use-Pty=0"]
    print(f"Installing {', '.join(packages)} by apt-get", flush=True)
    for step in (["update"], ["install", "--no-install-recommends", *packages]):
        done = subprocess.run([*quiet, *step], stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return f"apt-get {step[0]} ended with {done.returncode}"
    return None


def main(arguments: list[str]) -> int:
    """Meet the needs named by the arguments. Exit 0 met, 1 not met, 2 wrong usage."""
    if not arguments or any(name not in NEEDS for name in arguments):
        print(f"usage: system.py {'|'.join(NEEDS)} …", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST_PYTHON:
        print("Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 run", file=sys.stderr)
        return 1
    missing = [need for name in arguments for need in NEEDS[name] if not need.is_there()]
    if not missing:
        return 0
    reason = install(missing)
    still = [need for need in missing if not need.is_there()]
    if not still:
        return 0
    names = ", ".join(need.what for need in still)
    packages = " ".join(need.package for need in still)
    print(
        f"Missing: {names} ({reason or 'installed, and still not found'}). "
        f"Get it as root with: apt-get install {packages}",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
