# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Custom slash commands: they keep sending what colleagues type to an address that the user chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.kept_integration import (
    KeptAccessType,
    hosts,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import team_list
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SLASH_COMMAND_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class SlashCommand(KeptAccessType):
    """The custom slash commands of the account and of its bots."""

    name = "slash_command"
    title = "Slash commands"
    plural = "slash commands"
    option = "slash_commands"
    path = "/commands/"
    method = "PUT"
    singular = "slash command"
    others = "manage_others_slash_commands"
    gone = SLASH_COMMAND_GONE

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for commands and for all teams, since commands are listed by team."""
        own = "manage_slash_commands or manage_own_slash_commands"
        return ("list_public_teams", "list_private_teams", own, "manage_others_slash_commands")

    def rows(self, server: Server) -> Iterable[dict[str, Any]]:
        """Return the custom slash commands of all teams."""
        for team in team_list.all_teams(server.client):
            path = "/commands?team_id=%s&custom_only=true" % team["id"]
            action = "list the slash commands of the team %s" % one_line(team.get("name"), 80)
            for row in server.client.rows(path, action, "manage_slash_commands"):
                yield dict(row, team=one_line(team.get("name")))

    def item(self, row: dict[str, Any]) -> Item:
        """Return the item of a row, without its token and full address, which may contain secrets."""
        shown = {
            "id": one_line(row["id"], 26),
            "trigger": one_line(row.get("trigger")),
            "name": one_line(row.get("display_name")),
            "team": row["team"],
            "sends_to": hosts(row),
        }
        return Item(row["id"], True, shown, row)

    def called(self, item: Item) -> str:
        """Return a command as users type it."""
        return "/%s" % item.shown["trigger"]
