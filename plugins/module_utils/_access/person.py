# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person whose ways in are listed: the account, and the bots that it owns."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id, with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import NoUsableId
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The permissions for listing and disabling bots of others.
BOTS_NEED = ("read_others_bots", "manage_others_bots")


class Account:
    """An account of a person: their own, or that of a bot. `bot` is the name of the bot, None for their own.

    `borrowed` is one that belongs to somebody else, and that the person could use.
    """

    __slots__ = ("borrowed", "bot", "id", "name")

    def __init__(self, account_id: str, name: str, bot: str | None = None, borrowed: bool = False) -> None:
        self.id = account_id
        self.name = name
        self.bot = bot
        self.borrowed = borrowed

    def actor(self, person: str) -> str:
        """Return who did what the log of this account tells of, for a sentence about a person of this name."""
        return "%s, whose account %s could use," % (self.name, person) if self.borrowed else person

    @property
    def user(self) -> dict[str, Any]:
        """The account as a user for the functions of the API."""
        return {"id": self.id, "username": self.name}

    def mark(self, shown: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of an item to show, with the bot that it belongs to."""
        return dict(shown, bot=self.bot) if self.bot else shown

    def owns(self, item: Item) -> Item:
        """Mark an item as belonging to this account, and return it."""
        item.account_id = self.id
        item.shown = self.mark(item.shown)
        return item


class Person:
    """A user of the API, and the bots that the user owns, including disabled ones.

    What a bot created or has is a way in of its owner, who knows its token or can create one. Once found, a bot belongs
    to the person until the end of the run, even if it is assigned to somebody else in the meantime.
    """

    def __init__(self, user: dict[str, Any]) -> None:
        self.user = user
        # When their bots will have been disabled, where that is assumed (milliseconds since the epoch, else 0).
        self.bots_end = 0
        self._own = Account(user["id"], user_lookup.name(user))
        self._accounts: dict[str, Account] = {}
        self._made: dict[str, Any] = {}

    @property
    def id(self) -> str:
        """The id of the account."""
        user_id: str = self.user["id"]
        return user_id

    @property
    def name(self) -> str:
        """The name of the account for a message."""
        return user_lookup.name(self.user)

    def bots(self, server: Server) -> list[dict[str, Any]]:
        """Return the raw bots that the user owns now, and those that these own. Raises MattermostError.

        A bot cannot be assigned to a bot, but a user who owns bots can be converted to a bot.
        """
        by_owner = bots_by_owner(server)
        if self.id not in by_owner:  # as most people, who are asked about once for each type of access
            return []
        found: list[dict[str, Any]] = []
        owners = [self.id]
        for owner in owners:
            rows = with_ids(by_owner.get(owner, []), "list the bots of %s" % self.name, server.client.url, "user_id")
            # A user who was converted to a bot is its own owner.
            new = [row for row in rows if row["user_id"] not in owners]
            found += new
            owners += [row["user_id"] for row in new]
        return found

    def own_account(self) -> Account:
        """Return the user's own account."""
        return self._own

    def bot_accounts(self, server: Server) -> list[Account]:
        """Return the accounts of the bots, none if they cannot be listed: see `unseen_bots`."""
        if server.caller.lacks(BOTS_NEED):
            return []
        try:
            rows = self.bots(server)
        except MattermostError:
            rows = []
        for row in rows:
            name = one_line(row.get("username"), 80) or row["user_id"]
            self._accounts[row["user_id"]] = Account(row["user_id"], name, bot=name)
            self._made[row["user_id"]] = row.get("create_at")
        return list(self._accounts.values())

    def made_at(self, account: Account) -> Any:
        """Return when a bot of `bot_accounts` was created, as the API tells it, even if it has another owner by now."""
        return self._made.get(account.id)

    def accounts(self, server: Server) -> list[Account]:
        """Return the user's own account and those of the bots."""
        return [self.own_account(), *self.bot_accounts(server)]

    def bot_users(self, server: Server) -> dict[str, dict[str, Any]]:
        """Return the bots as users of the API, by id. They are requested once for all users of a run.

        Raises MattermostError.
        """
        ids = {account.id for account in self.bot_accounts(server)}
        if not ids:
            return {}
        users: dict[str, dict[str, Any]] = server.once("users of bots", lambda: _users_of_bots(server))
        unknown = sorted(ids - set(users))
        if unknown:
            users = dict(users, **_users(server, unknown))
        return {bot_id: users[bot_id] for bot_id in ids if bot_id in users}

    def unseen_bots(self, server: Server) -> str | None:
        """Return why the bots of the user are unknown, None if they are known."""
        lacks = server.caller.lacks(BOTS_NEED)
        if lacks:
            return "the calling account lacks %s" % " and ".join(lacks)
        try:
            self.bots(server)
        except MattermostError as error:
            return str(error).rstrip(".")
        return None


def _users_of_bots(server: Server) -> dict[str, dict[str, Any]]:
    ids: list[str] = []
    for user in server.people:
        with contextlib.suppress(NoUsableId):  # which is handled by the type of access that the bot belongs to
            ids += [row["user_id"] for row in Person(user).bots(server)]
    return _users(server, user_lookup.unique(ids))


def _users(server: Server, ids: list[str]) -> dict[str, dict[str, Any]]:
    found = {}
    for start in range(0, len(ids), user_lookup.BATCH):
        batch = ids[start : start + user_lookup.BATCH]
        rows = server.client.read("/users/ids", batch, "read the accounts of bots", user_lookup.NEEDS)
        rows = rows if isinstance(rows, list) else []
        found.update({row["id"]: row for row in rows if isinstance(row, dict) and usable_id(row) in batch})
    return found


def bots_by_owner(server: Server) -> dict[Any, list[dict[str, Any]]]:
    """Return the raw bots of the whole server, including disabled ones, by owner. Raises MattermostError."""

    def fetch() -> Iterable[dict[str, Any]]:
        return server.client.pages("/bots?include_deleted=true", "list the bots", "read_others_bots")

    return server.owned("bots", fetch, "owner_id")
