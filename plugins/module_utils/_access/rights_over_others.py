# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody was permitted on what others own, without being a system admin, mostly as a team admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import left_at, reference
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import notes, teams
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The server's clock is known to a second only, and the role ended later than was noted (milliseconds).
_LATER = 2000


class Right:
    """The permissions in a team (None: in all), and until when (milliseconds since the epoch, None: still)."""

    __slots__ = ("permissions", "team_id", "until")

    def __init__(self, permissions: frozenset[str], team_id: str | None, until: int | None) -> None:
        self.permissions = permissions
        self.team_id = team_id
        self.until = until

    def covers(self, row: dict[str, Any], permission: str, field: str) -> bool:
        """Return whether a raw row, as of the time in a field of it, could be read with a permission."""
        if permission not in self.permissions or self.team_id not in (None, row.get("team_id")):
            return False
        return self.until is None or milliseconds(row.get(field)) <= self.until


def rights_of(server: Server, person: Person) -> list[Right]:
    """Return the rights of the person and their bots by the roles that they have or had. Raises MattermostError."""
    left = left_at(server, person)
    found = []
    for user in (person.user, *person.bot_users(server).values()):
        found.append(Right(teams.permissions_by_roles_of(server, user), None, left))
        for row in teams.memberships(server, user):
            ends = [milliseconds(row.get("delete_at")), left or 0]
            found.append(
                Right(teams.permissions_by_roles_of(server, row), row["team_id"], min(filter(None, ends), default=None))
            )
            noted = notes.noted_at(server, team_admin_note(person, row["team_id"])) if user is person.user else 0
            if noted:
                until = min(filter(None, (noted + _LATER, left)))
                found.append(Right(teams.permissions_of(server, ["team_admin"]), row["team_id"], until))
    return found


def team_admin_note(person: Person, team_id: str) -> str:
    """Return the name of the note that somebody was an administrator of a team until the calling account ended it."""
    return "team_admin_%s" % reference(person, team_id)
