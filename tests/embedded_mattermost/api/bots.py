# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bots: accounts that belong to an account."""

from __future__ import annotations

from typing import Any

from ..accounts import check_new, set_bot_active, user_row
from ..clock import millis
from ..context import Context, Created
from ..database import Database, Row
from ..errors import AppError, bot_not_found, invalid_param, no_permission
from ..ids import is_valid_id
from ..routing import Routes

ROUTES = Routes()


def new_bot(db: Database, username: str, owner_id: str, display_name: str = "", description: str = "") -> Row:
    """Insert a bot and the user behind it."""
    user = user_row(username, username + "@localhost", first_name=display_name, is_bot=True)
    if description:
        user["bot_description"] = description
    db.add_user(user)
    now = millis()
    row = {"user_id": user["id"], "username": username, "owner_id": owner_id}
    row.update(create_at=now, update_at=now, delete_at=0)
    if display_name:
        row["display_name"] = display_name
    if description:
        row["description"] = description
    db.bots[user["id"]] = row
    return row


def may_manage_bot(context: Context, user_id: str) -> bool:
    """Whether a user is a bot that the caller may manage."""
    bot = context.db.bots.get(user_id)
    if bot is None:
        return False
    return context.can("manage_bots" if bot["owner_id"] == context.caller_id else "manage_others_bots")


def _require_manage(context: Context, user_id: str) -> Row:
    """The bot, for a caller who may manage it. Whoever may not even read it is told that there is none."""
    bot = context.db.bots.get(user_id)
    if bot is None:
        raise bot_not_found()
    own = bot["owner_id"] == context.caller_id
    if not context.can("manage_bots" if own else "manage_others_bots"):
        raise no_permission() if context.can("read_bots" if own else "read_others_bots") else bot_not_found()
    return bot


@ROUTES.post("/bots")
def create_bot(context: Context) -> Any:
    """Make a bot that belongs to the caller."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("bot")
    context.require("create_bot")
    if context.db.users.get(context.caller_id, {}).get("is_bot"):
        raise no_permission()
    if not context.settings.feature("bots"):
        raise AppError("api.bot.create_disabled", 403)
    username = str(asked.get("username", "")).lower()
    check_new(context.server, username, username + "@localhost")
    names = str(asked.get("display_name", "")), str(asked.get("description", ""))
    return Created(new_bot(context.db, username, context.caller_id, *names))


@ROUTES.get("/bots")
def get_bots(context: Context) -> Any:
    """Bots by page: all of them, or only the caller's own where the permission to see others' is missing."""
    rows = list(context.db.bots.values())
    if not context.can("read_others_bots"):
        context.require("read_bots")
        rows = [row for row in rows if row["owner_id"] == context.caller_id]
    if not context.flag("include_deleted"):
        rows = [row for row in rows if not row["delete_at"]]
    if context.flag("only_orphaned"):
        rows = [row for row in rows if context.db.users.get(row["owner_id"], {}).get("delete_at")]
    return context.page(sorted(rows, key=lambda row: (row["create_at"], row["username"])))


@ROUTES.get("/bots/{bot_user_id}")
def get_bot(context: Context) -> Any:
    """One bot."""
    bot = context.db.bots.get(context.id_part("bot_user_id"))
    if bot is None or bot["delete_at"] and not context.flag("include_deleted"):
        raise bot_not_found()
    own = bot["owner_id"] == context.caller_id
    if not context.can("read_others_bots") and not (own and context.can("read_bots")):
        raise bot_not_found()
    return bot


@ROUTES.put("/bots/{bot_user_id}")
def patch_bot(context: Context) -> Any:
    """Change what a bot is called."""
    bot = _require_manage(context, context.id_part("bot_user_id"))
    asked = context.json_object()
    username = str(asked.get("username") or bot["username"]).lower()
    user = context.db.users.get(bot["user_id"])
    if username != bot["username"] and user is not None:
        check_new(context.server, username, username + "@localhost")
        context.db.change_user(user, username=username, email=username + "@localhost")
    bot.update({name: asked[name] for name in ("display_name", "description") if asked.get(name)}, update_at=millis())
    bot["username"] = username
    return bot


@ROUTES.post("/bots/{bot_user_id}/disable")
def disable_bot(context: Context) -> Any:
    """Disable a bot; the tokens of the bot stay."""
    return _update_active(context, False)


@ROUTES.post("/bots/{bot_user_id}/enable")
def enable_bot(context: Context) -> Any:
    """Enable a bot."""
    return _update_active(context, True)


def _update_active(context: Context, active: bool) -> Row:
    bot = _require_manage(context, context.id_part("bot_user_id"))
    set_bot_active(context.server, bot, active)
    return bot


@ROUTES.post("/bots/{bot_user_id}/assign/{user_id}")
def assign_bot(context: Context) -> Any:
    """Give a bot to another account, whether there is one of that id or not."""
    user_id = context.id_part("user_id")
    bot = _require_manage(context, context.id_part("bot_user_id"))
    if not is_valid_id(user_id) or context.db.users.get(user_id, {}).get("is_bot"):
        raise no_permission()
    bot.update(owner_id=user_id, update_at=millis())
    return bot
