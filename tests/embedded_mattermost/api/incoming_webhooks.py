# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Incoming webhooks, managed: an address that posts in the name of whoever it was made for."""

from __future__ import annotations

from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Database, Row
from ..errors import AppError, invalid_param, no_permission
from ..ids import is_valid_username, new_secret
from ..routing import Routes
from ..versions import SINCE_11
from .channels import find_channel

ROUTES = Routes()
OWN, OTHERS = "manage_incoming_webhooks", "manage_others_incoming_webhooks"
TEXT_FIELDS = ("display_name", "description", "username", "icon_url")


def new_incoming_webhook(db: Database, user_id: str, channel: Row, **fields: Any) -> Row:
    """Insert a webhook."""
    now = millis()
    row: Row = {"id": new_secret(), "create_at": now, "update_at": now, "delete_at": 0, "user_id": user_id}
    row.update(channel_id=channel["id"], team_id=channel["team_id"], **dict.fromkeys(TEXT_FIELDS, ""))
    row.update({"channel_locked": False, **fields})
    db.incoming_webhooks[row["id"]] = row
    return row


def _require_feature(context: Context) -> None:
    context.require_feature("incoming_webhooks", "api.incoming_webhook.disabled.app_error")


def _find(context: Context) -> Row:
    """The webhook of the address."""
    hook_id = context.id_part("hook_id")
    _require_feature(context)
    hook = context.db.incoming_webhooks.get(hook_id)
    if hook is None or hook["delete_at"]:
        raise AppError("app.webhooks.get_incoming.app_error", 404)
    return hook


def _require_manage(context: Context, hook: Row) -> None:
    """Refuse a caller who may not manage a webhook; the log keeps that they tried."""
    channel = find_channel(context, hook["channel_id"])
    hidden = channel["type"] != "O" and not context.can_in_channel(channel["id"], "read_channel")
    if hidden or not context.can_in_team(hook["team_id"], OWN):
        context.audit("fail - bad permissions")
        raise no_permission()
    if hook["user_id"] != context.caller_id and not context.can_in_team(hook["team_id"], OTHERS):
        context.audit("fail - inappropriate permissions")
        raise no_permission()


@ROUTES.post("/hooks/incoming")
def create_incoming_webhook(context: Context) -> Any:
    """Make a webhook, for oneself or, with the permission, for somebody else."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("incoming_webhook")
    channel = find_channel(context, str(asked.get("channel_id", "")))
    context.audit("attempt")
    context.require_in_team(channel["team_id"], OWN)
    if channel["type"] != "O" and not context.can_in_channel(channel["id"], "read_channel"):
        context.audit("fail - bad channel permissions")
        raise no_permission()
    user_id = asked.get("user_id") or context.caller_id
    if user_id != context.caller_id:
        if not context.can_in_team(channel["team_id"], OTHERS):
            which = "inappropriate" if context.settings.since(SINCE_11) else "innapropriate"
            context.audit("fail - %s permissions" % which)
            raise no_permission()
        context.user(user_id)
    _require_feature(context)
    if asked.get("username") and not is_valid_username(asked["username"]):
        raise AppError("api.incoming_webhook.invalid_username.app_error", 400)
    fields = {name: asked[name] for name in TEXT_FIELDS + ("channel_locked",) if name in asked}
    row = new_incoming_webhook(context.db, user_id, channel, **fields)
    context.audit("success")
    return Created(row)


@ROUTES.get("/hooks/incoming")
def get_incoming_webhooks(context: Context) -> Any:
    """Webhooks by page; without the permission for others' only the caller's own."""
    team_id = context.query("team_id")
    if team_id:
        context.require_in_team(team_id, OWN)
        others = context.can_in_team(team_id, OTHERS)
    else:
        context.require(OWN)
        others = context.can(OTHERS)
    _require_feature(context)
    rows = [row for row in context.db.incoming_webhooks.values() if not row["delete_at"]]
    rows = [row for row in rows if not team_id or row["team_id"] == team_id]
    rows = [row for row in rows if others or row["user_id"] == context.caller_id]
    if context.flag("include_total_count") and context.settings.since(SINCE_11):
        return {"incoming_webhooks": context.page(rows), "total_count": len(rows)}
    return context.page(rows)


@ROUTES.get("/hooks/incoming/{hook_id}")
def get_incoming_webhook(context: Context) -> Any:
    """One webhook. The log keeps who read it, and with its path the id, which is the secret."""
    hook = _find(context)
    context.audit("attempt")
    _require_manage(context, hook)
    context.audit("success")
    return hook


@ROUTES.put("/hooks/incoming/{hook_id}")
def update_incoming_webhook(context: Context) -> Any:
    """Change where a webhook posts and what it is called; whose it is stays."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("incoming_webhook")
    if asked.get("id") != context.id_part("hook_id"):
        raise invalid_param("hook_id")
    context.audit("attempt")
    hook = _find(context)
    channel = find_channel(context, str(asked.get("channel_id", "")))
    if (asked.get("team_id") or hook["team_id"]) != hook["team_id"]:
        raise AppError("api.webhook.team_mismatch.app_error", 400)
    if channel["team_id"] != hook["team_id"]:
        raise invalid_param("channel_id")
    _require_manage(context, hook)
    fields = {name: asked[name] for name in TEXT_FIELDS + ("channel_locked",) if name in asked}
    hook.update(fields, channel_id=channel["id"], update_at=millis())
    context.db.incoming_webhooks[hook["id"]] = context.db.incoming_webhooks.pop(hook["id"])  # lists have no order
    context.audit("success")
    return Created(hook)


@ROUTES.delete("/hooks/incoming/{hook_id}")
def delete_incoming_webhook(context: Context) -> Any:
    """End a webhook. Only where that is refused does the log keep a row."""
    hook = _find(context)
    _require_manage(context, hook)
    now = millis()
    hook.update(delete_at=now, update_at=now)
    return STATUS_OK
