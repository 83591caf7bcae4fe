# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Leavers on a hostile network: run a module as a process of its own, and hold what it says against the truth."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from helpers.control import Control
from helpers.mattermost import Mattermost, unique
from helpers.playbooks import Ansible

REVOKE = "mattermost_session_revoke"
PACKAGE = "ansible_collections.offboarding.mattermost.plugins.modules."

# Nothing here measures speed. Whatever takes longer than this hangs.
HANGING = 120


class Report:
    """What a module's process said: `output` (all of it), `code` (of its exit), `result` (the JSON in it)."""

    def __init__(self, output: str, errors: str, code: int) -> None:
        assert not errors, errors
        assert "Traceback" not in output, output
        self.output = output
        self.code = code
        self.result = json.loads(output)
        assert bool(code) == bool(self.result.get("failed")), output

    @property
    def message(self) -> str:
        """The one sentence that a failed module ends with."""
        assert self.result.get("failed"), self.output
        message = str(self.result["msg"])
        assert message.isprintable()
        return message

    @property
    def summary(self) -> Any:
        """The counts."""
        return self.result["summary"]

    @property
    def results(self) -> list[Any]:
        """One entry for each user that was asked for."""
        return list(self.result["results"])

    def outcomes(self) -> list[str]:
        """Return what the entries say, in order."""
        return [entry["outcome"] for entry in self.results]


class Modules:
    """Modules as processes of their own, against the server under test and with an admin's token of their own."""

    def __init__(self, ansible: Ansible, admin: Mattermost, control: Control) -> None:
        self.control = control
        self.url = admin.url
        self.token = str(admin.new_access_token(admin.must("GET", "/users/me")["id"])["token"])
        self._environment = dict(ansible.environment, PYTHONPATH=ansible.environment["ANSIBLE_COLLECTIONS_PATH"])

    def start(self, users: list[str], module: str = REVOKE, **options: Any) -> subprocess.Popen[str]:
        """Start a module over users; `finish` returns what it says."""
        given = {"url": self.url, "token": self.token, "users": users, **options}
        process = subprocess.Popen(
            [sys.executable, "-m", PACKAGE + module],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps({"ANSIBLE_MODULE_ARGS": given}))
        process.stdin.close()
        process.stdin = None
        return process

    def finish(self, process: subprocess.Popen[str]) -> Report:
        """Return what a module says that was started."""
        try:
            output, errors = process.communicate(timeout=HANGING)
        finally:
            process.kill()
        assert self.token not in output
        return Report(output, errors, process.returncode)

    def run(self, users: list[str], module: str = REVOKE, **options: Any) -> Report:
        """Run a module over users."""
        return self.finish(self.start(users, module, **options))

    def wait_for_changes(self, number: int) -> None:
        """Return in the middle of a run: once so many changing requests have reached the server."""
        end = time.monotonic() + HANGING
        while self.control.requests()["changing"] < number:
            assert time.monotonic() < end, "the run did not come so far"
            time.sleep(0.01)


class Crowd:
    """Users with three sessions each, and what the server knows of them past every cache and fault."""

    def __init__(self, control: Control, number: int, sessions: int = 3) -> None:
        self._control = control
        made = control.ask("POST", "/bulk", {"users": number, "sessions": sessions, "prefix": unique("f")})
        self.ids: list[str] = made["ids"]
        self.names: list[str] = made["usernames"]
        self.rows = {name: control.state(name)["sessions"] for name in self.names}
        control.ask("POST", "/requests/reset")

    def left(self) -> dict[str, set[str]]:
        """Return the ids of the sessions that are alive, by user name."""
        return {name: {row["id"] for row in self._control.state(name)["sessions"]} for name in self.names}

    def hold_to_the_truth(self, report: Report, *earlier: Report) -> dict[str, set[str]]:
        """Compare each user's entry with the server: all are there, nothing is told twice, nothing is left out.

        `earlier` are runs over the same users before it. Returns the sessions that are alive.
        """
        left = self.left()
        revoked: list[str] = []
        assert [entry["requested"] for entry in report.results] == self.names
        for entry, user_id in zip(report.results, self.ids):
            name = entry["requested"]
            before = {row["id"] for row in self.rows[name]}
            told = [session["id"] for session in entry["revoked"]]
            revoked += told
            assert entry["user"]["id"] == user_id
            assert entry["changed"] == bool(told)
            assert (entry["error"] is None) == (entry["outcome"] == "done")
            # What is said to be revoked is gone; with "unknown" it may be gone without being said.
            assert set(told) <= before - left[name], name
            if entry["outcome"] == "done":
                assert not left[name], name
            if entry["outcome"] == "not_done":
                assert not told, name
                assert left[name] == before, name
        for run in earlier:
            revoked += [session["id"] for entry in run.results for session in entry["revoked"]]
        assert len(revoked) == len(set(revoked))
        assert report.summary["sessions_revoked"] == sum(len(entry["revoked"]) for entry in report.results)
        assert report.summary["failed"] == sum(entry["error"] is not None for entry in report.results)
        self.hold_no_secret(report.output)
        return left

    def hold_no_secret(self, output: str) -> None:
        """Find nothing in an output that opens a door."""
        secrets = {row["props"]["csrf"] for rows in self.rows.values() for row in rows}
        assert secrets
        assert not [secret for secret in secrets if secret in output]

    def hold_all_done(self, report: Report) -> None:
        """Find every session of everybody revoked, and told so once."""
        assert not report.code, report.result.get("msg")
        assert not any(self.hold_to_the_truth(report).values())
        assert set(report.outcomes()) == {"done"}
        assert report.summary["sessions_revoked"] == sum(len(rows) for rows in self.rows.values())
