# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides which sessions to revoke, from the sessions and the options. Pure: no request, no clock.

Check mode, diff mode and real runs all use this decision.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds, seconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import MalformedSessionId


class SessionFilter:
    """The filters for sessions. Times are in milliseconds since the epoch.

    Raises InputError for an invalid duration or session id. A session without a time never counts
    as older or idle: a filter must not revoke what is unknown.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        self.ids = _ids(params["session_ids"])
        self.excluded = _ids(params["exclude_session_ids"]) or frozenset()
        self.kinds = frozenset(params["kinds"]) if params["kinds"] is not None else None
        self.include_expired = params["include_expired"]
        self.older_than = seconds("older_than", params["older_than"])
        self.idle_longer_than = seconds("idle_longer_than", params["idle_longer_than"])

    @property
    def narrow(self) -> bool:
        """Whether there is any filter."""
        asked = (self.ids, self.kinds, self.older_than, self.idle_longer_than)
        return bool(self.excluded) or any(value is not None for value in asked)

    def takes(self, row: dict[str, Any], item: dict[str, Any], now: int) -> bool:
        """Return whether a session, as a raw row and as described, matches. `now` is the server's time."""
        if item["expired"] and not self.include_expired:
            return False
        if item["id"] in self.excluded or (self.ids is not None and item["id"] not in self.ids):
            return False
        if self.kinds is not None and item["kind"] not in self.kinds:
            return False
        created = milliseconds(row.get("create_at"))
        if self.older_than is not None and not 0 < created < now - self.older_than * 1000:
            return False
        active = milliseconds(row.get("last_activity_at")) or created
        return self.idle_longer_than is None or 0 < active < now - self.idle_longer_than * 1000


class SessionPlan:
    """The plan for one user's sessions: `revoke` and `keep` (described), and whether to revoke `everything`.

    `everything` is true only if there is no filter: one request then revokes all of them, including
    those that a replica does not list yet. With a filter, each is revoked by id, so that no others are.
    With `sweep`, `everything` includes expired rows, since only the server's clock decides. Otherwise,
    expired rows that do not match give no access and are in neither list.
    """

    __slots__ = ("everything", "keep", "revoke")

    def __init__(self, rows: list[dict[str, Any]], wanted: SessionFilter, now: int, sweep: bool = False) -> None:
        sweep = sweep and not wanted.narrow
        self.revoke = []
        self.keep = []
        for row in rows:
            item = sessions.describe(row, now)
            # A row without a usable id can only be revoked together with all others.
            if sweep or (wanted.takes(row, item, now) and (item["id"] or not wanted.narrow)):
                self.revoke.append(item)
            elif wanted.include_expired or not item["expired"]:
                self.keep.append(item)
        self.everything = bool(self.revoke) and not wanted.narrow


def session_line(item: dict[str, Any]) -> str:
    """Return a session as one line of a diff."""
    where = ", ".join(part for part in (item["browser"], item["os"], item["platform"]) if part)
    seen = item["last_activity_at"] or "never"
    return "%s %s (%s), last active %s" % (item["kind"], item["id"], where or "unknown device", seen)


def _ids(values: list[str] | None) -> frozenset[str] | None:
    """Return session ids as a set, None for None. The values are never shown: one could be a token."""
    if values is None:
        return None
    for position, value in enumerate(values, 1):
        if not ID.match(str(value)):
            raise MalformedSessionId(position=position)
    return frozenset(values)
