# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The password: useless while the account is deactivated, and valid again when it is activated."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import left_at, others_since
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class Password(AccessType):
    """The password of the account."""

    name = "password"
    title = "Password"
    option = "passwords"
    optional = True
    asked_only = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permission of system admins, who alone can see whether an account has a password.

        Setting a password would disconnect an account from its log-in service.
        """
        return over_user(user, "edit_other_users", "manage_system")

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the password, unless it was changed after the account was deactivated."""
        if person.user.get("auth_service") or person.user.get("is_bot"):
            return []
        left = left_at(server, person)
        is_open = left is None or not _replaced(server, person, left)
        return [Item("password", is_open, {"name": "password"})]

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Set a random password that is not kept. Safe to repeat: nobody knows the next one either."""
        action = "replace the password of %s" % person.name
        # All types of characters that a server may require, and no longer than any server accepts.
        body = {"new_password": "aA1!" + secrets.token_urlsafe(36)}
        server.client.change("PUT", "/users/%s/password" % person.id, body, action, "edit_other_users")
        server.noted.add("replaced the password of " + person.id)


def _replaced(server: Server, person: Person, left: int) -> bool:
    if "replaced the password of " + person.id in server.noted:
        return True
    return any(
        row.at > left and row.stage == DONE
        for _admin, log in others_since(server, person, left)
        for row in log.about(person.id, "/users/{id}/password")
    )
