# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that the server itself sends: to outgoing webhooks and to slash commands."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from .errors import AppError

if TYPE_CHECKING:
    from .context import Context
    from .database import Row

TIMEOUT = ClientTimeout(total=10)


def trigger_outgoing_webhooks(context: Context, post: Row) -> None:
    """Call the outgoing webhooks that want a post, and do not wait for them."""
    channel = context.db.channels[post["channel_id"]]
    if not context.settings.feature("outgoing_webhooks") or channel["type"] != "O":
        return
    word = (post["message"].split() or [""])[0]
    for hook in context.db.outgoing_webhooks.values():
        if hook["delete_at"] or hook["team_id"] != channel["team_id"] or hook["channel_id"] not in ("", channel["id"]):
            continue
        words = hook["trigger_words"]
        starts = hook["trigger_when"] == 1 and any(word.startswith(trigger) for trigger in words)
        if not words and hook["channel_id"] or word in words or starts:
            context.server.go_on(_call_outgoing_webhook(context, hook, post, channel, word))


async def _call_outgoing_webhook(context: Context, hook: Row, post: Row, channel: Row, word: str) -> None:
    payload = {
        "token": hook["token"],
        "team_id": hook["team_id"],
        "team_domain": context.db.teams[hook["team_id"]]["name"],
        "channel_id": channel["id"],
        "channel_name": channel["name"],
        "timestamp": post["create_at"],
        "user_id": post["user_id"],
        "user_name": context.db.users.get(post["user_id"], {}).get("username", ""),
        "post_id": post["id"],
        "text": post["message"],
        "trigger_word": word,
        "file_ids": "",
    }
    as_json = hook["content_type"] == "application/json"
    form = {key: str(value) for key, value in payload.items()}
    body: dict[str, Any] = {"json": payload} if as_json else {"data": form}
    async with ClientSession(timeout=TIMEOUT) as session:
        for url in hook["callback_urls"]:
            try:
                async with session.post(url, **body):
                    pass
            except (ClientError, OSError, asyncio.TimeoutError):
                continue


async def call_command(context: Context, command: Row, channel: Row, text: str) -> Row:
    """Send a slash command to where it lives and return what came back."""
    fields = {
        "token": command["token"],
        "team_id": command["team_id"],
        "team_domain": context.db.teams[command["team_id"]]["name"],
        "channel_id": channel["id"],
        "channel_name": channel["name"],
        "user_id": context.caller_id,
        "user_name": context.user(context.caller_id)["username"],
        "command": "/" + command["trigger"],
        "text": text,
    }
    headers = {"Accept": "application/json", "Authorization": "Token " + command["token"]}
    failed = AppError("api.command.execute_command.failed.app_error", 500, trigger=command["trigger"])
    get = command["method"] == "G"
    body: dict[str, Any] = {"params": fields} if get else {"data": fields}
    try:
        async with ClientSession(timeout=TIMEOUT) as session:
            async with session.request("GET" if get else "POST", command["url"], headers=headers, **body) as answer:
                if answer.status != 200:
                    raise failed
                if "json" in answer.content_type:
                    told = await answer.json()
                    return told if isinstance(told, dict) else {}
                return {"text": await answer.text()}
    except (ClientError, OSError, ValueError, asyncio.TimeoutError) as error:
        raise failed from error
