# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What check mode assumes of accounts that a step before, in check mode as well, would have deactivated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import logged
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.system_role import (
    SystemRole,
    plain_roles,
)

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


# The server's clock is known to a second only, and the real step comes later than this (milliseconds).
_LATER = 2000


def deactivated(server: Server, user: dict[str, Any], reset_roles: bool) -> Person:
    """Return somebody as mattermost_user would have left them. The user of the API itself stays as it is.

    Raises MattermostError.
    """
    person = Person(dict(server.assumed.get(user["id"], user)))
    if reset_roles:
        _reset(server, person)
    if user["id"] in server.assumed:
        # Mattermost disables the bots with their owner.
        person.bots_end = person.user["delete_at"]
    return person


def everybody(server: Server) -> None:
    """Let all users of the run count as deactivated who are not yet, also where somebody else did something to them."""
    later = server.client.clock.now() + _LATER
    # The directory decides about its accounts: such a step fails.
    going = [user for user in server.people if not user.get("delete_at") and user.get("auth_service") != "ldap"]
    server.assumed = {user["id"]: dict(user, delete_at=later) for user in going}


def _reset(server: Server, person: Person) -> None:
    role = SystemRole()
    if server.caller.lacks(role.needs(server, person.user)):
        return
    logged.remember_role(server, person)
    for item in role.foretold(role.find(server, person)):
        item.row["user"]["roles"] = plain_roles(item.row["user"])
