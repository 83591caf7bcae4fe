# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds a channel: by name in a team, by id, or the direct messages of two users."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID, usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    TeamMissing,
    UnusableName,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    UnexpectedShape,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client

# The format of names in Mattermost. Anything else is never used in a path.
_NAME = re.compile(r"^[a-z0-9][a-z0-9_-]{0,127}\Z")

READ_NEEDS = "read_channel in the channel: is the calling account a member of it, or of its team?"


def find(client: Client, channel: str, team: str | None) -> dict[str, Any]:
    """Return a channel of the API, with its team under `team` if a team was given.

    Raises InputError for an invalid name or id, and MattermostError if there is no such channel.
    """
    name = _usable("channel", channel.strip().lstrip("~"))
    action = "find the channel %s" % name
    if team is None:
        if not ID.match(name):
            raise TeamMissing(name=name)
        return _object(client, "/channels/" + name, action)
    found = _team(client, team)
    path = "/teams/%s/channels/name/%s" % (found["id"], name)
    try:
        row = _object(client, path, "%s in the team %s" % (action, one_line(found.get("name"), 80)))
    except ApiError as error:
        # A name may look like an id, and takes precedence.
        if error.status != 404 or not ID.match(name):
            raise
        row = _object(client, "/channels/" + name, action)
    return dict(row, team=found)


def direct(client: Client, me: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the direct channel of two users, created if necessary. Safe to repeat: there is only one."""
    action = "open the direct messages with %s" % one_line(other.get("username"), 80)
    row = client.change("POST", "/channels/direct", [me["id"], other["id"]], action, "create_direct_channel")
    return _checked(row, action, client.url)


def existing_direct(client: Client, me: dict[str, Any], other: dict[str, Any]) -> dict[str, Any] | None:
    """Return the direct channel of two users, None if it does not exist or cannot be searched for.

    It is found by name, through any team of the calling account.
    """
    action = "find the direct messages with %s" % one_line(other.get("username"), 80)
    teams = [row for row in client.rows("/users/me/teams", "list the teams of the calling account") if usable_id(row)]
    if not teams:
        return None
    name = "__".join(sorted((me["id"], other["id"])))
    try:
        return _object(client, "/teams/%s/channels/name/%s" % (teams[0]["id"], name), action)
    except ApiError as error:
        if error.status != 404:
            raise
    return None


def _team(client: Client, team: str) -> dict[str, Any]:
    name = _usable("team", team.strip())
    action = "find the team %s" % name
    try:
        return _object(client, "/teams/name/" + name, action, "view_team: is the calling account a member of the team?")
    except ApiError as error:
        if error.status != 404 or not ID.match(name):
            raise
    return _object(client, "/teams/" + name, action)


def _usable(option: str, value: str) -> str:
    name = value.lower()
    if not _NAME.match(name):
        raise UnusableName(option=option, value=one_line(value, 80))
    return name


def _object(client: Client, path: str, action: str, needs: str = READ_NEEDS) -> dict[str, Any]:
    return _checked(client.get(path, action, needs), action, client.url)


def _checked(row: Any, action: str, url: str) -> dict[str, Any]:
    if not isinstance(row, dict) or not usable_id(row):
        raise UnexpectedShape(action=action, url=url, expected="an object with an id")
    return row
