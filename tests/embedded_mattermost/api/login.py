# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Log-in and log-out."""

from __future__ import annotations

from typing import Any

from .. import mfa
from ..accounts import SINGLE_SIGN_ON, shown
from ..authentication import attach_cookies, remove_cookie
from ..context import STATUS_OK, Context
from ..database import Row
from ..errors import AppError, wrong_credentials
from ..ids import new_secret
from ..routing import Routes
from ..sessions import WEB_DAYS, new_session, revoke
from ..user_agent import describe
from ..versions import MAGIC_LINKS, SINCE_11
from .magic_links import guests_may_log_in, user_by_magic_link

ROUTES = Routes()
MOST_ATTEMPTS = 10
MOBILE_DAYS = 180


@ROUTES.post("/users/login", session_required=False, changing=False)
def login(context: Context) -> Any:
    """Log in with a password. The token of the session is in the header Token, and a cookie comes with it.

    The log has a first row of nobody, unless the user was named by id, and where the log-in fails no other.
    """
    asked = context.json_strings()
    if asked.get("magic_link_token") and context.settings.since(MAGIC_LINKS):
        user = user_by_magic_link(context, asked["magic_link_token"])
    else:
        named = asked.get("id", ""), " - login_id=" + asked.get("login_id", "")
        context.audit_user(named[0], "attempt" + named[1])
        try:
            user = _authenticated(context, asked)
        except AppError:
            context.audit_user(named[0], "failure" + named[1])
            raise
    if "system_guest" in user["roles"].split() and not guests_may_log_in(context):
        raise wrong_credentials()
    context.audit_user(user["id"], "authenticated")
    context.session = start_session(context, user, asked.get("device_id", ""))
    context.audit_user(user["id"], "success")
    context.headers.append(("Token", context.session["token"]))
    attach_cookies(context, context.session)
    return shown(context, user, own=True)


def start_session(context: Context, user: Row, device_id: str = "", **props: str) -> Row:
    """Begin the session of a log-in; what it says of the device comes from the User-Agent."""
    if device_id:
        for row in context.db.sessions_of(user["id"]):
            if row.get("device_id") == device_id:
                revoke(context.db, row)
    newer = context.settings.since(SINCE_11)
    about = {
        "isMobile": "false",
        "isSaml": "false",
        "isOAuthUser": "false",
        "csrf": new_secret(),
        "is_guest": "false",
        **describe(context.request.headers.get("User-Agent", ""), "Unknown" if newer else "Windows"),
        **props,
    }
    context.db.hidden[user["id"]].update(failed_attempts=0)
    days = MOBILE_DAYS if device_id else WEB_DAYS
    return new_session(context.db, user, days, about, device_id=device_id)


def _authenticated(context: Context, asked: dict[str, str]) -> Row:
    """Return the user who may log in."""
    password = asked.get("password", "")
    if not password:
        raise AppError("api.user.login.blank_pwd.app_error", 400)
    login_id = asked.get("login_id", "").strip().lower()
    user = context.db.users.get(asked.get("id", "")) or context.db.user_by_username(login_id)
    user = user or context.db.user_by_email(login_id)
    if user is None or user["auth_service"] in SINGLE_SIGN_ON:
        raise wrong_credentials()
    if user["delete_at"]:
        raise AppError("api.user.login.inactive.app_error", 401)
    if user.get("is_bot"):
        raise AppError("api.user.login.bot_login_forbidden.app_error", 401)
    hidden = context.db.hidden[user["id"]]
    if user.get("failed_attempts", 0) >= MOST_ATTEMPTS:
        raise AppError("api.user.check_user_login_attempts.too_many.app_error", 401)
    if password != hidden.get("password"):
        user["failed_attempts"] = user.get("failed_attempts", 0) + 1
        raise wrong_credentials()
    if user.get("mfa_active") and context.settings["mfa"]:
        mfa.check(hidden["mfa_secret"], asked.get("token", ""))
    user.pop("failed_attempts", None)
    return user


@ROUTES.post("/users/logout", session_required=False, changing=False)
def logout(context: Context) -> Any:
    """End the session that asks. Without one it is no error."""
    remove_cookie(context)
    context.audit()
    if context.session is not None:
        session = context.db.session(context.session["id"])
        if session is None:
            raise AppError("app.session.get.app_error", 400)
        revoke(context.db, session)
    return STATUS_OK
