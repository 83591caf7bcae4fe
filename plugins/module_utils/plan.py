# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there and what is asked for -> what is to be done. Pure: no request, no clock.

Check mode, diff mode and real runs all take their word from here.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.access import session
from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import InputError
from ansible_collections.offboarding.mattermost.plugins.module_utils.times import milliseconds, seconds
from ansible_collections.offboarding.mattermost.plugins.module_utils.users import ID


class SessionFilter:
    """Which sessions are meant. `now` is in milliseconds since the epoch.

    Raises InputError for a malformed duration or session id. A session whose time is missing is
    never "older" or "idle longer": what is not known must not be ended by a filter.
    """

    def __init__(self, params: dict[str, Any], now: int) -> None:
        self.now = now
        self.ids = _ids(params["session_ids"])
        self.excluded = _ids(params["exclude_session_ids"]) or frozenset()
        self.kinds = frozenset(params["kinds"]) if params["kinds"] is not None else None
        self.include_expired = params["include_expired"]
        self.created_before = self._before(seconds("older_than", params["older_than"]))
        self.active_before = self._before(seconds("idle_longer_than", params["idle_longer_than"]))

    def _before(self, age: int | None) -> int | None:
        return None if age is None else self.now - age * 1000

    @property
    def narrow(self) -> bool:
        """Whether anything but "all of them" is meant."""
        asked = (self.ids, self.kinds, self.created_before, self.active_before)
        return bool(self.excluded) or any(value is not None for value in asked)

    def takes(self, row: dict[str, Any], item: dict[str, Any]) -> bool:
        """Say whether a session, as a raw row and as described, is meant."""
        if item["expired"] and not self.include_expired:
            return False
        if item["id"] in self.excluded or (self.ids is not None and item["id"] not in self.ids):
            return False
        if self.kinds is not None and item["kind"] not in self.kinds:
            return False
        created = milliseconds(row.get("create_at"))
        if self.created_before is not None and not 0 < created < self.created_before:
            return False
        active = milliseconds(row.get("last_activity_at")) or created
        return self.active_before is None or 0 < active < self.active_before


class SessionPlan:
    """What is to happen to one user's sessions: `revoke` and `keep` (described), and whether `everything` goes.

    `everything` is only true where no filter was given: one request then ends all of them, also
    those that a replica did not list yet. With a filter each is named, so that none beyond is ended.
    Expired rows that are not meant open no door and are in neither list.
    """

    __slots__ = ("revoke", "keep", "everything")

    def __init__(self, rows: list[dict[str, Any]], wanted: SessionFilter) -> None:
        self.revoke = []
        self.keep = []
        for row in rows:
            item = session.describe(row, wanted.now)
            # A row without a usable id cannot be named, only swept away with all others.
            if wanted.takes(row, item) and (item["id"] or not wanted.narrow):
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
            raise InputError("session_id", position=position)
    return frozenset(values)
