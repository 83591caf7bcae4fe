# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users, changed: their profile, their roles, whether they are active."""

from __future__ import annotations

import re
from typing import Any

from ..accounts import check_user_limit, set_active, shown
from ..built_in_roles import LICENSED_ROLES
from ..context import STATUS_OK, Context
from ..database import Row
from ..errors import AppError, invalid_param, missing_account, no_permission
from ..routing import Routes
from ..versions import SINCE_11
from .sign_up import INPUT_FIELDS

ROUTES = Routes()
VALID_ROLE_NAME = re.compile(r"[a-z0-9_]{1,64}\Z")


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
    if fields.get("email", row["email"]) != row["email"] and user_id == context.caller_id:
        if not asked.get("password") or asked["password"] != context.db.hidden[user_id].get("password"):
            raise invalid_param("password")
    context.db.change_user(row, **fields)
    context.audit()
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
    if context.settings.since(SINCE_11) and "system_admin" in row["roles"].split() and "system_admin" not in roles:
        _require_another_admin(context)
    context.db.change_user(row, roles=roles)
    for session in context.db.sessions_of(user_id):
        context.db.change_session(session, roles=roles)
    context.db.forget_cached_sessions(user_id)
    context.audit("user=%s roles=%s" % (user_id, roles))
    return STATUS_OK


def _require_another_admin(context: Context) -> None:
    """Refuse while at most one system admin is active. Whether that one is who loses the role is not asked."""
    admins = [row for row in context.db.users.values() if "system_admin" in row["roles"] and not row["delete_at"]]
    if sum(1 for row in admins if not row.get("is_bot")) <= 1:
        raise AppError("app.user.update.lastAdmin.app_error", 400)


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
    user = _require_changeable(context, user_id)
    if active and "system_guest" in user["roles"].split() and not context.settings["guest_accounts"]:
        error_id = "api.user.update_active.cannot_enable_guest_when_guest_feature_is_disabled.app_error"
        raise AppError(error_id, 401)
    if user["auth_service"] == "ldap":
        raise AppError("api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error", 403)
    if active:
        check_user_limit(context.server, "app.user.update_active.user_limit.exceeded")
    said = "user_id=%s active=%s" % (user_id, str(active).lower())
    try:
        set_active(context.server, user, active)
    except AppError:
        # An older server notes what broke off in the middle, too.
        if not context.settings.since(SINCE_11):
            context.audit(said)
        raise
    context.audit(said)
    return STATUS_OK


@ROUTES.delete("/users/{user_id}")
def delete_user(context: Context) -> Any:
    """Deactivate by another door, without a row in the log; deletion for good is off, as it is by default."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    if user_id == context.caller_id and not context.is_admin:
        raise AppError("api.user.update_active.not_enable.app_error", 401)
    if context.flag("permanent"):
        whose = "for_admin.app_error" if context.settings.since(SINCE_11) and context.is_admin else "app_error"
        raise AppError("api.user.delete_user.not_enabled." + whose, 401)
    user = _require_changeable(context, user_id)
    if user["auth_service"] == "ldap":
        raise AppError("api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error", 403)
    set_active(context.server, user, False)
    return STATUS_OK


def _require_changeable(context: Context, user_id: str) -> Row:
    """A user, for a caller who may change them: a system admin only for a system admin."""
    user = context.user(user_id)
    if "system_admin" in user["roles"].split() and not context.is_admin:
        raise no_permission()
    return user


@ROUTES.post("/users/{user_id}/email/verify/member")
def verify_email(context: Context) -> Any:
    """Call a user's address verified, by an administrator's word."""
    user_id = context.id_part("user_id")
    if not context.is_admin:
        raise no_permission()
    user = context.user(user_id)
    context.db.change_user(user, email_verified=True)
    context.audit("user verified")
    return shown(context, user)
