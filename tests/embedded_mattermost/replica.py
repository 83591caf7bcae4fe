# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The read replica of the database, which may lag behind.

A real server reads the lists of sessions and users from a replica. With a lag set, this one keeps
what each user's rows were before every change, and shows the state of that long ago.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from .database import Database

Value = TypeVar("Value")


class _History(Generic[Value]):
    """What single rows were until they changed."""

    def __init__(self) -> None:
        self.past: dict[str, list[tuple[float, Value]]] = {}

    def keep(self, key: str, value: Value, lag: float) -> None:
        """Remember what is true of a key until now, for as long as the replica lags."""
        now = time.monotonic()
        entries = self.past.setdefault(key, [])
        # One older than the lag may go once a younger one is there to answer for it.
        while entries and entries[0][0] < now - lag:
            entries.pop(0)
        entries.append((now, value))

    def seen(self, key: str, lag: float, now: Value) -> Value:
        """Return what a replica that lags this many seconds sees of a key."""
        then = time.monotonic() - lag
        for until, value in self.past.get(key, ()):
            if until > then:
                return value
        return now


class Replica:
    """Reads of sessions and users, as they were `lag` seconds ago."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lag = 0.0
        self._forget()

    def _forget(self) -> None:
        self._sessions: _History[list[dict[str, Any]]] = _History()
        self._users: _History[dict[str, Any] | None] = _History()

    @property
    def lag(self) -> float:
        """Seconds behind."""
        return self._lag

    @lag.setter
    def lag(self, seconds: float) -> None:
        self._lag = seconds
        if not seconds:
            self._forget()

    def before_sessions(self, user_id: str) -> None:
        """To be called before any of a user's sessions changes."""
        if self._lag:
            self._sessions.keep(user_id, [dict(row) for row in self._database.sessions_of(user_id)], self._lag)

    def before_user(self, user_id: str) -> None:
        """To be called before a user changes."""
        if self._lag:
            row = self._database.users.get(user_id)
            self._users.keep(user_id, dict(row) if row else None, self._lag)

    def sessions_of(self, user_id: str) -> list[dict[str, Any]]:
        """The sessions of one user, as the replica has them."""
        rows = self._database.sessions_of(user_id)
        return self._sessions.seen(user_id, self._lag, rows) if self._lag else rows

    def user(self, user_id: str) -> dict[str, Any] | None:
        """One user, as the replica has them."""
        row = self._database.users.get(user_id)
        return self._users.seen(user_id, self._lag, row) if self._lag else row

    def users_by_username(self) -> list[dict[str, Any]]:
        """All users in the order of their names, as the replica has them."""
        rows = self._database.users_by_username()
        if not self._lag:
            return rows
        seen = [self.user(row["id"]) for row in rows]
        gone = [self.user(user_id) for user_id in self._users.past if user_id not in self._database.users]
        return sorted((row for row in seen + gone if row), key=lambda row: str(row["username"]))
