# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""System roles: what the account may do beyond any user, kept through deactivation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import Item, text
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.session import name

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import MattermostError
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

NAME = "system_role"
TITLE = "System roles"

_BASE = ("system_user", "system_guest")


def needs(server: Server, user: dict[str, Any]) -> tuple[str, ...]:
    """Roles stand in the user; taking them away needs manage_roles."""
    return server.over_user(user, "manage_roles")


def find(server: Server, user: dict[str, Any]) -> list[Item]:
    """Return every system role beyond that of any user or guest."""
    roles = str(user.get("roles") or "").split()
    return [Item(role, True, {"role": text(role)}) for role in roles if role not in _BASE]


def close(
    server: Server, user: dict[str, Any], items: list[Item], choices: dict[str, Any]
) -> tuple[list[Item], MattermostError | None]:
    """Reset the roles to those of a plain user or guest. Harmless to repeat: it sets what is to be."""
    if choices.get("system_roles") == "leave":
        return [], None
    roles = [role for role in str(user.get("roles") or "").split() if role in _BASE] or ["system_user"]
    server.client.change(
        "PUT", "/users/%s/roles" % user["id"], {"roles": " ".join(roles)}, "reset the roles of %s" % name(user),
        "manage_roles",
    )  # fmt: skip
    user["roles"] = " ".join(roles)
    return items, None


def human(server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
    """Nothing is left to a person."""
    return None
