# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Posts a message once: an earlier post is found by the key stored in it."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    POST_IN_THE_MAKING,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    UnexpectedShape,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client

# The property of a post that holds its key.
KEY = "offboarding_mattermost_key"
# The number of newest posts of a channel to search for a key, and the page length.
SEARCHED = 1000
_PER_PAGE = 200
_TRIES = 4

NEEDS = "create_post in the channel: is the calling account a member of it?"

# Broader than Mattermost's own definition of a mention, which differs between versions.
_CHANNEL_MENTION = re.compile(r"@(?=(?:all|channel|here)(?![^\W_]))", re.IGNORECASE)


def without_channel_mentions(text: str) -> str:
    """Return a message in which @all, @channel and @here are visible but notify nobody."""
    return _CHANNEL_MENTION.sub("@\u200b", text)


def find(client: Client, channel_id: str, user_id: str, key: str, name: str) -> dict[str, Any] | None:
    """Return the newest post of a user with this key among the last SEARCHED ones of a channel, None if there is none.

    Only the user's own posts count, since anybody can set any property.
    """
    wanted = _hidden(key)
    for page in range(SEARCHED // _PER_PAGE):
        action = "read the last posts of %s" % name
        path = "/channels/%s/posts?page=%d&per_page=%d" % (channel_id, page, _PER_PAGE)
        answer = client.get(path, action, "read_channel in the channel: is the calling account a member of it?")
        rows, order = (answer.get("posts"), answer.get("order")) if isinstance(answer, dict) else (None, None)
        if not isinstance(rows, dict) or not isinstance(order, list):
            raise UnexpectedShape(action=action, url=client.url, expected="a list of posts")
        for post_id in order:
            row = rows.get(post_id) if isinstance(post_id, str) else None
            if isinstance(row, dict) and usable_id(row) and row.get("user_id") == user_id and not row.get("delete_at"):
                props = row.get("props")
                if isinstance(props, dict) and props.get(KEY) == wanted:
                    return row
        if not order:
            break
    return None


def create(
    client: Client, channel_id: str, user_id: str, text: str, key: str | None, name: str, wait: Callable[[float], None]
) -> dict[str, Any]:
    """Post a message and return the post. `wait(seconds)` waits, unless the run is about to end.

    Safe to repeat within half a minute: for that time, Mattermost remembers `pending_post_id` and answers with the
    existing post. While that post is still being created, it answers with a specific error.
    """
    action = "post to %s" % name
    body = {
        "channel_id": channel_id,
        "message": text,
        "props": {KEY: _hidden(key)} if key is not None else {},
        "pending_post_id": "%s:%s" % (user_id, uuid.uuid4().hex),
    }
    for attempt in range(_TRIES):
        try:
            row = client.change("POST", "/posts", body, action, NEEDS)
        except ApiError as error:
            if error.error_id not in POST_IN_THE_MAKING or attempt == _TRIES - 1:
                raise
            wait(1.0)
            continue
        break
    if not isinstance(row, dict) or not usable_id(row) or row.get("channel_id") != channel_id:
        raise UnexpectedShape(action=action, url=client.url, expected="the new post").marked(unknown=True)
    return row


def _hidden(key: str) -> str:
    """Return the value stored for a key, which everybody in the channel can read."""
    return hashlib.sha256(key.encode()).hexdigest()
