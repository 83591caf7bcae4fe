# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bots that the user owns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import bot_handover
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Account
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import user_access_token
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# Mattermost posts as the bots with these names. A missing one is created and belongs to the first system admin. While
# one is disabled, reminders and other notices are not posted.
SERVER_BOTS = ("system-bot", "content-review", "mattermost-advisor")

# When Mattermost deactivates an account, it disables its bots one after the other.
_DISABLING_TAKES = 60 * 1000


class Bot(AccessType):
    """The bots of the account."""

    name = "bot"
    title = "Bots"
    lets_act = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for listing and disabling bots of others."""
        return BOTS_NEED

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the bots that the user owns. Disabled ones give no access."""
        return [_item(server, person, row) for row in person.bots(server)]

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the active bots and, for assignment, those that were active until their owner was deactivated."""
        assigned = choices.get("bot_assignee") is not None
        return [item for item in items if item.open or (assigned and item.row["disabled_with_owner"])]

    def left_alone(self, items: list[Item], choices: dict[str, Any]) -> str | None:
        """Name the bots that are not assigned or, if bots are disabled, that Mattermost needs."""
        disabled = [item for item in items if not item.shown["active"]]
        if choices.get("bot_assignee") is None:
            missed = [item.label for item in disabled if item.shown.get("system")]
            return "Mattermost posts as %s, which is disabled: enable it again." % first_few(missed) if missed else None
        left = [item.label for item in disabled if not item.row["disabled_with_owner"]]
        if not left:
            return None
        return "Not assigned because they were not disabled by the deactivation of the account: %s." % first_few(left)

    def as_closed(self, item: Item, choices: dict[str, Any]) -> dict[str, Any]:
        """Return the bot with the account that it was assigned to."""
        assignee = choices.get("bot_assignee")
        return dict(item.shown, assigned_to=user_lookup.name(assignee)) if assignee else dict(item.shown)

    def comes_last(self, choices: dict[str, Any]) -> bool:
        """Return whether bots are assigned: afterwards, what they created is no longer found as the former owner's."""
        return choices.get("bot_assignee") is not None

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Disable the bot, or assign it to another owner. Safe to repeat: both set a state.

        A bot that Mattermost itself posts as stays enabled. Its tokens and sessions are revoked.
        """
        assignee = choices.get("bot_assignee")
        account = Account(item.key, item.label)
        if assignee is not None:
            unfinished = item.key in choices.get("unfinished", ())
            bot_handover.hand_over(server, person, item, account, assignee, unfinished)
        elif item.shown.get("system"):
            bot_handover.end_credentials(server, account)
        else:
            bot_handover.disable(server, person, account)


def kept_by_the_server(server: Server, person: Person) -> list[Account]:
    """Return the active bots of the person that Mattermost itself posts as, and that nobody else can act as."""
    items = [_item(server, person, row) for row in person.bots(server) if row.get("username") in SERVER_BOTS]
    return [Account(item.key, item.label) for item in items if item.shown["active"] and not item.open]


def _item(server: Server, person: Person, row: dict[str, Any]) -> Item:
    active = is_open = not row.get("delete_at")
    name = one_line(row.get("username"))
    shown: dict[str, Any] = {"id": one_line(row["user_id"], 26), "username": name, "active": active}
    if row.get("username") in SERVER_BOTS:
        # The name alone proves nothing: anybody can create such a bot. Without credentials, nobody can act as it.
        shown["system"] = True
        is_open = active and _has_credentials(server, Account(row["user_id"], name))
    left, disabled = milliseconds(person.user.get("delete_at")), milliseconds(row.get("delete_at"))
    with_owner = 0 < left <= disabled <= left + _DISABLING_TAKES
    return Item(row["user_id"], is_open, shown, {"disabled_with_owner": with_owner})


def _has_credentials(server: Server, account: Account) -> bool:
    return bool(user_access_token.of_account(server, account) or sessions.rows(server.client, account.user))
