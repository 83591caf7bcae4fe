# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Outgoing webhooks: what is posted goes to an address that whoever made it has chosen."""

from __future__ import annotations

from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Database, Row
from ..errors import AppError, invalid_param, no_permission
from ..ids import is_http_url, is_valid_id, new_id, new_secret
from ..routing import Routes
from ..versions import SINCE_11
from .channels import find_channel

ROUTES = Routes()
OWN, OTHERS = "manage_outgoing_webhooks", "manage_others_outgoing_webhooks"
TEXT_FIELDS = ("display_name", "description", "content_type", "username", "icon_url")


def new_outgoing_webhook(
    db: Database, creator_id: str, team_id: str, trigger_words: list[str], callback_urls: list[str], **fields: Any
) -> Row:
    """Insert a webhook."""
    now = millis()
    row: Row = {"id": new_id(), "token": new_secret(), "create_at": now, "update_at": now, "delete_at": 0}
    row.update(creator_id=creator_id, channel_id="", team_id=team_id, trigger_words=trigger_words, trigger_when=0)
    row.update(callback_urls=callback_urls, **{**dict.fromkeys(TEXT_FIELDS, ""), **fields})
    db.outgoing_webhooks[row["id"]] = row
    return row


def _require_feature(context: Context) -> None:
    context.require_feature("outgoing_webhooks", "api.outgoing_webhook.disabled.app_error")


def _find(context: Context) -> Row:
    """The webhook of the address, for a caller who may manage it; the log keeps who asked for it."""
    hook_id = context.id_part("hook_id")
    _require_feature(context)
    hook = context.db.outgoing_webhooks.get(hook_id)
    if hook is None or hook["delete_at"]:
        raise AppError("app.webhooks.get_outgoing.app_error", 404)
    context.audit("attempt")
    context.require_in_team(hook["team_id"], OWN)
    if hook["creator_id"] != context.caller_id and not context.can_in_team(hook["team_id"], OTHERS):
        context.audit("fail - inappropriate permissions")
        raise no_permission()
    return hook


@ROUTES.post("/hooks/outgoing")
def create_outgoing_webhook(context: Context) -> Any:
    """Make a webhook, for oneself or, with the permission, for somebody else."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("outgoing_webhook")
    team_id = str(asked.get("team_id", ""))
    context.audit("attempt")
    context.require_in_team(team_id, OWN)
    if asked.get("creator_id"):
        if not context.can_in_team(team_id, OTHERS):
            which = "inappropriate" if context.settings.since(SINCE_11) else "innapropriate"
            context.audit("fail - %s permissions" % which)
            raise no_permission()
        context.user(asked["creator_id"])
    try:
        row = _make(context, asked, team_id)
    except AppError:
        context.audit("fail")
        raise
    context.audit("success")
    return Created(row)


def _make(context: Context, asked: dict[str, Any], team_id: str) -> Row:
    _require_feature(context)
    creator_id = asked.get("creator_id") or context.caller_id
    words, urls = asked.get("trigger_words") or [], asked.get("callback_urls") or []
    channel_id = asked.get("channel_id") or ""
    if channel_id:
        channel = find_channel(context, channel_id)
        if channel["type"] != "O":
            raise AppError("api.outgoing_webhook.disabled.app_error", 403)
        if channel["team_id"] != team_id:
            raise AppError("api.webhook.create_outgoing.permissions.app_error", 403)
    elif not words:
        raise AppError("api.webhook.create_outgoing.triggers.app_error", 400)
    for other in context.db.outgoing_webhooks.values():
        same_place = other["team_id"] == team_id and other["channel_id"] == channel_id and not other["delete_at"]
        if same_place and set(other["callback_urls"]) & set(urls) and set(other["trigger_words"]) & set(words):
            raise AppError("api.webhook.create_outgoing.intersect.app_error", 500)
    if not is_valid_id(team_id):
        raise AppError("model.outgoing_hook.is_valid.team_id.app_error", 400)
    if not urls:
        raise AppError("model.outgoing_hook.is_valid.callback.app_error", 400)
    if not all(is_http_url(url) for url in urls):
        raise AppError("model.outgoing_hook.is_valid.url.app_error", 400)
    fields = {name: asked[name] for name in TEXT_FIELDS + ("channel_id", "trigger_when") if name in asked}
    return new_outgoing_webhook(context.db, creator_id, team_id, words, urls, **fields)


@ROUTES.get("/hooks/outgoing")
def get_outgoing_webhooks(context: Context) -> Any:
    """Webhooks by page; without the permission for others' only the caller's own."""
    team_id, channel_id = context.query("team_id"), context.query("channel_id")
    if channel_id:
        if not context.can_in_channel(channel_id, OWN):
            raise no_permission()
        others = context.can_in_channel(channel_id, OTHERS)
    elif team_id:
        context.require_in_team(team_id, OWN)
        others = context.can_in_team(team_id, OTHERS)
    else:
        context.require(OWN)
        others = context.can(OTHERS)
    _require_feature(context)
    rows = [row for row in context.db.outgoing_webhooks.values() if not row["delete_at"]]
    if channel_id:
        rows = [row for row in rows if row["channel_id"] == channel_id]
    elif team_id:
        rows = [row for row in rows if row["team_id"] == team_id]
    return context.page([row for row in rows if others or row["creator_id"] == context.caller_id])


@ROUTES.get("/hooks/outgoing/{hook_id}")
def get_outgoing_webhook(context: Context) -> Any:
    """One webhook."""
    hook = _find(context)
    context.audit("success")
    return hook


@ROUTES.delete("/hooks/outgoing/{hook_id}")
def delete_outgoing_webhook(context: Context) -> Any:
    """End a webhook."""
    now = millis()
    _find(context).update(delete_at=now, update_at=now)
    context.audit("success")
    return STATUS_OK


@ROUTES.post("/hooks/outgoing/{hook_id}/regen_token")
def regenerate_token(context: Context) -> Any:
    """Give a webhook another token."""
    hook = _find(context)
    hook.update(token=new_secret(), update_at=millis())
    context.db.outgoing_webhooks[hook["id"]] = context.db.outgoing_webhooks.pop(hook["id"])  # lists have no order
    context.audit("success")
    return hook
