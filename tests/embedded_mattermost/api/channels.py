# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels and posts, as far as webhooks and commands need them."""

from __future__ import annotations

import re
from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param, no_permission
from ..ids import is_valid_id
from ..outbound import trigger_outgoing_webhooks
from ..routing import Routes
from ..teams import join_channel, new_channel, new_post

ROUTES = Routes()
VALID_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\Z")


def find_channel(context: Context, channel_id: str) -> Row:
    """A channel, or the error that there is none."""
    channel = context.db.channels.get(channel_id)
    if channel is None:
        raise AppError("app.channel.get.existing.app_error", 404)
    return channel


def _require_read(context: Context, channel: Row) -> None:
    if channel["type"] == "O" and context.can_in_team(channel["team_id"], "read_public_channel"):
        return
    if not context.can_in_channel(channel["id"], "read_channel"):
        raise no_permission()


@ROUTES.post("/channels")
def create_channel(context: Context) -> Any:
    """Make a channel."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("channel")
    team_id, kind = str(asked.get("team_id", "")), asked.get("type")
    if kind in ("O", "P"):
        context.require_in_team(team_id, "create_public_channel" if kind == "O" else "create_private_channel")
    else:
        raise AppError("model.channel.is_valid.type.app_error", 400)
    name = str(asked.get("name", ""))
    if not VALID_NAME.match(name) or not 2 <= len(name) <= 64:
        raise AppError("model.channel.is_valid.2_or_more.app_error", 400)
    if any(row["team_id"] == team_id and row["name"] == name for row in context.db.channels.values()):
        raise AppError("store.sql_channel.save_channel.exists.app_error", 400)
    display_name = str(asked.get("display_name", "")) or name
    return Created(new_channel(context.db, team_id, name, display_name, context.caller_id, type=kind))


@ROUTES.get("/channels/{channel_id}")
def get_channel(context: Context) -> Any:
    """One channel."""
    channel = find_channel(context, context.id_part("channel_id"))
    _require_read(context, channel)
    return channel


@ROUTES.get("/teams/{team_id}/channels")
def get_public_channels(context: Context) -> Any:
    """The public channels of a team by page."""
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "list_team_channels")
    rows = [row for row in context.db.channels.values() if row["team_id"] == team_id and row["type"] == "O"]
    return context.page(sorted(rows, key=lambda row: row["display_name"]))


@ROUTES.get("/teams/{team_id}/channels/name/{channel_name}")
def get_channel_by_name(context: Context) -> Any:
    """One channel of a team by name."""
    team_id, name = context.id_part("team_id"), context.part("channel_name")
    for channel in context.db.channels.values():
        if channel["team_id"] == team_id and channel["name"] == name:
            _require_read(context, channel)
            return channel
    raise AppError("app.channel.get_by_name.missing.app_error", 404)


@ROUTES.post("/channels/{channel_id}/members")
def add_member(context: Context) -> Any:
    """Make somebody a member."""
    channel_id = context.id_part("channel_id")
    user_id = context.json_object().get("user_id")
    if not isinstance(user_id, str) or not is_valid_id(user_id):
        raise invalid_param("user_id")
    channel = find_channel(context, channel_id)
    member = context.db.channel_members.get((channel_id, user_id))
    if member is None:
        kind = "public" if channel["type"] == "O" else "private"
        if user_id == context.caller_id and kind == "public":
            context.require_in_team(channel["team_id"], "join_public_channels")
        elif not context.can_in_channel(channel_id, "manage_%s_channel_members" % kind):
            raise no_permission()
        context.user(user_id)
        member = join_channel(context.db, channel_id, user_id)
    return Created(member)


@ROUTES.get("/channels/{channel_id}/posts")
def get_posts(context: Context) -> Any:
    """The posts of a channel by page, newest first."""
    channel_id = context.id_part("channel_id")
    if not context.can_in_channel(channel_id, "read_channel"):
        raise no_permission()
    rows = [row for row in context.db.posts.values() if row["channel_id"] == channel_id and not row["delete_at"]]
    page = context.page(rows[::-1])
    return {
        "order": [row["id"] for row in page],
        "posts": {row["id"]: row for row in page},
        "next_post_id": "",
        "prev_post_id": "",
    }


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
    post = new_post(context.db, find_channel(context, channel_id), context.caller_id, message, props=props)
    context.db.hidden[context.caller_id]["last_activity_at"] = post["create_at"]
    trigger_outgoing_webhooks(context, post)
    return Created(post)


def _find_post(context: Context) -> Row:
    post = context.db.posts.get(context.id_part("post_id"))
    if post is None or post["delete_at"]:
        raise AppError("app.post.get.app_error", 404)
    return post


@ROUTES.get("/posts/{post_id}")
def get_post(context: Context) -> Any:
    """One post."""
    post = _find_post(context)
    _require_read(context, find_channel(context, post["channel_id"]))
    return post


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
