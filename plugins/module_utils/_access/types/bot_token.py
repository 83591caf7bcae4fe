# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens of the bots that the user owns: disabling a bot leaves them in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import user_access_token

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class BotToken(AccessType):
    """The access tokens of the bots of the account."""

    name = "bot_token"
    title = "Access tokens of bots"
    lets_act = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for bots and for tokens."""
        return (*BOTS_NEED, "read_user_access_token", "revoke_user_access_token")

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the tokens of all bots of the user, including disabled bots, whose tokens work again once enabled."""
        person.bots(server)  # raises if they cannot be listed
        accounts = person.bot_accounts(server)
        return [item for account in accounts for item in user_access_token.of_account(server, account)]

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Revoke the tokens and verify that they are gone."""
        name = "the bots of %s" % person.name
        return user_access_token.revoke(server, items, name, lambda: self.find(server, person))
