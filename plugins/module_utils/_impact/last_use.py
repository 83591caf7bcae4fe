# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When an integration was last used, as far as the server reports it. Unknown does not mean never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._impact import places

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
    from ansible_collections.offboarding.mattermost.plugins.module_utils._impact.places import Post

STARTS_WITH = 1  # trigger_when of an outgoing webhook


class LastUse:
    """When an integration was last used (`at`, ISO 8601, None if unknown), and how this is known or why not."""

    __slots__ = ("at", "text")

    def __init__(self, moment: int, text: str) -> None:
        self.at = iso(moment)
        self.text = text


def unknown(why: str) -> LastUse:
    """Return an unknown last use."""
    return LastUse(0, "Unknown: %s." % why)


def of_account(server: Server, account: dict[str, Any], token_id: str | None = None) -> LastUse:
    """Return when an account was last active, or when one of its tokens was last used."""

    def fetch() -> list[dict[str, Any]]:
        rows = sessions.rows(server.client, account)
        return [dict(sessions.describe(row, 0), at=milliseconds(row.get("last_activity_at"))) for row in rows]

    try:
        found = server.once("sessions of %s" % account["id"], fetch)
    except MattermostError as error:
        if error.fatal:
            raise
        return unknown("its sessions are not visible")
    moments = [row["at"] for row in found if token_id is None or row["user_access_token_id"] == token_id]
    if not moments:
        return unknown("it has no session left, so it has not been used for a long time")
    return LastUse(max(moments), "Last activity of its session.")


def of_incoming_webhook(server: Server, row: dict[str, Any]) -> LastUse:
    """Return when an incoming webhook last posted to its channel."""
    name = row.get("display_name")

    def is_its(post: Post) -> bool:
        named = not post.display_name or not name or post.display_name == name
        return post.from_webhook and post.user_id == row.get("user_id") and named

    said = "Last post in its channel by a webhook of this account and name."
    return _newest(server, row.get("channel_id"), is_its, said, "it posted nothing")


def of_outgoing_webhook(server: Server, row: dict[str, Any]) -> LastUse:
    """Return when a post last triggered an outgoing webhook."""
    words = row.get("trigger_words")
    words = [word for word in words if isinstance(word, str)] if isinstance(words, list) else []
    starts = row.get("trigger_when") == STARTS_WITH

    def sets_it_off(post: Post) -> bool:
        if post.from_webhook:
            return False
        word = post.first_word
        return not words or word in words or (starts and any(word.startswith(one) for one in words))

    if not row.get("channel_id"):
        return unknown("it monitors every public channel of its team, and Mattermost does not record its calls")
    return _newest(server, row["channel_id"], sets_it_off, "Last post that triggered it.", "nothing triggered it")


def _newest(server: Server, channel_id: Any, is_its: Callable[[Post], bool], said: str, nothing: str) -> LastUse:
    seen = places.posts(server, channel_id) if isinstance(channel_id, str) and channel_id else None
    if seen is None:
        return unknown("the posts of its channel cannot be read")
    found, whole = seen
    moment = max((post.at for post in found if is_its(post)), default=0)
    if moment:
        return LastUse(moment, said)
    if whole:
        return unknown("%s in its channel, where all posts were searched" % nothing)
    back_to = (iso(min(post.at for post in found)) or "")[:10]
    return unknown("%s in its channel since %s, and earlier posts were not searched" % (nothing, back_to))
