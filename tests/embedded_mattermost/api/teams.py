# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Teams and their members."""

from __future__ import annotations

import re
from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param, missing_account, no_permission
from ..ids import is_valid_id
from ..routing import Routes
from ..teams import join_team, leave_team, new_team

ROUTES = Routes()
VALID_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])\Z")


def find_team(context: Context, team_id: str) -> Row:
    """A team, or the error that there is none."""
    team = context.db.teams.get(team_id)
    if team is None:
        raise AppError("app.team.get.find.app_error", 404)
    return team


def _shown(context: Context, team: Row) -> Row:
    if context.can_in_team(team["id"], "manage_team"):
        return team
    invite_id = team["invite_id"] if context.can_in_team(team["id"], "invite_user") else ""
    return {**team, "email": "", "invite_id": invite_id}


@ROUTES.post("/teams")
def create_team(context: Context) -> Any:
    """Make a team."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("team")
    if not context.can("create_team"):
        raise AppError("api.team.is_team_creation_allowed.disabled.app_error", 403)
    name, display_name = str(asked.get("name", "")), str(asked.get("display_name", ""))
    if not display_name or len(display_name) > 64:
        raise AppError("model.team.is_valid.name.app_error", 400)
    if not VALID_NAME.match(name):
        raise AppError("model.team.is_valid.characters.app_error", 400)
    if asked.get("type") not in ("O", "I"):
        raise AppError("model.team.is_valid.type.app_error", 400)
    if any(team["name"] == name for team in context.db.teams.values()):
        raise AppError("app.team.save.existing.app_error", 400)
    fields = {key: asked[key] for key in ("type", "description", "allow_open_invite") if key in asked}
    return Created(new_team(context.db, name, display_name, context.user(context.caller_id), **fields))


@ROUTES.get("/teams")
def get_teams(context: Context) -> Any:
    """Teams by page: those that the caller may know of. Ended ones are among them."""
    public, private = context.can("list_public_teams"), context.can("list_private_teams")
    if not public and not private:
        raise AppError("api.team.get_all_teams.insufficient_permissions", 403)
    teams = sorted(context.db.teams.values(), key=lambda team: team["display_name"])
    rows = [_shown(context, team) for team in teams if (public if team["allow_open_invite"] else private)]
    page = context.page(rows)
    return {"teams": page, "total_count": len(rows)} if context.flag("include_total_count") else page


@ROUTES.get("/teams/{team_id}")
def get_team(context: Context) -> Any:
    """One team."""
    team = find_team(context, context.id_part("team_id"))
    if not team["allow_open_invite"] or team["type"] != "O":
        context.require_in_team(team["id"], "view_team")
    return _shown(context, team)


@ROUTES.get("/teams/name/{team_name}")
def get_team_by_name(context: Context) -> Any:
    """One team by name."""
    for team in context.db.teams.values():
        if team["name"] == context.part("team_name"):
            if not team["allow_open_invite"] or team["type"] != "O":
                context.require_in_team(team["id"], "view_team")
            return _shown(context, team)
    raise AppError("app.team.get_by_name.missing.app_error", 404)


@ROUTES.delete("/teams/{team_id}")
def delete_team(context: Context) -> Any:
    """End a team; what is in it stays."""
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "manage_team")
    now = millis()
    find_team(context, team_id).update(delete_at=now, update_at=now)
    return STATUS_OK


@ROUTES.get("/users/{user_id}/teams")
def get_teams_of_user(context: Context) -> Any:
    """The teams that a user is in."""
    user_id = context.id_part("user_id")
    if user_id != context.caller_id:
        context.require("sysconsole_read_user_management_users")
    teams = [context.db.teams[member["team_id"]] for member in context.db.teams_of(user_id)]
    return [_shown(context, team) for team in teams if not team["delete_at"]]


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
    members = context.db.team_members.items()
    return context.page([row for (owner, _user), row in members if owner == team_id and not row["delete_at"]])


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
    context.require_in_team(team_id, "manage_team_roles")
    names = roles.split()
    admin, user = "team_admin" in names, "team_user" in names
    _member(context, team_id, user_id).update(roles=roles, scheme_admin=admin, scheme_user=user)
    return STATUS_OK
