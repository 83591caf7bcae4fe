# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One entry of the server's log of the actions of an account, with only those values that are known to be harmless.

The log contains free text: user names as typed (and passwords typed in their place), tokens of password resets. A row
extracts values of known formats and discards the rest.
"""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds

ATTEMPT, FAILED, DONE = "attempt", "failed", "done"

# The path below /api/v4, or that of a page, without the sub-path of the server.
_PATH = re.compile(r"(?:/api/v4|(?=/oauth/)|(?=/login/)|(?=/signup/))(/[^?#]*)")
_SEGMENT = re.compile(r"^[a-z_]{1,40}\Z")
_NAMED_ID = re.compile(r"\b(token_id|user_id|user|client_id|updated user)[= ]([a-z0-9]{26})\b")
_ROLES = re.compile(r"\broles=([a-z0-9_]+(?: [a-z0-9_]+)*)\Z")
_ACTIVE = re.compile(r"\bactive=(true|false)\Z")
_SERVICE = re.compile(r"\bauth to service=([a-z0-9]{0,32})\Z")


class Row:
    """One entry: `action` (a path such as /users/{id}/tokens), `ids` (those in it, in order), `at` (milliseconds since
    the epoch) and `stage` (attempt, failed or done). If the entry has them: `named` (ids by name: token_id, user_id,
    client_id), `roles`, `active` and `service`.

    An id can be a secret (that of an incoming webhook is), so ids are only for requests and never shown.
    """

    __slots__ = ("action", "active", "at", "ids", "key", "named", "roles", "service", "stage")

    def __init__(self, raw: dict[str, Any]) -> None:
        self.key = raw.get("id")
        self.at = milliseconds(raw.get("create_at"))
        self.action, self.ids = _action(raw.get("action"))
        told = raw.get("extra_info")
        told = told if isinstance(told, str) else ""
        self.stage = ATTEMPT if told.startswith("attempt") else FAILED if told.startswith("fail") else DONE
        self.named = dict(_NAMED_ID.findall(told))
        roles, active, service = _ROLES.search(told), _ACTIVE.search(told), _SERVICE.search(told)
        self.roles = tuple(roles.group(1).split()) if roles else ()
        self.active = active.group(1) == "true" if active else None
        self.service = service.group(1) if service else None

    @property
    def subject(self) -> str | None:
        """The first id in the path: the account, team or webhook that the entry is about."""
        return self.ids[0] if self.ids else None


def _action(path: Any) -> tuple[str, tuple[str, ...]]:
    found = _PATH.search(path) if isinstance(path, str) else None
    ids = []
    shown = []
    for segment in found.group(1).strip("/").split("/") if found else ():
        if ID.match(segment):
            ids.append(segment)
            segment = "{id}"
        elif not _SEGMENT.match(segment):
            segment = "{other}"
        shown.append(segment)
    return "/" + "/".join(shown), tuple(ids)
