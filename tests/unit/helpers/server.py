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

# Not resolved: the way to the collection may lead through a symbolic link.
UNIT_TESTS = Path(__file__).parents[1]
ROOT = UNIT_TESTS.parents[1]
TREE = ROOT.parents[2]  # holds ansible_collections

_VARIABLES = {
    "url": "MATTERMOST_TEST_URL",
    "admin_username": "MATTERMOST_TEST_ADMIN_USERNAME",
    "admin_password": "MATTERMOST_TEST_ADMIN_PASSWORD",
}


class ServerUnderTest:
    """Where it is, who its admin is, and whether it is the embedded one. `process` is ours to end."""

    def __init__(self, url, admin_username, admin_password, process=None):
        self.url = url.rstrip("/")
        self.admin_username = admin_username
        self.admin_password = admin_password
        self.process = process

    @property
    def embedded(self):
        """Whether faults and settings can be staged through its control endpoints."""
        return self.process is not None

    def stop(self):
        """End the embedded server; leave a real one alone."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process.stdout.close()


def real_server():
    """Return the log-in of a real server from the environment or real_server.json, None where there is none."""
    found = {key: os.environ[name] for key, name in _VARIABLES.items() if os.environ.get(name)}
    # Where the tests run in an environment that hands no variables on, a file does.
    path = UNIT_TESTS / "real_server.json"
    if not found and path.exists():
        given = json.loads(path.read_text(encoding="utf-8"))
        found = {key: given.get(key) or given.get("mattermost_test_" + key) for key in _VARIABLES}
    if found and len([value for value in found.values() if value]) < len(_VARIABLES):
        raise ValueError("To test on a real server, set all of %s." % ", ".join(_VARIABLES.values()))
    return found or None


def start_embedded(*options):
    """Start an embedded server on a free port; it ends with this process at the latest."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "tests"))
    command = [sys.executable, "-m", "embedded_mattermost", "--die-with-parent"] + list(options)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=str(ROOT))
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("the embedded server did not start")
    hello = json.loads(line)
    return ServerUnderTest(hello["url"], hello["admin_username"], hello["admin_password"], process)


def find_or_start():
    """Return the server that the tests run on."""
    given = real_server()
    return ServerUnderTest(**given) if given else start_embedded()
