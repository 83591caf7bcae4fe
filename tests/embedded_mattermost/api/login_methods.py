# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How somebody logs in: through which service, and with which second factor."""

from __future__ import annotations

from typing import Any

from .. import mfa
from ..accounts import SINGLE_SIGN_ON
from ..clock import millis
from ..context import STATUS_OK, Context
from ..errors import AppError, invalid_param, no_permission, session_expired
from ..routing import Routes
from ..sessions import revoke_all
from ..versions import SINCE_11
from .passwords import set_password

ROUTES = Routes()


@ROUTES.put("/users/{user_id}/auth")
def update_auth(context: Context) -> Any:
    """Let a user log in through another service from now on. Whether there is such a user is not asked."""
    if not context.is_admin:
        raise no_permission()
    user_id = context.id_part("user_id")
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("user")
    service, data = asked.get("auth_service"), asked.get("auth_data")
    if not service or not data:
        raise AppError("api.user.update_user_auth.invalid_request", 400)
    user = context.db.users.get(user_id)
    if any(row["auth_data"] == data and row is not user for row in context.db.users.values()):
        raise AppError("app.user.update_auth_data.email_exists.app_error", 400)
    if user is not None:
        context.db.hidden[user_id]["password"] = None
        context.db.change_user(user, auth_service=service, auth_data=data, last_password_update=millis())
    context.audit("updated user %s auth to service=%s" % (user_id, service))
    return {"auth_data": data, "auth_service": service}


@ROUTES.post("/users/login/switch", session_required=False)
def switch_login(context: Context) -> Any:
    """Change one's own way of logging in: away from a service. To one, or to LDAP, takes what is not there."""
    asked = context.json_strings()
    before, after = asked.get("current_service", ""), asked.get("new_service", "")
    if before == "email" and after in SINGLE_SIGN_ON:
        raise AppError("api.user.authorize_oauth_user.unsupported.app_error", 501, service=after)
    if before == "email" and after == "ldap":
        raise AppError("api.user.email_to_ldap.not_available.app_error", 501)
    if before == "ldap" and after == "email":
        raise AppError("api.user.ldap_to_email.not_available.app_error", 501)
    if before not in SINGLE_SIGN_ON or after != "email":
        raise invalid_param("switch_request")
    if context.session is None:
        raise session_expired()
    user = context.db.user_by_email(asked.get("email", ""))
    if user is None:
        raise AppError("app.user.missing_account.const", 404)
    if user["id"] != context.caller_id:
        raise AppError("api.user.oauth_to_email.context.app_error", 403)
    if user["auth_service"] not in SINGLE_SIGN_ON and context.settings.since(SINCE_11):
        raise AppError("api.user.oauth_to_email.not_oauth_user.app_error", 400)
    set_password(context, user, asked.get("new_password", ""))
    revoke_all(context.db, user["id"])
    context.audit("success")
    return {"follow_link": "/login?extra=signin_change"}


@ROUTES.post("/users/{user_id}/mfa/generate")
def generate_mfa_secret(context: Context) -> Any:
    """Make a secret for codes; it counts once it is activated with a first code."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    context.user(user_id)
    _require_mfa(context)
    secret = mfa.new_secret()
    context.db.hidden[user_id]["mfa_secret"] = secret
    return {"secret": secret, "qr_code": ""}


@ROUTES.put("/users/{user_id}/mfa")
def update_mfa(context: Context) -> Any:
    """Turn codes on, with the first of them, or off; an administrator may turn them off for others."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    asked = context.json_object()
    if not isinstance(asked.get("activate"), bool):
        raise invalid_param("activate")
    if asked["activate"] and not asked.get("code"):
        raise invalid_param("code")
    context.audit("attempt")
    user = context.user(user_id)
    if asked["activate"]:
        _require_mfa(context)
        mfa.check(context.db.hidden[user_id].get("mfa_secret", ""), str(asked["code"]))
        context.db.change_user(user, mfa_active=True)
    else:
        user.pop("mfa_active", None)
        context.db.change_user(user)
    context.audit("success - mfa updated")
    return STATUS_OK


def _require_mfa(context: Context) -> None:
    if not context.settings["mfa"]:
        raise AppError("mfa.mfa_disabled.app_error", 501)


@ROUTES.post("/users/mfa", session_required=False, changing=False)
def check_mfa(context: Context) -> Any:
    """Whether a log-in needs a code. A real server has said no to everybody since 5.x."""
    login_id = context.json_strings().get("login_id", "")
    if not login_id:
        raise invalid_param("login_id")
    return {"mfa_required": False}
