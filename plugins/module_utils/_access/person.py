# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody whose ways in are looked for: the account, and the bots that it owns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# What it takes to list and disable the bots of others.
BOTS_NEED = ("read_others_bots", "manage_others_bots")

# The first system admin owns it, and Mattermost speaks to everybody through it: it is never anybody's way in.
SYSTEM_BOT = "system-bot"


class Account:
    """An account of a person: their own, or that of a bot. `bot` is the name of the bot, None for their own."""

    __slots__ = ("bot", "id", "name")

    def __init__(self, account_id: str, name: str, bot: str | None = None) -> None:
        self.id = account_id
        self.name = name
        self.bot = bot

    def mark(self, shown: dict[str, Any]) -> dict[str, Any]:
        """Return what is shown of an item, with the bot that it belongs to."""
        return dict(shown, bot=self.bot) if self.bot else shown


class Person:
    """A user of the API, and the bots that the user owns, the disabled ones too.

    What a bot made or holds is a way in of its owner, who knows its token or can make one.
    """

    def __init__(self, user: dict[str, Any]) -> None:
        self.user = user

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
        """Return the raw bots that the user owns, the system's own left out. Raises MattermostError."""

        def fetch() -> Iterable[dict[str, Any]]:
            return server.client.pages("/bots?include_deleted=true", "list the bots", "read_others_bots")

        owned = server.owned("bots", fetch, "owner_id").get(self.id, [])
        rows = [row for row in owned if row.get("username") != SYSTEM_BOT]
        return with_ids(rows, "list the bots of %s" % self.name, server.client.url, "user_id")

    def own_account(self) -> Account:
        """Return the user's own account."""
        return Account(self.id, self.name)

    def bot_accounts(self, server: Server) -> list[Account]:
        """Return the accounts of the bots, none where they cannot be listed: see `unseen_bots`."""
        if server.caller.lacks(BOTS_NEED):
            return []
        try:
            rows = self.bots(server)
        except MattermostError:
            return []
        names = {row["user_id"]: one_line(row.get("username"), 80) or row["user_id"] for row in rows}
        return [Account(user_id, name, bot=name) for user_id, name in names.items()]

    def accounts(self, server: Server) -> list[Account]:
        """Return the user's own account and those of the bots."""
        return [self.own_account(), *self.bot_accounts(server)]

    def unseen_bots(self, server: Server) -> str | None:
        """Return why the bots of the user are not known, None where they are."""
        lacks = server.caller.lacks(BOTS_NEED)
        if lacks:
            return "the calling account lacks %s" % " and ".join(lacks)
        try:
            self.bots(server)
        except MattermostError as error:
            return str(error).rstrip(".")
        return None
