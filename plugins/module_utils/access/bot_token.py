# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens of the bots that the user owns: disabling a bot leaves them in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.access import bot, token
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import text
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.session import name

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import MattermostError
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

NAME = "bot_token"
TITLE = "Access tokens of bots"


def needs(server: Server, user: dict[str, Any]) -> tuple[str, ...]:
    """What bots need, and what tokens need."""
    return bot.needs(server, user) + ("read_user_access_token", "revoke_user_access_token")


def find(server: Server, user: dict[str, Any]) -> list[Item]:
    """Return the tokens of every bot of the user, the disabled bots' too: they come back with the bot."""
    items = []
    for row in bot.owned(server, user):
        username = text(row.get("username")) or row["user_id"]
        for item in token.of_account(server, row["user_id"], username):
            item.shown["bot"] = username
            items.append(item)
    return items


def close(
    server: Server, user: dict[str, Any], items: list[Item], choices: dict[str, Any]
) -> tuple[list[Item], MattermostError | None]:
    """Revoke the tokens and see that they are gone."""
    return token.revoke(server, items, "the bots of %s" % name(user), lambda: find(server, user))


def human(server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
    """Nothing is left to a person."""
    return None
