# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""System roles: what the account may do beyond any user, kept through deactivation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_BASE = ("system_user", "system_guest")


class SystemRole(AccessType):
    """The system roles of the account."""

    name = "system_role"
    title = "System roles"
    option = "system_roles"

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Roles stand in the user; taking them away needs manage_roles."""
        return over_user(user, "manage_roles")

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return every system role beyond that of any user or guest."""
        return [Item(role, True, {"role": one_line(role)}) for role in beyond_base(person.user)]

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Reset the roles to those of a plain user or guest."""
        reset(server.client, person.user)
        return items, None


def beyond_base(user: dict[str, Any]) -> list[str]:
    """Return the system roles of a user of the API beyond that of any user or guest."""
    return [role for role in str(user.get("roles") or "").split() if role not in _BASE]


def reset(client: Client, user: dict[str, Any]) -> None:
    """Reset the roles of a user of the API. Harmless to repeat: it sets what is to be."""
    roles = [role for role in str(user.get("roles") or "").split() if role in _BASE] or ["system_user"]
    action = "reset the roles of %s" % (one_line(user.get("username"), 80) or user["id"])
    client.change("PUT", "/users/%s/roles" % user["id"], {"roles": " ".join(roles)}, action, "manage_roles")
    user["roles"] = " ".join(roles)
