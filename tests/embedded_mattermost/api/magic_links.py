# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Guests who log in with a link that they were sent, and with no password."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from .. import invitations
from ..accounts import user_row
from ..context import Context
from ..database import Row
from ..errors import invalid_param, wrong_credentials
from ..ids import new_id
from ..routing import Routes
from ..teams import join_team
from ..versions import MAGIC_LINKS

ROUTES = Routes()


def guests_may_log_in(context: Context) -> bool:
    """Whether guests are let in at all."""
    return bool(context.settings["licensed"] and context.settings["guest_accounts"])


def user_by_magic_link(context: Context, token: str) -> Row:
    """The guest whom a link lets in, once. It does not ask whether they were deactivated."""
    context.audit("attempt - guest_magic_link")
    if not context.settings["guest_magic_links"]:
        raise wrong_credentials()
    sent = context.db.invitations.get(token)
    if sent is None or sent["type"] not in (invitations.MAGIC, invitations.MAGIC_INVITATION):
        context.audit("failure - guest_magic_link")
        raise wrong_credentials()
    del context.db.invitations[token]
    user = context.db.user_by_email(sent["email"])
    known = sent["type"] == invitations.MAGIC
    if invitations.is_over(sent) or known != (user is not None):
        context.audit("failure - guest_magic_link")
        raise wrong_credentials()
    if user is None:
        name = sent["email"].split("@")[0]
        name = name + new_id()[:8] if context.db.user_by_username(name) else name
        user = user_row(name, sent["email"], roles="system_guest", auth_service="magic_link")
        context.db.add_user(user)
        join_team(context.db, str(sent["team_id"]), user["id"], guest=True)
    return user


@ROUTES.post("/users/login/type", session_required=False, changing=False, since=MAGIC_LINKS)
def login_type(context: Context) -> Any:
    """How a user logs in. A guest of the kind is sent a link."""
    if not context.settings["guest_magic_links"] or not guests_may_log_in(context):
        return web.Response(status=404, content_type="application/json")
    asked = context.json_strings()
    login_id = asked.get("login_id", "")
    if not login_id:
        raise invalid_param("login_id")
    context.audit_user(asked.get("id", ""), "attempt - login_id=" + login_id)
    user = context.db.user_by_username(login_id) or context.db.user_by_email(login_id)
    if user is None:
        return {"auth_service": ""}
    if user["delete_at"]:
        return {"auth_service": "", "is_deactivated": True}
    context.audit_user(user["id"], "found user for login_id=" + login_id)
    if user["auth_service"] == "magic_link":
        invitations.send(context.db, invitations.MAGIC, user["email"])
    return {"auth_service": user["auth_service"]}
