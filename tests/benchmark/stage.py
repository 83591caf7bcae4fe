# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded server as the benchmark uses it: on a core of its own, at the price of a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

# Not resolved: the way to the collection may lead through a symbolic link.
TESTS = Path(__file__).absolute().parents[1]

# With two cores or more the server has the last one and everything that is measured the first.
CORES = sorted(os.sched_getaffinity(0))
CLIENT_CORE, SERVER_CORE = CORES[0], CORES[-1]


class Stage:
    """One embedded server. `token` is an access token of its admin's. Use it as a context manager."""

    def __init__(self, *options: str) -> None:
        command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", "embedded_mattermost", "--die-with-parent"]
        environment = dict(os.environ, PYTHONPATH=str(TESTS))
        self._process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, env=environment, cwd=TESTS)
        assert self._process.stdout is not None
        hello = json.loads(self._process.stdout.readline())
        self.url: str = hello["url"]
        self.ids: list[str] = []
        self._session = requests.Session()
        self._session.trust_env = False
        login = {"login_id": hello["admin_username"], "password": hello["admin_password"]}
        answer = self._session.post(self.url + "/api/v4/users/login", json=login, timeout=60)
        # The session's own cookie carries the next request; the header makes it trusted.
        self._session.headers["X-Requested-With"] = "XMLHttpRequest"
        path = "/api/v4/users/%s/tokens" % answer.json()["id"]
        made = self._session.post(self.url + path, json={"description": "benchmark"}, timeout=60)
        self.token: str = made.json()["token"]

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._session.close()
        self._process.terminate()
        self._process.wait(30)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Use a control endpoint."""
        answer = self._session.request(method, self.url + "/_embedded" + path, json=body, timeout=600)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fill(self, users: int, sessions: int = 3) -> list[str]:
        """Make users with sessions and return their names."""
        made = self.control("POST", "/bulk", {"users": users, "sessions": sessions})
        self.ids = made["ids"]
        return list(made["usernames"])

    def refill(self, sessions: int = 3) -> None:
        """Give the same users sessions again."""
        self.control("POST", "/bulk/sessions", {"sessions": sessions})

    def count_anew(self) -> None:
        """Count requests from nothing."""
        self.control("POST", "/requests/reset")

    def counted(self) -> dict[str, Any]:
        """Return the server's own count of requests."""
        counted: dict[str, Any] = self.control("GET", "/requests")
        return counted

    def sessions_left(self) -> int:
        """Return how many sessions there are on the whole server, those of the admin aside."""
        admins = len(self.control("GET", "/state/users/admin")["sessions"])
        return int(self.control("GET", "/state")["sessions"]) - admins
