# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles of team admin and channel admin, which deactivation keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.rights_over_others import team_admin_note
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import notes, teams
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class TeamRole(AccessType):
    """The roles of the account in teams and channels beyond that of a member."""

    name = "team_role"
    title = "Roles of team admin and channel admin"
    option = "team_roles"
    optional = True
    asked_only = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permission of system admins, who alone can see the channels of others."""
        return over_user(user, "edit_other_users", "manage_system", *teams.LIST_NEEDS)

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the teams and channels of which the account is an admin."""
        found = {}
        for row in teams.memberships(server, person.user):
            if row.get("delete_at"):
                continue
            team = teams.all_teams(server).get(row["team_id"]) or {}
            if row.get("scheme_admin") is True:
                found[row["team_id"]] = _item("team", row["team_id"], team)
            action = "list the channels of %s in the team %s" % (person.name, one_line(team.get("name"), 80))
            path = "/users/%s/teams/%s/channels/members" % (person.id, row["team_id"])
            for member in server.client.rows(path, action, "manage_system"):
                channel_id = usable_id(member, "channel_id")
                if channel_id and member.get("scheme_admin") is True and channel_id not in found:
                    found[channel_id] = _item("channel", channel_id, _channel(server, channel_id))
        return list(found.values())

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Make the account an ordinary member. Safe to repeat: it sets a state."""
        sort = item.shown["sort"]
        if sort == "team":
            # The server does not tell later what such an administrator could read.
            notes.note(server, team_admin_note(person, item.key), server.client.clock.now())
        action = "make %s a plain member of the %s %s" % (person.name, sort, item.label)
        path = "/%ss/%s/members/%s/schemeRoles" % (sort, item.key, person.id)
        body = {"scheme_user": True, "scheme_admin": False}
        server.client.change("PUT", path, body, action, "manage_%s_roles" % sort)


def _item(sort: str, item_id: str, row: dict[str, Any]) -> Item:
    return Item(item_id, True, {"sort": sort, "id": item_id, "name": one_line(row.get("name"), 80)})


def _channel(server: Server, channel_id: str) -> dict[str, Any]:
    row = server.client.get("/channels/" + channel_id, "read the channel %s" % channel_id, "manage_system")
    return row if isinstance(row, dict) else {}
