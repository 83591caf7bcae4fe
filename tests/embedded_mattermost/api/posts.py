# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Posts."""

from __future__ import annotations

import re
from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param, no_permission
from ..outbound import trigger_outgoing_webhooks
from ..routing import Routes
from ..teams import new_post
from ..versions import SINCE_11
from ..wire_format import as_version
from .channels import find_channel, require_read

ROUTES = Routes()
LONGEST = 16383
PENDING_MILLIS = 30 * 1000
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
# What tells all who are in a channel (@here tells those who are there, and is not counted).
CHANNEL_MENTION = re.compile(r"(?<![\w@])@(?:all|channel)(?![_.:-]*[^\W_])", re.IGNORECASE)


@ROUTES.get("/channels/{channel_id}/posts")
def get_posts(context: Context) -> Any:
    """The posts of a channel by page, newest first."""
    channel_id = context.id_part("channel_id")
    if not context.can_in_channel(channel_id, "read_channel"):
        raise no_permission()
    rows = [row for row in context.db.posts.values() if row["channel_id"] == channel_id and not row["delete_at"]]
    page = context.page(rows[::-1])
    told: dict[str, Any] = {
        "order": [row["id"] for row in page],
        "posts": {row["id"]: _shown(context, row) for row in page},
        "next_post_id": "",
        "prev_post_id": "",
    }
    return {**told, "first_inaccessible_post_time": 0} if context.settings.since(SINCE_11) else told


def _shown(context: Context, post: Row) -> Any:
    return as_version(context.settings, "post", post)


@ROUTES.post("/posts")
def create_post(context: Context) -> Any:
    """Post as oneself; outgoing webhooks that wait for its first word are called."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("post")
    channel_id = str(asked.get("channel_id", ""))
    if not context.can_in_channel(channel_id, "create_post"):
        raise no_permission()
    props = asked.get("props") or {}
    message = str(asked.get("message", ""))
    if len(message) > LONGEST:
        newer = context.settings.since(SINCE_11)
        raise AppError("model.post.is_valid.%s.app_error" % ("message_length" if newer else "msg"), 400)
    pending_id = str(asked.get("pending_post_id") or "")
    until, known = context.db.pending_posts.get(pending_id, (0, ""))
    if pending_id and until > millis() and known in context.db.posts:
        return Created(_shown(context, context.db.posts[known]))
    fields = {"remote_id": ""} if context.settings.since(SINCE_11) else {}
    post = new_post(context.db, find_channel(context, channel_id), context.caller_id, message, props=props, **fields)
    if pending_id:
        context.db.pending_posts[pending_id] = (post["create_at"] + PENDING_MILLIS, post["id"])
    context.db.hidden[context.caller_id]["last_activity_at"] = post["create_at"]
    _count_mentions(context, post)
    trigger_outgoing_webhooks(context, post)
    return Created(_shown(context, post))


def _count_mentions(context: Context, post: Row) -> None:
    if CHANNEL_MENTION.search(CODE.sub("", post["message"])):
        for (channel_id, user_id), member in context.db.channel_members.items():
            if channel_id == post["channel_id"] and user_id != post["user_id"]:
                member["mention_count"] += 1


def _find_post(context: Context) -> Row:
    post = context.db.posts.get(context.id_part("post_id"))
    if post is None or post["delete_at"]:
        raise AppError("app.post.get.app_error", 404)
    return post


@ROUTES.get("/posts/{post_id}")
def get_post(context: Context) -> Any:
    """One post."""
    post = _find_post(context)
    require_read(context, find_channel(context, post["channel_id"]))
    return _shown(context, post)


@ROUTES.delete("/posts/{post_id}")
def delete_post(context: Context) -> Any:
    """Take a post back."""
    post = _find_post(context)
    own = post["user_id"] == context.caller_id
    if not context.can_in_channel(post["channel_id"], "delete_post" if own else "delete_others_posts"):
        raise no_permission()
    now = millis()
    post.update(delete_at=now, update_at=now)
    return STATUS_OK
