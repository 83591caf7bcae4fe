# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions: where a user is logged in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import worse

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class Session(AccessType):
    """The sessions of the account and of its bots."""

    name = "session"
    title = "Sessions"
    lets_act = True
    includes_bots = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permission for listing and revoking sessions of others."""
        return over_user(user, "edit_other_users")

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the sessions. Expired ones give no access."""
        found = []
        for account in person.accounts(server):
            for row in sessions.rows(server.client, account.user):
                shown = sessions.describe(row, server.client.clock.now())
                found.append(account.owns(Item(shown["id"], not shown["expired"], shown)))
        return found

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return all sessions, including expired ones, since only the server's clock decides."""
        return items

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Revoke all sessions of each account with one request, and any that remain one by one."""
        done: list[Item] = []
        failure = None
        for account in person.accounts(server):
            own = {item.key: item for item in items if item.account_id == account.id}
            if own:
                shown = [item.shown for item in own.values()]
                ended, error = sessions.end(server.client, account.user, shown, everything=True)
                done += [own[session["id"]] for session in ended]
                failure = worse(failure, error)
                if error is not None and error.fatal:
                    break
        return done, failure
