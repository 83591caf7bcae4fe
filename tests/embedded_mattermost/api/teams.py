# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Teams."""

from __future__ import annotations

import re
from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param
from ..routing import Routes
from ..teams import new_team
from ..wire_format import as_version

ROUTES = Routes()
TEXT_FIELDS = ("display_name", "description", "company_name", "allowed_domains")
PATCH_FIELDS = (*TEXT_FIELDS, "allow_open_invite", "group_constrained")
VALID_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])\Z")


def find_team(context: Context, team_id: str) -> Row:
    """A team, or the error that there is none."""
    team = context.db.teams.get(team_id)
    if team is None:
        raise AppError("app.team.get.find.app_error", 404)
    return team


def team_shown(context: Context, team: Row) -> Any:
    """A team as the caller may see it: with its invitation link for whoever may invite, so for every member."""
    team = as_version(context.settings, "team", team)
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
    team = new_team(context.db, name, display_name, context.user(context.caller_id), **fields)
    return Created(team_shown(context, team))


@ROUTES.get("/teams")
def get_teams(context: Context) -> Any:
    """Teams by page: those that the caller may know of. Ended ones are among them."""
    public, private = context.can("list_public_teams"), context.can("list_private_teams")
    if not public and not private:
        raise AppError("api.team.get_all_teams.insufficient_permissions", 403)
    teams = context.db.teams.values()
    rows = [team for team in teams if (public if team["allow_open_invite"] else private)]
    page = [team_shown(context, team) for team in context.page_sorted_by(rows, "display_name")]
    return {"teams": page, "total_count": len(rows)} if context.flag("include_total_count") else page


@ROUTES.post("/teams/search", changing=False)
def search_teams(context: Context) -> Any:
    """Teams whose name has a term in it, all of them at once unless a page is asked for. Nothing is in every name."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("team_search")
    public, private = context.can("list_public_teams"), context.can("list_private_teams")
    paged = isinstance(asked.get("page"), int) and isinstance(asked.get("per_page"), int)
    if paged and not (public and private):
        raise AppError("api.team.search_teams.pagination_not_implemented.public_team_search", 501)
    term = str(asked.get("term") or "").lower()
    rows = [team for team in context.db.teams.values() if (public if team["allow_open_invite"] else private)]
    rows = [team for team in rows if term in team["name"].lower() or term in team["display_name"].lower()]
    found = [team_shown(context, team) for team in sorted(rows, key=lambda team: str(team["display_name"]))]
    if not paged:
        return found
    start = asked["page"] * asked["per_page"]
    return {"teams": found[start : start + asked["per_page"]], "total_count": len(found)}


@ROUTES.get("/teams/{team_id}")
def get_team(context: Context) -> Any:
    """One team."""
    team = find_team(context, context.id_part("team_id"))
    if not team["allow_open_invite"] or team["type"] != "O":
        context.require_in_team(team["id"], "view_team")
    return team_shown(context, team)


@ROUTES.get("/teams/name/{team_name}")
def get_team_by_name(context: Context) -> Any:
    """One team by name."""
    for team in context.db.teams.values():
        if team["name"] == context.part("team_name"):
            if not team["allow_open_invite"] or team["type"] != "O":
                context.require_in_team(team["id"], "view_team")
            return team_shown(context, team)
    raise AppError("app.team.get_by_name.missing.app_error", 404)


@ROUTES.put("/teams/{team_id}/patch")
def patch_team(context: Context) -> Any:
    """Change what a team is called and whom it lets in."""
    team_id = context.id_part("team_id")
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("team")
    context.require_in_team(team_id, "manage_team")
    team = find_team(context, team_id)
    fields = {name: asked[name] for name in PATCH_FIELDS if name in asked}
    team.update(fields, update_at=millis())
    context.audit()
    return team_shown(context, team)


@ROUTES.post("/teams/{team_id}/restore")
def restore_team(context: Context) -> Any:
    """Let an ended team go on."""
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "manage_team")
    team = find_team(context, team_id)
    team.update(delete_at=0, update_at=millis())
    return team_shown(context, team)


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
    return [team_shown(context, team) for team in teams if not team["delete_at"]]
