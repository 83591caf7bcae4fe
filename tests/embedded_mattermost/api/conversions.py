# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts that become accounts of another kind: guests, users, bots. None of it leaves a row in the log."""

from __future__ import annotations

from typing import Any

from ..accounts import shown
from ..clock import millis
from ..context import STATUS_OK, Context
from ..database import Row
from ..errors import AppError, bot_not_found, invalid_param, no_permission
from ..routing import Routes
from ..sessions import revoke_all
from ..versions import SINCE_11
from .passwords import set_password

ROUTES = Routes()


@ROUTES.post("/users/{user_id}/demote")
def demote_to_guest(context: Context) -> Any:
    """Make a guest of a user."""
    user_id = context.id_part("user_id")
    if not context.settings["licensed"]:
        raise AppError("api.team.demote_user_to_guest.license.error", 501)
    if not context.settings["guest_accounts"]:
        raise AppError("api.team.demote_user_to_guest.disabled.error", 501)
    context.require("demote_to_guest")
    user = context.user(user_id)
    if "system_admin" in user["roles"].split() and not context.is_admin:
        raise no_permission()
    if _is_guest(user):
        raise AppError("api.user.demote_user_to_guest.already_guest.app_error", 501)
    _set_guest(context, user, True)
    return STATUS_OK


@ROUTES.post("/users/{user_id}/promote")
def promote_to_user(context: Context) -> Any:
    """Make a user of a guest."""
    user_id = context.id_part("user_id")
    context.require("promote_guest")
    user = context.user(user_id)
    if not _is_guest(user):
        raise AppError("api.user.promote_guest_to_user.no_guest.app_error", 501)
    _set_guest(context, user, False)
    return STATUS_OK


def _is_guest(user: Row) -> bool:
    return "system_guest" in user["roles"].split()


def _set_guest(context: Context, user: Row, guest: bool) -> None:
    """Give a user the roles of a guest, or take them away, on the system and wherever they are a member."""
    roles = "system_guest" if guest else "system_user"
    context.db.change_user(user, roles=roles)
    for session in context.db.sessions_of(user["id"]):
        props = {**session.get("props", {}), "is_guest": str(guest).lower()}
        context.db.change_session(session, roles=roles, props=props)
    context.db.forget_cached_sessions(user["id"])
    for table, kind in ((context.db.team_members, "team"), (context.db.channel_members, "channel")):
        for (_place, user_id), member in table.items():
            if user_id == user["id"]:
                name = kind + ("_guest" if guest else "_user")
                member.update(roles=name, scheme_guest=guest, scheme_user=not guest, scheme_admin=False)


@ROUTES.post("/users/{user_id}/convert_to_bot")
def convert_to_bot(context: Context) -> Any:
    """Make a bot of a user: it owns itself, and what the user had made stays. Older servers end no sessions.

    Disabling it while it owns itself is never answered, on a real server neither: it has to be assigned first.
    """
    user_id = context.id_part("user_id")
    user = context.user(user_id)
    if not context.is_admin:
        raise no_permission()
    if user_id in context.db.bots:
        raise AppError("app.bot.createbot.internal_error", 500)
    now = millis()
    bot: Row = {"user_id": user_id, "username": user["username"], "owner_id": user_id}
    bot.update(create_at=now, update_at=now, delete_at=0)
    if user["first_name"]:
        bot["display_name"] = user["first_name"]
    context.db.bots[user_id] = bot
    context.db.change_user(user, is_bot=True, auth_service="", auth_data="")
    if context.settings.since(SINCE_11):
        revoke_all(context.db, user_id)
    return {**bot, "display_name": user["username"]}


@ROUTES.post("/bots/{bot_user_id}/convert_to_user")
def convert_to_user(context: Context) -> Any:
    """Make a user of a bot, with a password, and a system admin if that is asked."""
    bot = context.db.bots.get(context.id_part("bot_user_id"))
    if bot is None or bot["delete_at"]:
        raise bot_not_found()
    asked = context.json_object()
    if not asked.get("password"):
        raise invalid_param("userPatch")
    if not context.is_admin:
        raise no_permission()
    user = context.user(bot["user_id"])
    set_password(context, user, str(asked["password"]))
    del context.db.bots[bot["user_id"]]
    user.pop("is_bot", None)
    user.pop("bot_description", None)
    fields = {name: asked[name] for name in ("username", "email") if asked.get(name)}
    if context.flag("set_system_admin"):
        fields["roles"] = "system_user system_admin"
    context.db.change_user(user, **fields)
    return shown(context, user, own=True)
