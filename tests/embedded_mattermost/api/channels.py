# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels of teams."""

from __future__ import annotations

import re
from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param, no_permission
from ..routing import Routes
from ..teams import new_channel
from ..versions import ACROSS_TEAMS
from ..wire_format import as_version

ROUTES = Routes()
VALID_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\Z")


def find_channel(context: Context, channel_id: str) -> Row:
    """A channel, or the error that there is none."""
    channel = context.db.channels.get(channel_id)
    if channel is None:
        raise AppError("app.channel.get.existing.app_error", 404)
    return channel


def require_read(context: Context, channel: Row) -> None:
    """Refuse whoever may not see what is in a channel."""
    if channel["type"] == "O" and context.can_in_team(channel["team_id"], "read_public_channel"):
        return
    if not context.can_in_channel(channel["id"], "read_channel"):
        raise no_permission()


@ROUTES.post("/channels")
def create_channel(context: Context) -> Any:
    """Make a channel."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("channel")
    team_id, kind = str(asked.get("team_id", "")), asked.get("type")
    if kind in ("O", "P"):
        context.require_in_team(team_id, "create_public_channel" if kind == "O" else "create_private_channel")
    else:
        raise AppError("model.channel.is_valid.type.app_error", 400)
    name = str(asked.get("name", ""))
    if not VALID_NAME.match(name) or not 2 <= len(name) <= 64:
        raise AppError("model.channel.is_valid.2_or_more.app_error", 400)
    if any(row["team_id"] == team_id and row["name"] == name for row in context.db.channels.values()):
        raise AppError("store.sql_channel.save_channel.exists.app_error", 400)
    display_name = str(asked.get("display_name", "")) or name
    row = new_channel(context.db, team_id, name, display_name, context.caller_id, type=kind)
    context.audit("name=" + name)
    return Created(_shown(context, row))


def _shown(context: Context, channel: Row) -> Any:
    return as_version(context.settings, "channel", channel)


def _in_order_of_names(context: Context, rows: list[Row]) -> list[Any]:
    return [_shown(context, row) for row in sorted(rows, key=lambda row: str(row["display_name"]))]


@ROUTES.get("/channels")
def get_all_channels(context: Context) -> Any:
    """Channels of all teams by page, for administrators."""
    context.require("sysconsole_read_user_management_channels")
    teams = context.db.teams
    rows = []
    for channel in context.db.channels.values():
        team = teams.get(channel["team_id"])
        if team is not None and (not channel["delete_at"] or context.flag("include_deleted")):
            about = {"team_display_name": "display_name", "team_name": "name", "team_update_at": "update_at"}
            rows.append({**channel, **{name: team[field] for name, field in about.items()}})
    page = [_shown(context, row) for row in context.page_sorted_by(rows, "display_name")]
    return {"channels": page, "total_count": len(rows)} if context.flag("include_total_count") else page


@ROUTES.get("/channels/{channel_id}")
def get_channel(context: Context) -> Any:
    """One channel."""
    channel = find_channel(context, context.id_part("channel_id"))
    require_read(context, channel)
    return _shown(context, channel)


@ROUTES.get("/teams/{team_id}/channels")
def get_public_channels(context: Context) -> Any:
    """The public channels of a team by page."""
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "list_team_channels")
    return context.page(_in_order_of_names(context, _of_team(context, team_id, "O")))


def _of_team(context: Context, team_id: str, kind: str) -> list[Row]:
    rows = context.db.channels.values()
    return [row for row in rows if row["team_id"] == team_id and row["type"] == kind and not row["delete_at"]]


@ROUTES.get("/teams/{team_id}/channels/private")
def get_private_channels(context: Context) -> Any:
    """The private channels of a team by page, for administrators."""
    team_id = context.id_part("team_id")
    context.require("manage_system")
    return context.page(_in_order_of_names(context, _of_team(context, team_id, "P")))


@ROUTES.get("/teams/{team_id}/channels/name/{channel_name}")
def get_channel_by_name(context: Context) -> Any:
    """One channel of a team by name, or a direct one, which is of no team. Archived ones are absent."""
    team_id, name = context.id_part("team_id"), context.part("channel_name")
    archived = context.flag("include_deleted")
    for channel in context.db.channels.values():
        if channel["team_id"] in ("", team_id) and channel["name"] == name and (archived or not channel["delete_at"]):
            require_read(context, channel)
            return _shown(context, channel)
    raise AppError("app.channel.get_by_name.missing.app_error", 404)


@ROUTES.put("/channels/{channel_id}/patch")
def patch_channel(context: Context) -> Any:
    """Change what a channel is called and says."""
    channel = find_channel(context, context.id_part("channel_id"))
    kind = "public" if channel["type"] == "O" else "private"
    if not context.can_in_channel(channel["id"], "manage_%s_channel_properties" % kind):
        raise no_permission()
    asked = context.json_object()
    fields: Row = {name: asked[name] for name in ("display_name", "name", "header", "purpose") if name in asked}
    channel.update(fields, update_at=millis())
    context.audit()
    return _shown(context, channel)


@ROUTES.delete("/channels/{channel_id}")
def delete_channel(context: Context) -> Any:
    """Archive a channel; what is in it stays."""
    channel = find_channel(context, context.id_part("channel_id"))
    kind = "public" if channel["type"] == "O" else "private"
    if not context.can_in_channel(channel["id"], "delete_%s_channel" % kind):
        raise no_permission()
    now = millis()
    channel.update(delete_at=now, update_at=now)
    context.audit("name=" + channel["name"])
    return STATUS_OK


def _of_user(context: Context, user_id: str, team_id: str = "") -> list[Row]:
    channels = [context.db.channels[channel_id] for channel_id, owner in context.db.channel_members if owner == user_id]
    return [row for row in channels if not row["delete_at"] and (not team_id or row["team_id"] in ("", team_id))]


@ROUTES.get("/users/{user_id}/teams/{team_id}/channels")
def get_channels_of_user_in_team(context: Context) -> Any:
    """The channels of a team that a user is in, and their direct ones."""
    user_id, team_id = context.id_part("user_id"), context.id_part("team_id")
    context.require_edit(user_id)
    context.require_in_team(team_id, "view_team")
    found = _of_user(context, user_id, team_id)
    if not found:
        raise AppError("app.channel.get_channels.not_found.app_error", 404)
    return _in_order_of_names(context, found)


@ROUTES.get("/users/{user_id}/channels", since=ACROSS_TEAMS)
def get_channels_of_user(context: Context) -> Any:
    """The channels of all teams that a user is in."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    found = _of_user(context, user_id)
    if not found:
        raise AppError("app.channel.get_channels.not_found.app_error", 404)
    return _in_order_of_names(context, found)
