# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users, read: one, by list, by search."""

from __future__ import annotations

from typing import Any

from ..accounts import shown
from ..context import Context
from ..database import Row
from ..errors import AppError, invalid_param, invalid_url_param, missing_account, no_permission
from ..ids import is_valid_username
from ..routing import Routes

ROUTES = Routes()
SEARCH_FIELDS = ("username", "email", "nickname", "first_name", "last_name")


@ROUTES.get("/users/{user_id}")
def get_user(context: Context) -> Any:
    """One user by id."""
    user_id = context.id_part("user_id")
    return shown(context, context.user(user_id), own=user_id == context.caller_id)


@ROUTES.get("/users/username/{username}")
def get_user_by_username(context: Context) -> Any:
    """One user by name; an upper-case letter is an error here."""
    username = context.part("username")
    if not is_valid_username(username):
        raise invalid_param("username")
    row = context.db.user_by_username(username)
    if row is None:
        raise AppError("app.user.get_by_username.app_error", 404)
    return shown(context, row, own=row["id"] == context.caller_id)


@ROUTES.get("/users/email/{email}")
def get_user_by_email(context: Context) -> Any:
    """One user by e-mail address, in any case."""
    email = context.part("email")
    if "@" not in email:
        raise invalid_url_param("email")
    row = context.db.user_by_email(email)
    if row is None:
        raise missing_account()
    return shown(context, row)


@ROUTES.post("/users/ids", changing=False)
def get_users_by_ids(context: Context) -> Any:
    """Many users by id; unknown ones are absent."""
    ids = context.json_list()
    if not ids:
        raise invalid_param("user_ids")
    rows = [context.db.replica.user(user_id) for user_id in dict.fromkeys(ids)]
    return _in_order_of_names(context, [row for row in rows if row])


@ROUTES.post("/users/usernames", changing=False)
def get_users_by_usernames(context: Context) -> Any:
    """Many users by name; unknown ones, and those with an upper-case letter, are absent."""
    names = context.json_list()
    if not names:
        raise invalid_param("usernames")
    found = [context.db.user_by_username(name) for name in dict.fromkeys(names)]
    rows = [context.db.replica.user(row["id"]) for row in found if row]
    return _in_order_of_names(context, [row for row in rows if row])


def _in_order_of_names(context: Context, rows: list[Row]) -> list[Row]:
    return [shown(context, row) for row in sorted(rows, key=lambda row: str(row["username"]))]


@ROUTES.get("/users")
def get_users(context: Context) -> Any:
    """A page of all users, or of those in or without a team, or in a channel."""
    team_id, other_team_id, sort = context.query("in_team"), context.query("not_in_team"), context.query("sort")
    if sort not in ("", "last_activity_at", "create_at", "status") or sort and not team_id:
        raise invalid_url_param("sort")
    inactive, active, channel_id = context.flag("inactive"), context.flag("active"), context.query("in_channel")
    if inactive and active:
        raise invalid_url_param("inactive")
    rows = context.db.replica.users_by_username()
    if context.flag("without_team"):
        context.require("list_users_without_team")
        rows = [row for row in rows if not context.db.teams_of(row["id"])]
    elif team_id:
        context.require_in_team(team_id, "view_team")
        rows = [row for row in rows if _is_member(context, team_id, row)]
    elif other_team_id:
        context.require_in_team(other_team_id, "view_team")
        rows = [row for row in rows if not _is_member(context, other_team_id, row)]
    elif channel_id:
        if not context.can_in_channel(channel_id, "read_channel"):
            raise no_permission()
        rows = [row for row in rows if (channel_id, row["id"]) in context.db.channel_members]
    role = context.query("role")
    if role:
        rows = [row for row in rows if role in row["roles"]]
    roles = {name.strip() for name in context.query("roles").split(",") if name.strip()}
    if roles:
        rows = [row for row in rows if roles & set(row["roles"].split())]
    if inactive:
        rows = [row for row in rows if row["delete_at"]]
    elif active:
        rows = [row for row in rows if not row["delete_at"]]
    if sort == "create_at":
        rows = sorted(rows, key=lambda row: row["create_at"], reverse=True)
    elif sort == "last_activity_at":
        # Who was never seen has no row to be joined, and is absent.
        rows = [row for row in rows if last_activity_at(context, row["id"])]
        rows.sort(key=lambda row: last_activity_at(context, row["id"]), reverse=True)
        page = context.page(rows)
        return [{**shown(context, row), "last_activity_at": last_activity_at(context, row["id"])} for row in page]
    return [shown(context, row) for row in context.page(rows)]


def _is_member(context: Context, team_id: str, row: Row) -> bool:
    member = context.db.team_members.get((team_id, row["id"]))
    return member is not None and not member["delete_at"]


def last_activity_at(context: Context, user_id: str) -> int:
    """When a user was last seen."""
    return int(context.db.hidden.get(user_id, {}).get("last_activity_at", 0))


@ROUTES.post("/users/search", changing=False)
def search_users(context: Context) -> Any:
    """Users by the beginning of a name or an address."""
    asked = context.json_object()
    term = str(asked.get("term", "")).lower().lstrip("@")
    if not term:
        raise invalid_param("term")
    limit = asked.get("limit", 100)
    if not isinstance(limit, int) or not 0 < limit <= 1000:
        raise invalid_param("limit")
    team_id = asked.get("team_id")
    if team_id and not context.can_in_team(team_id, "view_team"):
        raise no_permission()
    rows = [
        row
        for row in context.db.users_by_username()
        if (asked.get("allow_inactive") or not row["delete_at"])
        and (not team_id or _is_member(context, team_id, row))
        and (not asked.get("role") or asked["role"] in row["roles"].split())
        and any(str(row.get(field, "")).lower().startswith(term) for field in SEARCH_FIELDS)
    ]
    return [shown(context, row) for row in rows[:limit]]


@ROUTES.get("/users/stats")
def get_stats(context: Context) -> Any:
    """How many users there are, without bots and the deactivated."""
    users = context.db.users.values()
    return {"total_users_count": sum(1 for row in users if not row["delete_at"] and not row.get("is_bot"))}


@ROUTES.get("/users/stats/filtered")
def get_filtered_stats(context: Context) -> Any:
    """How many users there are, by what is asked."""
    context.require("sysconsole_read_user_management_users")
    deleted, bots = context.flag("include_deleted"), context.flag("include_bots")
    roles = {name for name in context.query("roles").split(",") if name}
    users = context.db.users.values()
    return {
        "total_users_count": sum(
            1
            for row in users
            if (deleted or not row["delete_at"])
            and (bots or not row.get("is_bot"))
            and (not roles or roles & set(row["roles"].split()))
        )
    }


@ROUTES.get("/users/{user_id}/status")
def get_status(context: Context) -> Any:
    """Whether a user is there, and when they last were."""
    return _status(context, context.id_part("user_id"))


@ROUTES.post("/users/status/ids", changing=False)
def get_statuses(context: Context) -> Any:
    """The same for many."""
    ids = context.json_list()
    if not ids or any(len(user_id) != 26 for user_id in ids):
        raise invalid_param("user_ids")
    return [_status(context, user_id) for user_id in ids]


def _status(context: Context, user_id: str) -> Row:
    seen = last_activity_at(context, user_id)
    return {"user_id": user_id, "status": "offline", "manual": False, "last_activity_at": seen, "dnd_end_time": 0}
