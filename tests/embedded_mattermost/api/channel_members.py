# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members of channels: who is in one, and as what."""

from __future__ import annotations

import re
from typing import Any

from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param, no_permission
from ..ids import is_valid_id
from ..routing import Routes
from ..teams import join_channel
from ..versions import ACROSS_TEAMS
from ..wire_format import as_version
from .channels import find_channel
from .team_members import change_roles

ROUTES = Routes()
VALID_ROLES = re.compile(r"[a-z0-9_ ]*\Z")


def _shown(context: Context, member: Row) -> Any:
    return as_version(context.settings, "channel member", member)


def _member(context: Context, channel_id: str, user_id: str) -> Row:
    member = context.db.channel_members.get((channel_id, user_id))
    if member is None:
        raise AppError("app.channel.get_member.missing.app_error", 404)
    return member


def _require_read(context: Context, channel_id: str) -> None:
    if not context.can_in_channel(channel_id, "read_channel"):
        raise no_permission()


@ROUTES.post("/channels/{channel_id}/members")
def add_member(context: Context) -> Any:
    """Make somebody a member."""
    channel_id = context.id_part("channel_id")
    user_id = context.json_object().get("user_id")
    if not isinstance(user_id, str) or not is_valid_id(user_id):
        raise invalid_param("user_id")
    channel = find_channel(context, channel_id)
    member = context.db.channel_members.get((channel_id, user_id))
    if member is None:
        kind = "public" if channel["type"] == "O" else "private"
        if user_id == context.caller_id and kind == "public":
            context.require_in_team(channel["team_id"], "join_public_channels")
        elif not context.can_in_channel(channel_id, "manage_%s_channel_members" % kind):
            raise no_permission()
        context.user(user_id)
        member = join_channel(context.db, channel_id, user_id)
        context.audit("name=%s user_id=%s" % (channel["name"], user_id))
    return Created(_shown(context, member))


@ROUTES.get("/channels/{channel_id}/members")
def get_members(context: Context) -> Any:
    """The members of a channel by page."""
    channel_id = context.id_part("channel_id")
    _require_read(context, channel_id)
    members = context.db.channel_members.items()
    page = context.page([row for (its_channel_id, _user_id), row in members if its_channel_id == channel_id])
    return [_shown(context, row) for row in page]


@ROUTES.get("/channels/{channel_id}/members/{user_id}")
def get_member(context: Context) -> Any:
    """One member."""
    channel_id, user_id = context.id_part("channel_id"), context.id_part("user_id")
    _require_read(context, channel_id)
    return _shown(context, _member(context, channel_id, user_id))


@ROUTES.get("/channels/{channel_id}/stats")
def get_stats(context: Context) -> Any:
    """How many members a channel has."""
    channel_id = context.id_part("channel_id")
    find_channel(context, channel_id)
    _require_read(context, channel_id)
    ids = [user_id for its_channel_id, user_id in context.db.channel_members if its_channel_id == channel_id]
    users = [context.db.users.get(user_id) for user_id in ids]
    there = [user for user in users if user and not user["delete_at"]]
    guests = sum(1 for user in there if "system_guest" in user["roles"].split())
    told = {"channel_id": channel_id, "member_count": len(there), "guest_count": guests, "pinnedpost_count": 0}
    return {**told, "files_count": 0} if context.settings.since(ACROSS_TEAMS) else told


@ROUTES.delete("/channels/{channel_id}/members/{user_id}")
def remove_member(context: Context) -> Any:
    """End a membership."""
    channel_id, user_id = context.id_part("channel_id"), context.id_part("user_id")
    channel = find_channel(context, channel_id)
    kind = "public" if channel["type"] == "O" else "private"
    context.user(user_id)
    if user_id != context.caller_id and not context.can_in_channel(channel_id, "manage_%s_channel_members" % kind):
        raise no_permission()
    _member(context, channel_id, user_id)
    del context.db.channel_members[channel_id, user_id]
    context.audit("name=%s user_id=%s" % (channel["name"], user_id))
    return STATUS_OK


@ROUTES.put("/channels/{channel_id}/members/{user_id}/roles")
def update_member_roles(context: Context) -> Any:
    """Give a member other roles in the channel."""
    channel_id, user_id = context.id_part("channel_id"), context.id_part("user_id")
    roles = context.json_strings().get("roles", "")
    if not VALID_ROLES.match(roles):
        raise invalid_param("roles")
    _require_roles(context, channel_id)
    names = roles.split()
    member = _member(context, channel_id, user_id)
    change_roles(member, "channel", "channel_admin" in names, "channel_user" in names)
    return STATUS_OK


@ROUTES.put("/channels/{channel_id}/members/{user_id}/schemeRoles")
def update_member_scheme_roles(context: Context) -> Any:
    """The same, said with yes and no."""
    channel_id, user_id = context.id_part("channel_id"), context.id_part("user_id")
    asked = context.json_object()
    _require_roles(context, channel_id)
    member = _member(context, channel_id, user_id)
    change_roles(member, "channel", bool(asked.get("scheme_admin")), bool(asked.get("scheme_user")))
    return STATUS_OK


def _require_roles(context: Context, channel_id: str) -> None:
    if not context.can_in_channel(channel_id, "manage_channel_roles"):
        raise no_permission()


def _of_user(context: Context, user_id: str) -> list[tuple[Row, Row]]:
    """The memberships of a user with their channels, archived ones left out."""
    db = context.db
    found = [(db.channels[its_id], row) for (its_id, owner), row in db.channel_members.items() if owner == user_id]
    return [(channel, row) for channel, row in found if not channel["delete_at"]]


@ROUTES.get("/users/{user_id}/teams/{team_id}/channels/members")
def get_memberships_in_team(context: Context) -> Any:
    """The memberships of a user in the channels of a team; of another user only for a system admin."""
    user_id, team_id = context.id_part("user_id"), context.id_part("team_id")
    context.require_in_team(team_id, "view_team")
    if user_id != context.caller_id and not context.is_admin:
        raise no_permission()
    return [_shown(context, row) for channel, row in _of_user(context, user_id) if channel["team_id"] in ("", team_id)]


@ROUTES.get("/users/{user_id}/channel_members", since=ACROSS_TEAMS)
def get_memberships(context: Context) -> Any:
    """The memberships of a user in the channels of all teams, by page."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    rows = []
    for channel, member in _of_user(context, user_id):
        team = context.db.teams.get(channel["team_id"], {"display_name": "", "name": "", "update_at": 0})
        about = {"team_display_name": "display_name", "team_name": "name", "team_update_at": "update_at"}
        rows.append({**member, **{name: team[field] for name, field in about.items()}})
    return [_shown(context, row) for row in context.page(rows)]
