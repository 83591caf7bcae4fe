# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of mattermost_message: post a message to a channel or a user, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import channels, posts, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import EmptyMessage
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call


def prepare(params: dict[str, Any]) -> str:
    """Validate without the server and return the text. Raises InputError, since Mattermost posts empty messages."""
    if not params["text"].strip():
        raise EmptyMessage()
    text: str = params["text"].rstrip()
    return text if params["channel_mentions"] else posts.without_channel_mentions(text)


def post(call: Call) -> dict[str, Any]:
    """Post the message, unless the calling account has posted one with the same key."""
    me = user_lookup.who_am_i(call.client)
    key = call.params["key"] or None
    channel, name = _channel(call, me)
    found = posts.find(call.client, channel["id"], me["id"], key, name) if channel and key else None
    changed = found is None
    # Only check mode does not create a direct channel.
    if changed and not call.check_mode and channel is not None:
        found = _create(call, me, channel["id"], key, name)
    out = {
        "changed": changed,
        "already_posted": not changed,
        "channel": _shape(channel) if channel else None,
        "post": _post(call, channel, found) if found and channel else None,
        "summary": {"requests": call.client.requests, "retries": call.client.retried},
    }
    if call.diff_mode:
        out["diff"] = {"before": "", "after": call.prepared + "\n" if changed else ""}
    return out


def _channel(call: Call, me: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """Return the channel, None if check mode would have to create it, and its name for messages."""
    if call.params["user"] is None:
        row = channels.find(call.client, call.params["channel"], call.params["team"])
        return row, "the channel %s" % (one_line(row.get("name"), 80) or row["id"])
    [target] = user_lookup.resolve(call.client, call.pool, [call.params["user"]])
    other: dict[str, Any] = target.user or {}
    find = channels.existing_direct if call.check_mode else channels.direct
    return find(call.client, me, other), user_lookup.name(other)


def _create(call: Call, me: dict[str, Any], channel_id: str, key: str | None, name: str) -> dict[str, Any]:
    try:
        return posts.create(call.client, channel_id, me["id"], call.prepared, key, name, call.pool.wait)
    except MattermostError as error:
        # The request was sent without an answer: the key shows whether the message was posted.
        found = _arrived(call, me, channel_id, key, name) if error.unknown and not error.fatal else None
        if found is None:
            raise
        return found


def _arrived(call: Call, me: dict[str, Any], channel_id: str, key: str | None, name: str) -> dict[str, Any] | None:
    try:
        return posts.find(call.client, channel_id, me["id"], key, name) if key else None
    except MattermostError:
        return None  # the first error is more informative


def _shape(channel: dict[str, Any]) -> dict[str, Any]:
    team = channel.get("team") or {}
    return {
        "id": channel["id"],
        "name": one_line(channel.get("name"), 128),
        "display_name": one_line(channel.get("display_name"), 128),
        "team": one_line(team.get("name"), 128) or None,
        "direct": channel.get("type") == "D",
    }


def _post(call: Call, channel: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    team = _shape(channel)["team"]
    link = "%s/%s/pl/%s" % (call.client.url, team, row["id"]) if team else None
    return {"id": row["id"], "created_at": iso(row.get("create_at")), "link": link}
