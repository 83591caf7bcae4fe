# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The channels and teams that integrations work in: their names, members and latest posts.

Each is requested once, no matter how many integrations it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import teams, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The number of posts of a channel to search: one page.
POSTS = 100
# The number of teams of a bot to search if the server lists channels by team.
_TEAMS = 5
_ACROSS_TEAMS = (6, 1, 0)


class Place:
    """A channel or a whole team. `members` is the number of active members, None if unknown.

    `people` contains the names of some of them.
    """

    __slots__ = ("archived", "channel", "id", "members", "people", "private", "team")

    def __init__(self, place_id: str, team: str | None, channel: str | None) -> None:
        self.id = place_id
        self.team = team
        self.channel = channel
        self.private = False
        self.archived = False
        self.members: int | None = None
        self.people: list[str] = []


class Post:
    """The values of a post that show what posted it."""

    __slots__ = ("at", "display_name", "first_word", "from_webhook", "user_id")

    def __init__(self, raw: dict[str, Any]) -> None:
        props = raw.get("props")
        props = props if isinstance(props, dict) else {}
        message = raw.get("message")
        self.at = milliseconds(raw.get("create_at"))
        self.user_id = raw.get("user_id")
        self.from_webhook = props.get("from_webhook") == "true"
        self.display_name = props.get("webhook_display_name")
        self.first_word = (message.split() or [""])[0] if isinstance(message, str) else ""


def channel(server: Server, channel_id: Any, people_shown: int, but: frozenset[str]) -> Place | None:
    """Return a channel, None if it is not visible. Users whose ids are in `but` are not named."""
    if not isinstance(channel_id, str) or not usable_id({"id": channel_id}):
        return None

    def fetch() -> Place | None:
        raw = _quietly(lambda: server.client.get("/channels/" + channel_id, "read a channel", "read_channel"))
        if not isinstance(raw, dict):
            return None
        place = Place(channel_id, _team_name(server, raw.get("team_id")), one_line(raw.get("display_name"), 80))
        place.private = raw.get("type") != "O"
        place.archived = milliseconds(raw.get("delete_at")) > 0
        stats = _quietly(lambda: server.client.get("/channels/%s/stats" % channel_id, "count who is in a channel"))
        place.members = _count(stats, "member_count")
        if people_shown:
            # A few more than are shown, since leavers and bots are omitted.
            path = "/users?in_channel=%s&active=true&page=0&per_page=%d" % (channel_id, people_shown + 10)
            rows = _quietly(lambda: server.client.rows(path, "list who is in a channel")) or []
            place.people = [_called(row) for row in rows if row.get("id") not in but and row.get("is_bot") is not True]
            place.people = place.people[:people_shown]
        return place

    found: Place | None = server.once("place " + channel_id, fetch)
    return found


def team(server: Server, team_id: Any) -> Place | None:
    """Return a whole team, None if it is not visible."""
    if not isinstance(team_id, str) or not usable_id({"id": team_id}):
        return None

    def fetch() -> Place:
        place = Place(team_id, _team_name(server, team_id), None)
        stats = _quietly(lambda: server.client.get("/teams/%s/stats" % team_id, "count who is in a team", "view_team"))
        place.members = _count(stats, "active_member_count")
        return place

    found: Place = server.once("place " + team_id, fetch)
    return found


def posts(server: Server, channel_id: str) -> tuple[list[Post], bool] | None:
    """Return the last posts of a channel, newest first, and whether these are all. None if they cannot be read."""

    def fetch() -> tuple[list[Post], bool] | None:
        path = "/channels/%s/posts?page=0&per_page=%d" % (channel_id, POSTS)
        answer = _quietly(lambda: server.client.get(path, "read the last posts of a channel", "read_channel"))
        rows = answer.get("posts") if isinstance(answer, dict) else None
        if not isinstance(rows, dict):
            return None
        found = [Post(row) for row in rows.values() if isinstance(row, dict)]
        return sorted(found, key=lambda post: -post.at), len(found) < POSTS

    kept: tuple[list[Post], bool] | None = server.once("posts in " + channel_id, fetch)
    return kept


def channels_of(server: Server, user_id: str) -> list[dict[str, Any]] | None:
    """Return the raw channels of a bot, without direct messages, None if they are not visible."""

    def rows(path: str) -> list[dict[str, Any]]:
        return server.client.rows(path, "list the channels of a bot", user_lookup.NEEDS)

    if server.client.is_since(_ACROSS_TEAMS):
        found = _quietly(lambda: rows("/users/%s/channels" % user_id))
    else:
        its_teams = _quietly(lambda: rows("/users/%s/teams" % user_id))
        if its_teams is None:
            return None
        found = []
        for one in [row for row in its_teams if usable_id(row)][:_TEAMS]:
            path = "/users/%s/teams/%s/channels" % (user_id, one["id"])
            found += _quietly(lambda path=path: rows(path)) or []  # type: ignore[misc]
    known = {row["id"]: row for row in found or () if usable_id(row) and row.get("type") in ("O", "P")}
    # All members of a team are in its two default channels, so the other channels are more informative.
    return sorted(known.values(), key=lambda row: row.get("name") in ("town-square", "off-topic"))


def _team_name(server: Server, team_id: Any) -> str | None:
    try:
        row = teams.all_teams(server).get(team_id) or {}
    except MattermostError as error:
        if error.fatal:
            raise
        row = {}
    return one_line(row.get("display_name") or row.get("name"), 80) or None


def _called(user: dict[str, Any]) -> str:
    full = one_line(" ".join(str(user.get(part) or "") for part in ("first_name", "last_name")), 80)
    return "%s (%s)" % (full, user_lookup.name(user)) if full else user_lookup.name(user)


def _count(answer: Any, field: str) -> int | None:
    count = answer.get(field) if isinstance(answer, dict) else None
    return count if isinstance(count, int) and not isinstance(count, bool) else None


def _quietly(ask: Callable[[], Any]) -> Any:
    """Return an answer, None if the server refuses it: what is not visible is reported as unknown."""
    try:
        return ask()
    except MattermostError as error:
        if error.fatal:
            raise
        return None
