# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disables a bot, or assigns it to another owner so that the former owner has no access to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import bot_oauth
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import user_access_token
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import BotStays, StillThere

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_NEEDS = "manage_others_bots"


def disable(server: Server, person: Person, bot: Account) -> None:
    """Disable a bot. Safe to repeat: it sets a state."""
    action = "disable the bot %s of %s" % (bot.name, person.name)
    server.client.change("POST", "/bots/%s/disable" % bot.id, {}, action, _NEEDS)


def enable(server: Server, bot: Account) -> None:
    """Enable a bot. Safe to repeat: it sets a state."""
    server.client.change("POST", "/bots/%s/enable" % bot.id, {}, "enable the bot %s" % bot.name, _NEEDS)


def is_disabled(server: Server, bot: Account) -> bool:
    """Return whether a bot is disabled now."""
    return bool(_read(server, bot).get("delete_at"))


def end_credentials(server: Server, bot: Account) -> None:
    """Revoke the tokens and sessions of a bot, and verify that they are gone."""

    def tokens() -> list[Item]:
        return user_access_token.of_account(server, bot)

    error = user_access_token.revoke(server, tokens(), bot.name, tokens)[1]
    if error is not None:
        raise error
    client, user = server.client, bot.user
    shown = [sessions.describe(row, client.clock.now()) for row in sessions.rows(client, user)]
    if shown:
        error = sessions.end(client, user, shown, everything=True)[1]
        if error is not None:
            raise error
        left = len(sessions.rows(client, user))
        if left:
            action = "revoke the sessions of the bot %s" % bot.name
            raise StillThere(action=action, url=client.url, count="%d %s" % (left, "is" if left == 1 else "are"))


def hand_over(
    server: Server, person: Person, item: Item, bot: Account, assignee: dict[str, Any], unfinished: bool
) -> None:
    """Assign a bot to another owner and enable it, once the former owner cannot use it any more.

    `unfinished` states that something else of the bot could not be closed. Safe to repeat: each step sets a state, and
    until the bot has its new owner it is found as the former owner's. Raises BotStays if a way in of the former owner
    would go unnoticed.
    """
    action = "assign the bot %s of %s to %s" % (bot.name, person.name, user_lookup.name(assignee))
    end_credentials(server, bot)
    if unfinished:
        raise BotStays(action=action, reason="another way in through it could not be closed")
    if not item.shown["active"]:
        enable(server, bot)
    left = bot_oauth.shut_out(server, bot)
    if left:
        reason = "it authorized %s, and refresh tokens of OAuth apps cannot be listed" % left
        raise BotStays(action=action, reason=reason)
    server.client.change("POST", "/bots/%s/assign/%s" % (bot.id, assignee["id"]), {}, action, _NEEDS)
    # Credentials that the former owner created in the meantime. From now on only the new owner can create more.
    end_credentials(server, bot)
    if is_disabled(server, bot):  # which happens if its former owner was deactivated in the meantime
        enable(server, bot)
    row = _read(server, bot)
    if row.get("owner_id") != assignee["id"] or row.get("delete_at"):
        raise StillThere(action=action, url=server.client.url, count="its former owner or state is")


def _read(server: Server, bot: Account) -> dict[str, Any]:
    path = "/bots/%s?include_deleted=true" % bot.id
    row = server.client.get(path, "read the bot %s" % bot.name, "read_others_bots")
    return row if isinstance(row, dict) else {}
