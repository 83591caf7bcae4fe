# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users, changed: made, deactivated, given roles or a password."""

from __future__ import annotations

import re
from typing import Any

from ..accounts import check_new, set_active, shown, user_row
from ..built_in_roles import LICENSED_ROLES
from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..errors import AppError, invalid_param, missing_account, no_permission
from ..ids import new_id
from ..routing import Routes

ROUTES = Routes()
SHORTEST_PASSWORD = 5
VALID_ROLE_NAME = re.compile(r"[a-z0-9_]{1,64}\Z")
INPUT_FIELDS = ("nickname", "first_name", "last_name", "position", "locale", "timezone", "notify_props", "props")


@ROUTES.post("/users", session_required=False)
def create_user(context: Context) -> Any:
    """Make a user. Anybody may, as on an open server; a system admin may also say how they log in."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("user")
    username = str(asked.get("username") or new_id()).strip().lower()
    email = str(asked.get("email", "")).strip().lower()
    fields = {name: asked[name] for name in INPUT_FIELDS if name in asked}
    password = asked.get("password") or ""
    if context.is_admin and asked.get("auth_service"):
        fields.update(auth_service=asked["auth_service"], auth_data=asked.get("auth_data") or "")
    elif not SHORTEST_PASSWORD <= len(password) <= 64:
        raise AppError("api.user.check_user_password.invalid.app_error", 400)
    check_new(context.server, username, email)
    row = context.db.add_user(user_row(username, email, **fields), password=password)
    return Created(shown(context, row, own=True))


@ROUTES.put("/users/{user_id}/patch")
def patch_user(context: Context) -> Any:
    """Change what a profile says."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    row = context.db.users.get(user_id)
    if row is None:
        raise invalid_param("user_id")
    asked = context.json_object()
    fields = {name: asked[name] for name in INPUT_FIELDS + ("username", "email") if name in asked}
    if fields.get("username", row["username"]) != row["username"] and context.db.user_by_username(fields["username"]):
        raise AppError("app.user.save.username_exists.app_error", 400)
    context.db.change_user(row, **fields)
    return shown(context, row, own=True)


@ROUTES.put("/users/{user_id}/roles")
def update_roles(context: Context) -> Any:
    """Give a user other roles on the system."""
    user_id = context.id_part("user_id")
    roles = context.json_strings().get("roles", "")
    names = roles.split()
    # Nobody is to lose system_user by mistake; no roles at all are fine, as on a real server.
    if names == ["system_admin"] or not all(VALID_ROLE_NAME.match(name) for name in names):
        raise invalid_param("roles")
    if not context.settings["licensed"] and LICENSED_ROLES & set(names):
        raise AppError("api.user.update_user_roles.license.app_error", 400)
    context.require("manage_roles")
    row = context.db.users.get(user_id)
    if row is None:
        raise missing_account(400)
    if any(name not in context.db.roles for name in names):
        raise AppError("app.role.check_roles_exist.role_not_found", 400)
    context.db.change_user(row, roles=roles)
    for session in context.db.sessions_of(user_id):
        context.db.change_session(session, roles=roles)
    context.db.forget_cached_sessions(user_id)
    return STATUS_OK


@ROUTES.put("/users/{user_id}/active")
def update_active(context: Context) -> Any:
    """Deactivate or activate a user. Done twice it moves delete_at, and nobody is told that nothing changed."""
    user_id = context.id_part("user_id")
    active = context.json_object().get("active")
    if not isinstance(active, bool):
        raise invalid_param("active")
    oneself = user_id == context.caller_id and not active
    if not oneself and not context.can("sysconsole_write_user_management_users"):
        raise AppError("api.user.update_active.permissions.app_error", 403)
    if oneself:
        raise AppError("api.user.update_active.not_enable.app_error", 401)
    _set_active(context, user_id, active)
    return STATUS_OK


@ROUTES.delete("/users/{user_id}")
def delete_user(context: Context) -> Any:
    """Deactivate by another door; deletion for good is off, as it is by default."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    if user_id == context.caller_id and not context.is_admin:
        raise AppError("api.user.update_active.not_enable.app_error", 401)
    if context.flag("permanent"):
        raise AppError("api.user.delete_user.not_enabled.app_error", 401)
    _set_active(context, user_id, False)
    return STATUS_OK


def _set_active(context: Context, user_id: str, active: bool) -> None:
    user = context.user(user_id)
    if "system_admin" in user["roles"].split() and not context.is_admin:
        raise no_permission()
    if user["auth_service"] == "ldap":
        raise AppError("api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error", 403)
    set_active(context.server, user, active)


@ROUTES.put("/users/{user_id}/password")
def update_password(context: Context) -> Any:
    """Set a password: one's own with the current one, another's with the permission for it."""
    user_id = context.id_part("user_id")
    asked = context.json_strings()
    user = context.db.users.get(user_id)
    current = asked.get("current_password", "")
    if user_id == context.caller_id:
        if not current:
            raise invalid_param("current_password")
        if current != context.db.hidden[user_id].get("password"):
            context.db.users[user_id]["failed_attempts"] = context.db.users[user_id].get("failed_attempts", 0) + 1
            raise AppError("api.user.update_password.incorrect.app_error", 400)
    else:
        admin = user is not None and "system_admin" in user["roles"].split()
        permission = "manage_system" if admin else "sysconsole_write_user_management_users"
        if user is None or not context.can(permission):
            raise AppError("api.user.update_password.context.app_error", 403)
    if user and user["auth_service"] and user_id == context.caller_id:
        raise AppError("api.user.update_password.oauth.app_error", 400)
    password = asked.get("new_password", "")
    if not SHORTEST_PASSWORD <= len(password) <= 64:
        raise AppError("model.user.is_valid.pwd.app_error", 400, min=str(SHORTEST_PASSWORD))
    context.db.hidden[user_id]["password"] = password
    context.db.change_user(context.db.users[user_id], last_password_update=millis())
    return STATUS_OK
