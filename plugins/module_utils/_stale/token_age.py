# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When access tokens were created: Mattermost records it only in the audit log of the user who created them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
    from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.ownership import Ownership

_MADE = "/users/{id}/tokens"


def made_at(server: Server, ownership: Ownership, account_id: str, token_ids: set[str]) -> dict[str, int]:
    """Return when tokens of an account were created, as far as a log shows, by id. Raises fatal errors only.

    Times are in milliseconds since the epoch. Logs are read until all tokens are found: those of the account, of its
    owner if it is a bot, and of the active system admins, who can create tokens for others.
    """
    found: dict[str, int] = {}
    for user in _makers(server, ownership, account_id):
        if token_ids <= set(found):
            break
        try:
            rows = audit_log.of(server, user).of(_MADE)
        except MattermostError as error:
            if error.fatal:
                raise
            continue  # the times in this log stay unknown
        for row in rows:
            token_id = row.named.get("token_id")
            if row.subject == account_id and token_id in token_ids:
                found[token_id] = row.at
    return found


def _makers(server: Server, ownership: Ownership, account_id: str) -> Iterator[dict[str, Any]]:
    own = [ownership.users.get(account_id), ownership.owner(account_id)]
    asked = set()
    for user in own:
        if user is not None:
            asked.add(user["id"])
            yield user
    for user in server.once("active system admins by age", lambda: _admins(server)):
        if user["id"] not in asked:
            yield user


def _admins(server: Server) -> list[dict[str, Any]]:
    rows = server.client.pages("/users?role=system_admin&active=true", "list the system admins")
    return [row for row in rows if usable_id(row) and row.get("is_bot") is not True]
