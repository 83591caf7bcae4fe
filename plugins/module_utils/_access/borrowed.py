# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts of others that somebody could use: what was done with them meanwhile may be that person's work.

With a token for a colleague's account another token is made in the colleague's name, and stays when the first is
revoked. The log of the colleague shows it, and not whose hand it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_entries import Entries
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_log import Log
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import Row
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

    Window = tuple[int, "int | None"]

_TOKEN, _PASSWORD, _LOGIN = "/users/{id}/tokens", "/users/{id}/password", "/users/{id}/auth"


def accounts(
    server: Server,
    own: Iterable[Log],
    mine: set[str],
    users: Callable[[Server, Iterable[str]], dict[str, dict[str, Any]]],
) -> list[tuple[Account, Log]]:
    """Return the accounts that could be used, those that could be used with these too, each with its log meanwhile.

    `own` are the logs of the person and of their bots, `mine` the ids of these. Raises MattermostError.
    """
    found: list[tuple[Account, Log]] = []
    seen = set(mine)
    rows = [row for log in own for row in log.of(_TOKEN, _PASSWORD, _LOGIN)]
    while rows:
        windows = _windows(rows, seen)
        known = users(server, windows)
        seen |= set(windows)
        rows = []
        for user_id, user in known.items():
            since, until = _window(windows[user_id], user)
            log = _within(audit_log.of(server, user, since), since, until)
            found.append((Account(user_id, user_lookup.name(user), borrowed=True), log))
            rows += log.of(_TOKEN, _PASSWORD, _LOGIN)
    return found


def until(user: dict[str, Any], row: Row) -> int | None:
    """Return when a password that somebody set was set anew, None where it was not or the server does not tell."""
    changed = milliseconds(user.get("last_password_update"))
    # The entry is written once the password is set.
    return changed if changed > row.at else None


def _windows(rows: list[Row], seen: set[str]) -> dict[str, list[Row]]:
    """Return what gave somebody the use of accounts, by account."""
    given: dict[str, list[Row]] = {}
    for row in rows:
        opens = "token_id" in row.named if row.action == _TOKEN else row.stage == DONE
        if opens and row.subject and row.subject not in seen:
            given.setdefault(row.subject, []).append(row)
    return given


def _window(rows: list[Row], user: dict[str, Any]) -> Window:
    """Return from when to when an account could be used. A token lives until it is revoked, which may be now."""
    passwords_only = all(row.action == _PASSWORD for row in rows)
    ends = [until(user, row) for row in rows] if passwords_only else [None]
    last = None if None in ends else max(end for end in ends if end is not None)
    return min(row.at for row in rows), last


def _within(log: Log, since: int, last: int | None) -> Log:
    rows = [row for row in log.rows if since <= row.at and (last is None or row.at <= last)]
    # Whether the whole log is there matters for nobody's own deeds only.
    return audit_log.Log(Entries(rows), False, lambda: (since, None))
