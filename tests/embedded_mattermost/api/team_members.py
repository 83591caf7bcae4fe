# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members of teams: who is in one, as what, and no longer."""

from __future__ import annotations

import re
from typing import Any

from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param, missing_account, no_permission
from ..ids import is_valid_id
from ..routing import Routes
from ..teams import join_team, leave_team
from .teams import find_team

ROUTES = Routes()
VALID_ROLES = re.compile(r"[a-z0-9_ ]*\Z")


@ROUTES.get("/users/{user_id}/teams/members")
def get_memberships_of_user(context: Context) -> Any:
    """The memberships of a user."""
    user_id = context.id_part("user_id")
    if not context.may_edit(user_id) and not context.can("read_other_users_teams"):
        raise no_permission()
    return [member for (_team_id, owner), member in context.db.team_members.items() if owner == user_id]


@ROUTES.post("/teams/{team_id}/members")
def add_member(context: Context) -> Any:
    """Make somebody a member."""
    team_id = context.id_part("team_id")
    asked = context.json_object()
    if asked.get("team_id") != team_id:
        raise invalid_param("team_id")
    user_id = asked.get("user_id")
    if not isinstance(user_id, str) or not is_valid_id(user_id):
        raise invalid_param("user_id")
    if user_id == context.caller_id:
        team = find_team(context, team_id)
        context.require("join_public_teams" if team["allow_open_invite"] else "join_private_teams")
    else:
        context.require_in_team(team_id, "add_user_to_team")
    find_team(context, team_id)
    if user_id not in context.db.users:
        raise missing_account()
    member = context.db.team_members.get((team_id, user_id))
    if member is not None and not member["delete_at"]:
        return Created(member)
    return Created(join_team(context.db, team_id, user_id))


@ROUTES.get("/teams/{team_id}/members")
def get_members(context: Context) -> Any:
    """The members of a team by page."""
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "view_team")
    members = [row for (owner, _user), row in context.db.team_members.items() if owner == team_id]
    return context.page(sorted((row for row in members if not row["delete_at"]), key=lambda row: str(row["user_id"])))


@ROUTES.get("/teams/{team_id}/stats")
def get_stats(context: Context) -> Any:
    """How many members a team has."""
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "view_team")
    ids = [
        owner for (its_id, owner), row in context.db.team_members.items() if its_id == team_id and not row["delete_at"]
    ]
    users = [user for user in (context.db.users.get(user_id) for user_id in ids) if user]
    active = sum(1 for user in users if not user["delete_at"])
    return {"team_id": team_id, "total_member_count": len(users), "active_member_count": active}


def _member(context: Context, team_id: str, user_id: str) -> Row:
    member = context.db.team_members.get((team_id, user_id))
    if member is None:
        raise AppError("app.team.get_member.missing.app_error", 404)
    return member


@ROUTES.get("/teams/{team_id}/members/{user_id}")
def get_member(context: Context) -> Any:
    """One member."""
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "view_team")
    return _member(context, team_id, context.id_part("user_id"))


@ROUTES.delete("/teams/{team_id}/members/{user_id}")
def remove_member(context: Context) -> Any:
    """End a membership."""
    team_id, user_id = context.id_part("team_id"), context.id_part("user_id")
    if user_id != context.caller_id:
        context.require_in_team(team_id, "remove_user_from_team")
    find_team(context, team_id)
    context.user(user_id)
    leave_team(context.db, _member(context, team_id, user_id))
    return STATUS_OK


@ROUTES.put("/teams/{team_id}/members/{user_id}/roles")
def update_member_roles(context: Context) -> Any:
    """Give a member other roles in the team."""
    team_id, user_id = context.id_part("team_id"), context.id_part("user_id")
    roles = context.json_strings().get("roles", "")
    if not VALID_ROLES.match(roles):
        raise invalid_param("team_member_roles")
    context.require_in_team(team_id, "manage_team_roles")
    names = roles.split()
    change_roles(_member(context, team_id, user_id), "team", "team_admin" in names, "team_user" in names)
    return STATUS_OK


@ROUTES.put("/teams/{team_id}/members/{user_id}/schemeRoles")
def update_member_scheme_roles(context: Context) -> Any:
    """The same, said with yes and no."""
    team_id, user_id = context.id_part("team_id"), context.id_part("user_id")
    asked = context.json_object()
    context.require_in_team(team_id, "manage_team_roles")
    member = _member(context, team_id, user_id)
    change_roles(member, "team", bool(asked.get("scheme_admin")), bool(asked.get("scheme_user")))
    return STATUS_OK


def change_roles(member: Row, kind: str, admin: bool, user: bool) -> None:
    """Make a member of a team or a channel its admin, its user, or both; the names of the roles follow."""
    names = [kind + "_guest"] if member["scheme_guest"] else []
    names += [kind + "_user"] if user else []
    names += [kind + "_admin"] if admin else []
    member.update(roles=" ".join(names), scheme_admin=admin, scheme_user=user)
