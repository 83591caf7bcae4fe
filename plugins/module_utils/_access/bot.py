# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bots that the user owns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import user_access_token
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Account
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class Bot(AccessType):
    """The bots of the account."""

    name = "bot"
    title = "Bots"

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Bots of others are listed and disabled with these."""
        return BOTS_NEED

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the bots that the user owns. A disabled one opens no door."""
        return [_item(row) for row in person.bots(server)]

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Disable the bot, or give it to another owner once its tokens are gone.

        Harmless to repeat: both set what is to be.
        """
        assignee = choices.get("bot_assignee")
        if assignee is None:
            action = "disable the bot %s of %s" % (item.label, person.name)
            server.client.change("POST", "/bots/%s/disable" % item.key, {}, action, "manage_others_bots")
            return
        # Whoever owned the bot may know its tokens, and they would go over to the new owner unseen.
        account = Account(item.key, item.label)

        def tokens() -> list[Item]:
            return user_access_token.of_account(server, account)

        open_tokens = [token for token in tokens() if token.open]
        error = user_access_token.revoke(server, open_tokens, item.label, tokens)[1]
        if error is not None:
            raise error
        action = "assign the bot %s to %s" % (item.label, user_lookup.name(assignee))
        path = "/bots/%s/assign/%s" % (item.key, assignee["id"])
        server.client.change("POST", path, {}, action, "manage_others_bots")


def _item(row: dict[str, Any]) -> Item:
    shown = {
        "id": one_line(row["user_id"], 26),
        "username": one_line(row.get("username")),
        "active": not row.get("delete_at"),
    }
    return Item(row["user_id"], shown["active"], shown)
