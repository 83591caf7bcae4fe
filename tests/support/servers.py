# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server under test: a real one where its log-in is given, else the embedded one, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

# Not resolved: the way to the collection may lead through a symbolic link.
ROOT = Path(__file__).absolute().parents[2]
TREE = ROOT.parents[2]  # holds ansible_collections, where the collection was imported from there
# Where the tests run in an environment that hands no variables on, a file does.
FILE = ROOT / "tests" / "unit" / "real_server.json"

VARIABLES = {
    "url": "MATTERMOST_TEST_URL",
    "admin_username": "MATTERMOST_TEST_ADMIN_USERNAME",
    "admin_password": "MATTERMOST_TEST_ADMIN_PASSWORD",
}


class Server(NamedTuple):
    """Where it is, and who its admin is. `process` is ours to end; a real server has none."""

    url: str
    admin_username: str
    admin_password: str
    process: subprocess.Popen[str] | None = None

    @property
    def embedded(self) -> bool:
        """Whether it has control endpoints, for faults and settings."""
        return self.process is not None

    def stop(self) -> None:
        """End the embedded server; leave a real one alone."""
        if self.process is None:
            return
        self.process.terminate()
        self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()


def real_server() -> Server | None:
    """Return the real server that the environment or the file names, None where none is named."""
    found = {key: os.environ.get(name) or "" for key, name in VARIABLES.items()}
    if not any(found.values()) and FILE.exists():
        given = json.loads(FILE.read_text(encoding="utf-8"))
        found = {key: given.get("mattermost_test_" + key) or "" for key in VARIABLES}
    if not any(found.values()):
        return None
    if not all(found.values()):
        raise ValueError("To test on a real server, set all of %s." % ", ".join(VARIABLES.values()))
    return Server(found["url"].rstrip("/"), found["admin_username"], found["admin_password"])


def start_embedded(*options: str) -> Server:
    """Start an embedded server on a free port; it ends with this process at the latest."""
    command = [sys.executable, "-m", "embedded_mattermost", "--die-with-parent", *options]
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "tests"))
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=str(ROOT), text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the embedded server did not start"
    hello = json.loads(line)
    return Server(hello["url"], hello["admin_username"], hello["admin_password"], process)


def find_or_start() -> Server:
    """Return the server that the tests run on."""
    return real_server() or start_embedded()
