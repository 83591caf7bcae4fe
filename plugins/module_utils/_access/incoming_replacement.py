# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replaces the incoming webhook of a leaver by a new one, since its address cannot be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import reference
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.handover_errors import (
    SuccessorNotInChannel,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    INCOMING_WEBHOOK_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    UnexpectedShape,
)

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.handover import Handover
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_NEEDS = "manage_others_incoming_webhooks"
# The maximum length of a description on the server, in characters.
_LONGEST = 500
_SAME = ("channel_id", "display_name", "username", "icon_url", "channel_locked")


def replace(server: Server, person: Person, item: Item, handover: Handover) -> None:
    """Create a webhook of the successor in the channel of the old one, and deliver its address.

    Safe to repeat: the description states which webhook it replaces, so that an existing replacement is found, and of
    several that a lost connection left behind only one is kept. Raises MattermostError.
    """
    mark = "in place of one of %s, %s" % (person.name, reference(person, "incoming_webhook", item.key))
    action = "make an incoming webhook for %s in place of %s of %s" % (handover.name, item.label, person.name)
    client, tried = server.client, "tried to make one " + mark
    owner = handover.successor["id"]
    here = _marked(server, owner, mark, action) if tried in server.noted else _listed(server, owner, mark)
    if not here:
        _see_that_it_could_post(server, item, handover, action)
        body = {key: item.row[key] for key in _SAME if key in item.row}
        said = item.row.get("description")
        said = "%s (%s)" % (said[: _LONGEST - len(mark) - 3], mark) if isinstance(said, str) and said else mark
        server.noted.add(tried)
        repeated = client.retried
        made = client.change("POST", "/hooks/incoming", dict(body, user_id=owner, description=said), action, _NEEDS)
        if not isinstance(made, dict) or not usable_id(made) or made.get("user_id") != owner:
            raise UnexpectedShape(action=action, url=client.url, expected="a webhook of %s" % handover.name)
        here = [made] if client.retried == repeated else _marked(server, owner, mark, action)
    for extra in here[1:]:
        _delete(server, extra["id"], action)
    handover.deliver("incoming_webhook", person, item, {"url": "%s/hooks/%s" % (client.url, here[0]["id"])})


def _listed(server: Server, owner: str, mark: str) -> list[dict[str, Any]]:
    rows = server.owned("incoming_webhook", lambda: _every(server), "user_id").get(owner, [])
    return _with(rows, mark)


def _marked(server: Server, owner: str, mark: str, action: str) -> list[dict[str, Any]]:
    rows = server.client.pages("/hooks/incoming", action, _NEEDS)
    return _with([row for row in rows if row.get("user_id") == owner], mark)


def _every(server: Server) -> list[dict[str, Any]]:
    return list(server.client.pages("/hooks/incoming", "list the incoming webhooks", _NEEDS))


def _with(rows: list[dict[str, Any]], mark: str) -> list[dict[str, Any]]:
    found = [row for row in rows if mark in str(row.get("description")) and not row.get("delete_at") and usable_id(row)]
    return sorted(found, key=lambda row: (milliseconds(row.get("create_at")), row["id"]))


def _see_that_it_could_post(server: Server, item: Item, handover: Handover, action: str) -> None:
    """Raise SuccessorNotInChannel if Mattermost would refuse posts to the new address."""
    channel_id = usable_id(item.row, "channel_id")
    channel = server.client.get("/channels/%s" % channel_id, action, "read_channel") if channel_id else {}
    if not isinstance(channel, dict) or channel.get("type") in ("O", None):
        return
    try:
        server.client.get("/channels/%s/members/%s" % (channel_id, handover.successor["id"]), action, "read_channel")
    except ApiError as error:
        if error.status != 404:
            raise
        raise SuccessorNotInChannel(action=action, name=handover.name) from None


def _delete(server: Server, hook_id: str, action: str) -> None:
    path = "/hooks/incoming/" + hook_id
    unless_gone(lambda: server.client.change("DELETE", path, None, action, _NEEDS), INCOMING_WEBHOOK_GONE)
