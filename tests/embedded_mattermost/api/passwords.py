# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Passwords: set by oneself, set for others, and forgotten ones set anew with what came by e-mail."""

from __future__ import annotations

from typing import Any

from .. import invitations
from ..clock import millis
from ..context import STATUS_OK, Context
from ..database import Row
from ..errors import AppError, invalid_param
from ..routing import Routes
from ..versions import SINCE_11

ROUTES = Routes()
SHORTEST, LONGEST = 5, 64
TOKEN_LENGTH = 64


def check_password(context: Context, password: str) -> None:
    """Refuse a password that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        kind = "pwd_min_length" if context.settings.since(SINCE_11) else "pwd_lowercase_uppercase_number_symbol"
        raise AppError("model.user.is_valid.%s.app_error" % kind, 400, min=str(SHORTEST))


def set_password(context: Context, user: Row, password: str) -> None:
    """Give a user a password. Whoever logged in elsewhere logs in with it from then on; sessions go on."""
    check_password(context, password)
    context.db.hidden[user["id"]]["password"] = password
    user.pop("failed_attempts", None)
    context.db.change_user(user, last_password_update=millis(), auth_service="", auth_data="")


@ROUTES.put("/users/{user_id}/password")
def update_password(context: Context) -> Any:
    """Set a password: one's own with the current one, another's with the permission for it."""
    user_id = context.id_part("user_id")
    asked = context.json_strings()
    context.audit("attempted")
    if user_id == context.caller_id and not asked.get("current_password"):
        raise invalid_param("current_password")
    try:
        set_password(context, _whose(context, user_id, asked), asked.get("new_password", ""))
    except AppError:
        context.audit("failed")
        raise
    context.audit("completed")
    return STATUS_OK


def _whose(context: Context, user_id: str, asked: dict[str, str]) -> Row:
    """The user who gets a password, for a caller who may set it."""
    user = context.db.users.get(user_id)
    if user is None or user_id != context.caller_id:
        admin = user is not None and "system_admin" in user["roles"].split()
        permission = "manage_system" if admin else "sysconsole_write_user_management_users"
        if user is None or not context.can(permission):
            raise AppError("api.user.update_password.context.app_error", 403)
        return user
    if user["auth_data"]:
        raise AppError("api.user.update_password.oauth.app_error", 400)
    if asked["current_password"] != context.db.hidden[user_id].get("password"):
        user["failed_attempts"] = user.get("failed_attempts", 0) + 1
        raise AppError("api.user.update_password.incorrect.app_error", 400)
    return user


@ROUTES.post("/users/password/reset/send", session_required=False)
def send_reset(context: Context) -> Any:
    """Send a link that sets a password. For an unknown address the answer is the same."""
    email = context.json_strings().get("email", "").lower()
    if not email:
        raise invalid_param("email")
    user = context.db.user_by_email(email)
    if user is not None and user["auth_data"]:
        raise AppError("api.user.send_password_reset.sso.app_error", 400)
    if user is not None:
        invitations.send(context.db, invitations.PASSWORD, email, user_id=user["id"])
        context.audit("sent=" + email)
    return STATUS_OK


@ROUTES.post("/users/password/reset", session_required=False)
def reset(context: Context) -> Any:
    """Set a password with what came by e-mail. The log keeps the token, also of one that goes on living."""
    asked = context.json_strings()
    token = asked.get("token", "")
    if len(token) != TOKEN_LENGTH:
        raise invalid_param("token")
    context.audit("attempt - token=" + token)
    try:
        sent = context.db.invitations.get(token)
        if sent is None or sent["type"] != invitations.PASSWORD:
            raise AppError("api.user.reset_password.invalid_link.app_error", 400)
        if invitations.is_over(sent):
            raise AppError("api.user.reset_password.link_expired.app_error", 400)
        set_password(context, context.user(str(sent["user_id"])), asked.get("new_password", ""))
    except AppError:
        context.audit("fail - token=" + token)
        raise
    del context.db.invitations[token]
    context.audit("success - token=" + token)
    return STATUS_OK
