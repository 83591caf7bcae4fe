# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times that later runs need and Mattermost does not store, kept as preferences of the calling account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_CATEGORY = "offboarding_mattermost"  # Mattermost does not allow dots
_TIME = re.compile(r"^[0-9]{1,15}\Z")


def noted_at(server: Server, name: str) -> int:
    """Return the time (milliseconds since the epoch) stored under a name, 0 if none. Raises MattermostError."""

    def fetch() -> dict[str, int]:
        path = "/users/%s/preferences/%s" % (server.caller.user["id"], _CATEGORY)
        try:
            rows = server.client.rows(path, "read the notes of the calling account")
        except ApiError as error:
            if error.status != 404:  # the answer if there are none
                raise
            return {}
        told = [(row.get("name"), row.get("value")) for row in rows]
        return {
            key: int(value)
            for key, value in told
            if isinstance(key, str) and isinstance(value, str) and _TIME.match(value)
        }

    noted: dict[str, int] = server.once("notes", fetch)
    return noted.get(name, 0)


def note(server: Server, name: str, at: int) -> None:
    """Note a time under a name of 32 characters at most. Raises MattermostError.

    Safe to repeat: it sets what is to be.
    """
    user_id = server.caller.user["id"]
    body = [{"user_id": user_id, "category": _CATEGORY, "name": name, "value": str(at)}]
    server.client.change("PUT", "/users/%s/preferences" % user_id, body, "write a note of the calling account")
