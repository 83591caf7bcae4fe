# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles: what each name grants."""

from __future__ import annotations

import re
from typing import Any

from ..built_in_roles import LICENSED_ROLES
from ..clock import millis
from ..context import Context
from ..database import Row
from ..errors import AppError, invalid_param, no_permission
from ..routing import Routes

ROUTES = Routes()
VALID_NAME = re.compile(r"[a-z0-9_]{1,64}\Z")
# What a role may gain or lose on a server without a licence, and what on none.
WITHOUT_LICENCE = {
    "create_team",
    "manage_incoming_webhooks",
    "manage_outgoing_webhooks",
    "manage_slash_commands",
    "manage_oauth",
    "manage_system_wide_oauth",
    "create_emojis",
    "delete_emojis",
    "edit_others_posts",
}
NEVER = {
    "sysconsole_write_user_management_system_roles",
    "sysconsole_read_user_management_system_roles",
    "manage_roles",
}


def _shown(context: Context, role: Row) -> Row:
    """A role, with the names that this version has for its permissions."""
    return {**role, "permissions": [context.server.name_of_permission(name) for name in role["permissions"]]}


@ROUTES.post("/roles/names", changing=False, trusted=True)
def get_roles_by_names(context: Context) -> Any:
    """Many roles by name; unknown ones are absent."""
    names = [name.strip() for name in context.json_list() if name.strip()]
    if not context.json_list():
        raise invalid_param("rolenames")
    if not all(VALID_NAME.match(name) for name in names):
        raise invalid_param("rolename")
    roles = context.db.roles
    return [_shown(context, roles[name]) for name in dict.fromkeys(names) if name in roles]


@ROUTES.get("/roles/name/{role_name}")
def get_role_by_name(context: Context) -> Any:
    """One role by name."""
    role = context.db.roles.get(context.part("role_name"))
    if role is None:
        raise AppError("app.role.get_by_name.app_error", 404)
    return _shown(context, role)


@ROUTES.get("/roles/{role_id}")
def get_role(context: Context) -> Any:
    """One role by id."""
    return _shown(context, _find(context))


def _find(context: Context) -> Row:
    role_id = context.id_part("role_id")
    for role in context.db.roles.values():
        if role["id"] == role_id:
            return role
    raise AppError("app.role.get.app_error", 404)


@ROUTES.put("/roles/{role_id}/patch")
def patch_role(context: Context) -> Any:
    """Give a role other permissions; without a licence only a few may come or go."""
    role = _find(context)
    asked = context.json_object().get("permissions")
    special = role["name"] in LICENSED_ROLES or role["name"] == "system_admin"
    context.require("manage_system" if special else "sysconsole_write_user_management_permissions")
    if not isinstance(asked, list):
        return _shown(context, role)
    changed = set(asked) ^ set(role["permissions"])
    guests = role["name"].endswith("_guest")
    if not context.settings["licensed"] and (guests or changed - WITHOUT_LICENCE):
        raise AppError("api.roles.patch_roles.license.error", 501)
    if changed & NEVER:
        raise AppError("api.roles.patch_roles.not_allowed_permission.error", 501)
    if not context.can("sysconsole_write_user_management_system_roles") and not role["scheme_managed"]:
        raise no_permission()
    role.update(permissions=list(dict.fromkeys(asked)), update_at=millis())
    context.audit()
    return _shown(context, role)
