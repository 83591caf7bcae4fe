# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is sent to the address of an incoming webhook, and becomes a post."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from ..context import Context
from ..database import Row
from ..errors import AppError
from ..routing import Routes
from ..teams import direct_channel, new_post
from ..versions import SINCE_11
from .channels import find_channel

ROUTES = Routes()


@ROUTES.post("/hooks/{hook_id}", base="", session_required=False, trusted=True)
def post_to_incoming_webhook(context: Context) -> Any:
    """Post. It asks for nothing but the address, and not whether the account behind it is still active."""
    asked = _payload(context)
    newer = context.settings.since(SINCE_11)
    if asked is None and newer:
        raise AppError("web.incoming_webhook.decode.app_error", 400)
    try:
        _post(context, asked)
    except AppError as error:
        if not newer:
            raise
        # The reason stays inside, but for the status.
        raise AppError("web.incoming_webhook.general.app_error", error.status) from error
    return web.Response(body=b"ok", headers={"Content-Type": "text/plain"})


def _post(context: Context, asked: dict[str, Any] | None) -> None:
    if not context.settings.feature("incoming_webhooks"):
        raise AppError("web.incoming_webhook.disabled.app_error", 501)
    if asked is None:
        raise AppError("model.incoming_hook.parse_data.app_error", 400)
    text = str(asked.get("text") or "")
    if not text and not asked.get("attachments"):
        raise AppError("web.incoming_webhook.text.app_error", 400)
    hook = context.db.incoming_webhooks.get(context.part("hook_id"))
    if hook is None or hook["delete_at"]:
        raise AppError("web.incoming_webhook.invalid.app_error", 400)
    channel = _channel(context, hook, str(asked.get("channel") or ""))
    if hook["channel_locked"] and channel["id"] != hook["channel_id"]:
        raise AppError("web.incoming_webhook.channel_locked.app_error", 403)
    if hook["user_id"] not in context.db.users:
        raise AppError("web.incoming_webhook.user.app_error", 403)
    if channel["type"] != "O" and (channel["id"], hook["user_id"]) not in context.db.channel_members:
        raise AppError("web.incoming_webhook.permissions.app_error", 403)
    props = {"from_webhook": "true", "webhook_display_name": hook["display_name"]}
    new_post(context.db, channel, hook["user_id"], text, props=props)


def _channel(context: Context, hook: Row, name: str) -> Row:
    if not name:
        return find_channel(context, hook["channel_id"])
    if name.startswith("@"):
        # Straight to somebody: their channel with the account behind the webhook is opened for it.
        user = context.db.user_by_username(name[1:])
        if user is None:
            raise AppError("web.incoming_webhook.user.app_error", 400)
        return direct_channel(context.db, hook["user_id"], user["id"])
    for channel in context.db.channels.values():
        if channel["team_id"] == hook["team_id"] and channel["name"] == name.lstrip("#"):
            return channel
    raise AppError("web.incoming_webhook.channel.app_error", 404)


def _payload(context: Context) -> dict[str, Any] | None:
    body: Any = context.raw_body
    if context.request.content_type == "application/x-www-form-urlencoded":
        body = parse_qs(body.decode("utf-8", "replace")).get("payload", [""])[0]
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    return asked if isinstance(asked, dict) else None
