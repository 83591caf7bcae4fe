# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bots that the user owns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.access import token
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import Item, one_by_one, text, with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.session import name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import MattermostError
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

NAME = "bot"
TITLE = "Bots"

# Owned by the first admin of the server, who does not hold its credentials; the server needs it.
SYSTEM_BOT = "system-bot"


def needs(server: Server, user: dict[str, Any]) -> tuple[str, ...]:
    """Bots of others are listed and disabled with these."""
    return ("read_others_bots", "manage_others_bots")


def find(server: Server, user: dict[str, Any]) -> list[Item]:
    """Return the bots that the user owns. A disabled one opens no door."""
    return [_item(row) for row in owned(server, user)]


def owned(server: Server, user: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the raw bots that the user owns, the system's own left out."""

    def fetch() -> Iterable[dict[str, Any]]:
        return server.client.pages("/bots?include_deleted=true", "list the bots", "read_others_bots")

    rows = server.once("bots", fetch, "owner_id").get(user["id"], [])
    rows = [row for row in rows if row.get("username") != SYSTEM_BOT]
    return with_ids(rows, "list the bots of %s" % name(user), server.client.url, "user_id")


def _item(row: dict[str, Any]) -> Item:
    shown = {"id": text(row["user_id"], 26), "username": text(row.get("username")),
             "active": not row.get("delete_at")}  # fmt: skip
    return Item(row["user_id"], shown["active"], shown)


def close(
    server: Server, user: dict[str, Any], items: list[Item], choices: dict[str, Any]
) -> tuple[list[Item], MattermostError | None]:
    """Disable the bots, or give them to another owner once their tokens are gone.

    Harmless to repeat: both set what is to be.
    """
    assignee = choices.get("bot_assignee")

    def end(item: Item) -> None:
        what = item.shown["username"] or item.shown["id"]
        if assignee is None:
            action = "disable the bot %s of %s" % (what, name(user))
            server.client.change("POST", "/bots/%s/disable" % item.key, {}, action, "manage_others_bots")
            return
        # Whoever owned the bot may know its tokens, and they would go over to the new owner unseen.
        tokens = [t for t in token.of_account(server, item.key, what) if t.open]
        error = token.revoke(server, tokens, what, partial(token.of_account, server, item.key, what))[1]
        if error is not None:
            raise error
        action = "assign the bot %s to %s" % (what, name(assignee))
        path = "/bots/%s/assign/%s" % (item.key, assignee["id"])
        server.client.change("POST", path, {}, action, "manage_others_bots")

    return one_by_one(items, end)


def human(server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
    """Nothing is left to a person."""
    return None
