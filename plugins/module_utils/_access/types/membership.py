# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memberships in teams and their channels, which deactivation keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import teams
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    TEAM_MEMBERSHIP_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class Membership(AccessType):
    """The memberships of the account in teams."""

    name = "membership"
    title = "Memberships in teams"
    option = "memberships"
    optional = True
    asked_only = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for listing and removing members."""
        return over_user(user, "edit_other_users", "remove_user_from_team", *teams.LIST_NEEDS)

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the teams that the account is in."""
        found = []
        for row in teams.memberships(server, person.user):
            if not row.get("delete_at"):
                team = teams.all_teams(server).get(row["team_id"]) or {}
                shown = {"id": row["team_id"], "name": one_line(team.get("name"), 80)}
                found.append(Item(row["team_id"], True, shown))
        return found

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Remove the account from the team and its channels. Safe to repeat: it sets a state."""
        action = "take %s out of the team %s" % (person.name, item.label)
        path = "/teams/%s/members/%s" % (item.key, person.id)
        unless_gone(
            lambda: server.client.change("DELETE", path, None, action, "remove_user_from_team"), TEAM_MEMBERSHIP_GONE
        )
