# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users as no API makes them: managed elsewhere, named strangely, by the thousand, or gone."""

from __future__ import annotations

import gc
from typing import Any

from ..accounts import set_active, user_row
from ..api.access_tokens import new_access_token
from ..api.login import start_session
from ..context import Context
from ..database import Row
from ..ids import new_secret
from ..routing import Routes
from ..server import PASSWORD
from ..sessions import new_session
from .sessions import insert_sessions
from .steering import BASE, body_object

ROUTES = Routes()
# Of a user: what is kept beside the row and never goes over the wire.
HIDDEN = ("password", "mfa_secret", "last_activity_at", "deactivation_fails", "ldap_disabled")


def find_user(context: Context, id_or_name: str) -> Row:
    """A user by id or by name."""
    row = context.db.users.get(id_or_name) or context.db.user_by_username(id_or_name)
    if row is None:
        raise ValueError("no such user: " + id_or_name)
    return row


@ROUTES.post("/users", base=BASE)
def insert_user(context: Context) -> Any:
    """Insert a user with any fields, any sessions and a number of access tokens."""
    asked = body_object(context)
    sessions, tokens = asked.pop("sessions", []), asked.pop("tokens", 0)
    hidden = {"password": PASSWORD, **{name: asked.pop(name) for name in HIDDEN if name in asked}}
    username = asked.pop("username")
    email = asked.pop("email", username + "@example.com")
    if context.db.user_by_username(username) or context.db.user_by_email(email):
        raise ValueError("this user name or e-mail address is taken")
    row = context.db.add_user(user_row(username, email, **asked), **hidden)
    made = insert_sessions(context, row, sessions)
    secrets = [new_access_token(context.db, row["id"], "embedded %d" % number) for number in range(tokens)]
    return {"id": row["id"], "username": username, "sessions": made, "tokens": [dict(token) for token in secrets]}


@ROUTES.add("PATCH", "/users/{user}", base=BASE)
def patch_user(context: Context) -> Any:
    """Change any field of a user, also to what no server would write."""
    asked = body_object(context)
    row = find_user(context, context.part("user"))
    context.db.hidden[row["id"]].update({name: asked.pop(name) for name in HIDDEN if name in asked})
    context.db.change_user(row, **{"update_at": row["update_at"], **asked})
    return row


@ROUTES.delete("/users/{user}", base=BASE)
def delete_user(context: Context) -> Any:
    """Let a user vanish, as deletion for good by somebody else would."""
    context.db.drop_user(find_user(context, context.part("user"))["id"])
    return {"status": "OK"}


@ROUTES.post("/users/{user}/sso_login", base=BASE)
def sso_login(context: Context) -> Any:
    """Log in through the identity provider. A deactivated user is silently activated by it."""
    user = find_user(context, context.part("user"))
    reactivated = bool(user["delete_at"])
    if reactivated:
        set_active(context.server, user, True)
    saml = user["auth_service"] == "saml"
    session = start_session(context, user, isOAuthUser=str(not saml).lower(), isSaml=str(saml).lower())
    return {"token": session["token"], "session_id": session["id"], "reactivated": reactivated}


@ROUTES.post("/ldap_sync", base=BASE)
def ldap_sync(context: Context) -> Any:
    """Let the directory have its way: who is disabled in it is deactivated, who is not is activated.

    `disabled` names the users whom the directory has disabled from now on, `enabled` those whom it has not.
    """
    asked = body_object(context)
    for name, disabled in (("disabled", True), ("enabled", False)):
        for id_or_name in asked.get(name, ()):
            context.db.hidden[find_user(context, id_or_name)["id"]]["ldap_disabled"] = disabled
    changed: dict[str, list[str]] = {"activated": [], "deactivated": []}
    for user in [row for row in context.db.users.values() if row["auth_service"] == "ldap"]:
        disabled = bool(context.db.hidden[user["id"]].get("ldap_disabled"))
        if disabled != bool(user["delete_at"]):
            set_active(context.server, user, not disabled)
            changed["deactivated" if disabled else "activated"].append(user["username"])
    return changed


@ROUTES.put("/roles/{role_name}", base=BASE)
def put_role(context: Context) -> Any:
    """Make or replace a role, which on a real server takes a licence."""
    asked = body_object(context)
    return context.db.add_role(context.part("role_name"), [str(name) for name in asked["permissions"]])


@ROUTES.post("/bulk", base=BASE)
def bulk(context: Context) -> Any:
    """Insert many users with some sessions each, fast."""
    asked = {"users": 1000, "sessions": 3, "prefix": "leaver", "deactivated": False, **body_object(context)}
    gc.disable()  # it would go through all rows again and again
    try:
        return _insert_many(context, asked)
    finally:
        gc.freeze()
        gc.enable()


def _insert_many(context: Context, asked: dict[str, Any]) -> Any:
    ids, names = [], []
    props = {"platform": "Linux", "os": "Linux", "browser": "Firefox/128.0", "isMobile": "false", "csrf": new_secret()}
    for number in range(int(asked["users"])):
        username = "%s%06d" % (asked["prefix"], number)
        row = user_row(username, username + "@example.com")
        if asked["deactivated"]:
            row["delete_at"] = row["update_at"]
        context.db.add_user(row, password=PASSWORD)
        for _number in range(int(asked["sessions"])):
            new_session(context.db, row, props=props)
        ids.append(row["id"])
        names.append(username)
    return {"ids": ids, "usernames": names}


@ROUTES.post("/bulk/sessions", base=BASE)
def bulk_sessions(context: Context) -> Any:
    """Give users who are there already so many sessions more: for a second round on the same users."""
    asked = {"sessions": 3, "prefix": "leaver", **body_object(context)}
    props = {"platform": "Linux", "os": "Linux", "browser": "Firefox/128.0", "isMobile": "false", "csrf": new_secret()}
    rows = [row for row in context.db.users.values() if row["username"].startswith(asked["prefix"])]
    for row in rows:
        for _number in range(int(asked["sessions"])):
            new_session(context.db, row, props=props)
    return {"users": len(rows), "sessions": len(rows) * int(asked["sessions"])}
