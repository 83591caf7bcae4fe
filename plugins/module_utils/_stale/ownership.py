# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The owners of the accounts that access belongs to, looked up in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, bots_by_owner
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import WorkerPool

# Bots that Mattermost itself posts as. They belong to whoever was the first system admin.
SERVER_BOTS = ("system-bot", "content-review", "mattermost-advisor")


class Ownership:
    """The accounts that access belongs to, and the owners of bots.

    `bots_unseen` states why the owners of bots are unknown, None if they are known.
    """

    def __init__(self, server: Server) -> None:
        self.bots: dict[str, dict[str, Any]] = {}
        self.users: dict[str, dict[str, Any]] = {}
        self.bots_unseen: str | None = None
        lacks = server.caller.lacks(BOTS_NEED)
        if lacks:
            self.bots_unseen = "the calling account lacks %s" % " and ".join(lacks)
            return
        try:
            rows = [row for owned in bots_by_owner(server).values() for row in owned]
        except MattermostError as error:
            if error.fatal:
                raise
            self.bots_unseen = str(error).rstrip(".")
            return
        self.bots = {row["user_id"]: row for row in rows if ID.match(str(row.get("user_id")))}

    def resolve(self, server: Server, pool: WorkerPool, account_ids: Iterable[str]) -> None:
        """Look up these accounts, and the owners of all bots. Raises MattermostError.

        The bot of a plugin is owned by the plugin, whose name is not an id.
        """
        owners = [str(row.get("owner_id")) for row in self.bots.values()]
        wanted = user_lookup.unique([*account_ids, *owners, *self.bots])
        ids = [one for one in wanted if ID.match(one) and one not in self.users]
        self.users.update(user_lookup.by_ids(server.client, pool, ids))

    def owner(self, account_id: str) -> dict[str, Any] | None:
        """Return the account that owns a bot, None for people and for bots whose owner was not found."""
        owner_id = str(self.bots.get(account_id, {}).get("owner_id"))
        return self.users.get(owner_id) if owner_id != account_id else None

    def subject(self, account_id: str) -> dict[str, Any] | None:
        """Return the deactivated account that makes this one stale: itself or an owner. None if there is none."""
        found = None
        seen: list[str] = []
        account = self.users.get(account_id)
        while account is not None and account["id"] not in seen:
            seen.append(account["id"])
            if account.get("delete_at"):
                found = account
            account = self.owner(account["id"])
        return found

    def why(self, account_id: str) -> str | None:
        """Return a sentence that states why an account has no active owner, None if it has one."""
        subject = self.subject(account_id)
        if subject is None:
            return None
        name, when = user_lookup.name(subject), iso(subject.get("delete_at"))
        if subject["id"] == account_id:
            what = "The bot %s was disabled" if self.is_bot(account_id) else "%s was deactivated"
            return "%s on %s." % (what % name, when)
        bot = user_lookup.name(self.users[account_id])
        return "The bot %s belongs to %s, who was deactivated on %s." % (bot, name, when)

    def is_bot(self, account_id: str) -> bool:
        """Return whether an account is a bot."""
        return account_id in self.bots or self.users.get(account_id, {}).get("is_bot") is True

    def is_servers_own(self, account_id: str) -> bool:
        """Return whether an account is a bot that Mattermost itself posts as."""
        return self.is_bot(account_id) and self.users.get(account_id, {}).get("username") in SERVER_BOTS

    def shape(self, account_id: str) -> dict[str, Any]:
        """Return an account in the format of results."""
        user = self.users.get(account_id, {"id": account_id})
        owner = self.owner(account_id)
        return {
            "id": account_id,
            "username": one_line(user.get("username"), 200),
            "email": one_line(user.get("email"), 320),
            "bot": self.is_bot(account_id),
            "active": not user.get("delete_at") if user.get("username") else None,
            "deactivated_at": iso(user.get("delete_at")),
            "owner": one_line(owner.get("username"), 200) if owner else None,
        }
