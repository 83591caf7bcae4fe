# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Custom slash commands: they go on sending what colleagues type to an address the user chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import (
    Item,
    one_by_one,
    text,
    unless_gone,
    with_ids,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.session import name
from ansible_collections.offboarding.mattermost.plugins.module_utils.users import ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import MattermostError
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

NAME = "slash_command"
TITLE = "Slash commands"


def needs(server: Server, user: dict[str, Any]) -> tuple[str, ...]:
    """Commands are listed team by team, so every team must be seen, the private ones too."""
    own = "manage_slash_commands or manage_own_slash_commands"
    return ("list_public_teams", "list_private_teams", own, "manage_others_slash_commands")


def find(server: Server, user: dict[str, Any]) -> list[Item]:
    """Return the user's custom slash commands in all teams, without their tokens and addresses."""

    def fetch() -> Iterable[dict[str, Any]]:
        client = server.client
        for team in client.pages("/teams", "list the teams", "list_private_teams"):
            if ID.match(str(team.get("id") or "")):
                path = "/commands?team_id=%s&custom_only=true" % team["id"]
                action = "list the slash commands of the team %s" % text(team.get("name"), 80)
                for row in client.rows(path, action, "manage_slash_commands"):
                    yield dict(row, team=text(team.get("name")))

    rows = server.once(NAME, fetch, "creator_id").get(user["id"], [])
    rows = [row for row in rows if not row.get("delete_at")]
    return [_item(row) for row in with_ids(rows, "list the slash commands of %s" % name(user), server.client.url)]


def _item(row: dict[str, Any]) -> Item:
    shown = {"id": text(row["id"], 26), "trigger": text(row.get("trigger")), "name": text(row.get("display_name")),
             "team": row["team"]}  # fmt: skip
    return Item(row["id"], True, shown)


def close(
    server: Server, user: dict[str, Any], items: list[Item], choices: dict[str, Any]
) -> tuple[list[Item], MattermostError | None]:
    """Delete the commands. Harmless to repeat: one that is gone answers 404."""

    def end(item: Item) -> None:
        action = "delete the slash command /%s of %s" % (item.shown["trigger"], name(user))
        unless_gone(
            lambda: server.client.change(
                "DELETE", "/commands/" + item.key, None, action, "manage_others_slash_commands"
            ),
            "store.sql_command.get.missing.app_error",
            "api.command.command_not_found.app_error",
            "store.sql_command.save.get.app_error",
        )

    return one_by_one(items, end)


def human(server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
    """Nothing is left to a person."""
    return None
