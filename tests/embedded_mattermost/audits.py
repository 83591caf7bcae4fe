# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log of what people did, as the server's table of audits keeps it: one row a step, and many calls leave none."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .clock import millis
from .ids import new_id

if TYPE_CHECKING:
    from .database import Row


class Audits:
    """The table, and an index of it by user. Rows of nobody, as of a failed log-in by name, have no user id."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._of: defaultdict[str, list[Row]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._rows)

    def write(self, user_id: str, action: str, extra_info: str, ip_address: str, session_id: str) -> Row:
        """Append one row. The action is the path of the request."""
        row: Row = {
            "id": new_id(),
            "create_at": millis(),
            "user_id": user_id,
            "action": action,
            "extra_info": extra_info,
            "ip_address": ip_address,
            "session_id": session_id,
        }
        self.insert(row)
        return row

    def write_past(self, user_id: str, at: int, action: str, *said: str) -> None:
        """Append what somebody did at a time, one row for each text."""
        for text in said:
            row: Row = {"id": new_id(), "create_at": at, "user_id": user_id, "action": action, "extra_info": text}
            self.insert({**row, "ip_address": "192.0.2.7", "session_id": new_id()})

    def write_past_log_in(self, user_id: str, at: int) -> None:
        """Append a log-in at a time."""
        self.write_past(user_id, at, "/api/v4/users/login", "authenticated", "success session_user=" + user_id)

    def insert(self, row: Row) -> None:
        """Put a row in, which may be of any time."""
        self._rows.append(row)
        self._of[row["user_id"]].append(row)

    def prune(self, before: int) -> int:
        """Remove what is older, as an administrator does in the database; say how many rows that were."""
        gone = [row for row in self._rows if row["create_at"] < before]
        self._rows = [row for row in self._rows if row["create_at"] >= before]
        for user_id, rows in list(self._of.items()):
            self._of[user_id] = [row for row in rows if row["create_at"] >= before]
        return len(gone)

    def forget(self, user_id: str) -> None:
        """Remove the rows of a user, as deletion for good does."""
        self._rows = [row for row in self._rows if row["user_id"] != user_id]
        self._of.pop(user_id, None)

    def newest(self, user_id: str, offset: int, limit: int) -> list[Row]:
        """Return rows of one user, or with no user id those of everybody, newest first."""
        rows = self._of.get(user_id, []) if user_id else self._rows
        return sorted(rows, key=_time)[::-1][offset : offset + limit]


def _time(row: Row) -> tuple[int, str]:
    """Rows of one millisecond come in no order that says anything, as they do from a database."""
    return int(row["create_at"]), str(row["id"])
