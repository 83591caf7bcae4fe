# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only the embedded server can do, through its endpoints outside of the API."""

from __future__ import annotations

import time
from typing import Any

import requests

from .mattermost import Mattermost, unique

# What the System Console adds to a role that may edit users.
EDIT_USERS = (
    "sysconsole_read_user_management_users",
    "sysconsole_write_user_management_users",
    "edit_other_users",
    "read_other_users_teams",
    "get_analytics",
    "demote_to_guest",
    "promote_guest",
)


class Control:
    """The control endpoints of one embedded server."""

    def __init__(self, url: str) -> None:
        self._url = url + "/_embedded"

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send one request to a control endpoint and return what was answered."""
        answer = requests.request(method, self._url + path, json=body, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reset(self) -> None:
        """Default settings, no faults, counters at nothing; users stay."""
        self.ask("POST", "/reset")

    def settings(self, **changes: Any) -> None:
        """Change settings of the server."""
        self.ask("PUT", "/settings", changes)

    def faults(self, *rules: dict[str, Any]) -> None:
        """Stage faults: each rule names `kind` and what it hits."""
        self.ask("PUT", "/faults", list(rules))

    def hits(self) -> list[int]:
        """Return how often each fault hit."""
        return [rule["hits"] for rule in self.ask("GET", "/faults")]

    def wait_for_fault(self, number: int = 0, seconds: float = 60) -> None:
        """Return once a fault has hit its first request."""
        end = time.monotonic() + seconds
        while not self.hits()[number]:
            assert time.monotonic() < end, "no request ran into the fault"
            time.sleep(0.02)

    def count_anew(self) -> None:
        """Begin to count requests at nothing."""
        self.ask("POST", "/requests/reset")

    def requests(self) -> Any:
        """Return what was asked since: `total`, `changing`, `refused`, `by_route`, `by_status`."""
        return self.ask("GET", "/requests")

    def new_user(self, **fields: Any) -> Any:
        """Insert a user with any fields, sessions and tokens; return `id`, `username`, `sessions`, `tokens`."""
        fields.setdefault("username", unique("c"))
        return self.ask("POST", "/users", fields)

    def insert_sessions(self, user_id: str, *rows: dict[str, Any]) -> Any:
        """Insert raw sessions and return them."""
        return self.ask("POST", "/users/%s/sessions" % user_id, list(rows))

    def change_user(self, user: str, **fields: Any) -> None:
        """Change any field of a user."""
        self.ask("PATCH", "/users/" + user, fields)

    def drop_user(self, user: str) -> None:
        """Let a user vanish."""
        self.ask("DELETE", "/users/" + user)

    def state(self, user: str) -> Any:
        """Return everything that a user has, past every cache and replica."""
        return self.ask("GET", "/state/users/" + user)

    def let_managers_edit_users(self, admin: Mattermost) -> None:
        """Let whoever has the role system_user_manager edit users. It takes a licence, which the server has then."""
        self.settings(licensed=True)
        role = admin.must("GET", "/roles/name/system_user_manager")
        body = {"permissions": [*role["permissions"], *EDIT_USERS]}
        admin.must("PUT", "/roles/%s/patch" % role["id"], body)
