# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Leavers on a hostile network: run a module as a process of its own, and hold what it says against the truth."""

from __future__ import annotations

import subprocess
import time
from typing import Any

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.modules import HANGING, Run, finish, start_module

REVOKE = "mattermost_session_revoke"


class Modules:
    """Modules as processes of their own, against the server under test and with an admin's token of their own."""

    def __init__(self, admin: Mattermost, control: Control) -> None:
        self.control = control
        self.url = admin.url
        self.token = str(admin.new_access_token(admin.must("GET", "/users/me")["id"])["token"])

    def start(self, users: list[str], module: str = REVOKE, **options: Any) -> subprocess.Popen[str]:
        """Start a module over users; `finish` returns what it says."""
        return start_module(module, {"url": self.url, "token": self.token, "users": users, **options})

    def finish(self, process: subprocess.Popen[str]) -> Run:
        """Return what a module says that was started."""
        run = finish(process)
        assert self.token not in run.output
        return run

    def run(self, users: list[str], module: str = REVOKE, **options: Any) -> Run:
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

    def hold_to_the_truth(self, report: Run, *earlier: Run) -> dict[str, set[str]]:
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

    def hold_all_done(self, report: Run) -> None:
        """Find every session of everybody revoked, and told so once."""
        assert not report.code, report.result.get("msg")
        assert not any(self.hold_to_the_truth(report).values())
        assert set(report.outcomes) == {"done"}
        assert report.summary["sessions_revoked"] == sum(len(rows) for rows in self.rows.values())
