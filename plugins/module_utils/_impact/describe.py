# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Describes an integration: where it works, what it does, when it was last used, and who else is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import ACCESS_TYPES
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._impact import last_use, places
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
    from ansible_collections.offboarding.mattermost.plugins.module_utils._impact.last_use import LastUse
    from ansible_collections.offboarding.mattermost.plugins.module_utils._impact.places import Place

# The types of access that colleagues or software depend on, with their names in the singular.
KINDS = {
    "bot": "Bot",
    "incoming_webhook": "Incoming webhook",
    "outgoing_webhook": "Outgoing webhook",
    "slash_command": "Slash command",
    "oauth_app": "OAuth app",
    "bot_token": "Access token",
    "user_access_token": "Access token",
}
TYPES = tuple(ACCESS_TYPES[name] for name in KINDS)

# The number of channels of a bot whose members are listed.
_CHANNELS = 3


class View:
    """What to show: how many members of a channel to name, and whom to omit (the leavers)."""

    def __init__(self, people_shown: int, going: frozenset[str]) -> None:
        self.people_shown = people_shown
        self.going = going


def describe(server: Server, person: Person, name: str, item: Item, view: View) -> dict[str, Any]:
    """Return an integration in the format of results, without the planned change. `name` is its type of access."""
    here, does, used = _TELLERS[name](server, person, item, view)
    named = [place for place in here if place.channel]
    return {
        "type": name,
        "kind": KINDS[name],
        "id": item.shown.get("id"),
        "name": _name(name, item),
        "bot": item.shown.get("bot"),
        "team": next((place.team for place in here if place.team), item.shown.get("team")),
        "channels": [{"name": place.channel, "private": place.private, "archived": place.archived} for place in named],
        "does": does,
        "sends_to": list(item.shown.get("sends_to") or item.shown.get("callback_hosts") or ()),
        "last_used_at": used.at,
        "last_used": used.text,
        "members": max((place.members for place in here if place.members is not None), default=None),
        "people": list(dict.fromkeys(one for place in here for one in place.people))[: view.people_shown],
        "active": item.shown.get("active") is not False,
        "created_at": iso(item.row.get("create_at")),
    }


def _name(name: str, item: Item) -> str:
    if name == "slash_command":
        return "/%s" % item.shown["trigger"]
    told = item.shown.get("name") or item.shown.get("username") or item.shown.get("description")
    return str(told) if told else "unnamed"


def _incoming(server: Server, person: Person, item: Item, view: View) -> tuple[list[Place], str, LastUse]:
    here = [places.channel(server, item.row.get("channel_id"), view.people_shown, view.going)]
    does = "Posts messages from other software to %s." % _channel_name(here[0])
    if item.row.get("channel_locked") is False:
        does += " It can also post to other channels of the team."
    return [place for place in here if place], does, last_use.of_incoming_webhook(server, item.row)


def _outgoing(server: Server, person: Person, item: Item, view: View) -> tuple[list[Place], str, LastUse]:
    words = item.row.get("trigger_words")
    words = [one_line(word, 60) for word in words if isinstance(word, str)] if isinstance(words, list) else []
    if item.row.get("channel_id"):
        place = places.channel(server, item.row["channel_id"], view.people_shown, view.going)
        where = _channel_name(place)
    else:
        place = places.team(server, item.row.get("team_id"))
        where = "every public channel of the team"
    what = "posts that begin with %s" % first_few(words) if words else "every post"
    does = "Sends %s in %s to %s." % (what, where, _hosts(item))
    return [place] if place else [], does, last_use.of_outgoing_webhook(server, item.row)


def _command(server: Server, person: Person, item: Item, view: View) -> tuple[list[Place], str, LastUse]:
    place = places.team(server, item.row.get("team_id"))
    does = "Sends what anybody in the team types after /%s to %s." % (item.shown["trigger"], _hosts(item))
    return [place] if place else [], does, last_use.unknown("Mattermost does not record the use of slash commands")


def _app(server: Server, person: Person, item: Item, view: View) -> tuple[list[Place], str, LastUse]:
    addresses = ", ".join(item.shown["callback_hosts"]) or "an unknown address"
    does = "Lets users log in at %s with their Mattermost account, or lets it act on their behalf." % addresses
    return [], does, last_use.unknown("Mattermost does not record the use of OAuth apps")


def _bot(server: Server, person: Person, item: Item, view: View) -> tuple[list[Place], str, LastUse]:
    rows = places.channels_of(server, item.key)
    found = [places.channel(server, row["id"], view.people_shown, view.going) for row in (rows or ())[:_CHANNELS]]
    here = [place for place in found if place]
    account = {"id": item.key, "username": item.shown["username"]}
    if rows is None:
        does = "Its channels are not visible."
    elif not rows:
        does = "Is not a member of any channel."
    else:
        more = len(rows) - len(here)
        names = ", ".join("%s" % place.channel for place in here)
        does = "Reads and posts in %s%s." % (names, " and %d more" % more if more > 0 else "")
    return here, does, last_use.of_account(server, account)


def _token(server: Server, person: Person, item: Item, view: View) -> tuple[list[Place], str, LastUse]:
    account = {"id": item.account_id, "username": item.shown.get("bot") or person.name}
    does = "Lets software act as %s." % ("the bot %s" % account["username"] if item.shown.get("bot") else person.name)
    return [], does, last_use.of_account(server, account, item.key)


_TELLERS = {
    "bot": _bot,
    "incoming_webhook": _incoming,
    "outgoing_webhook": _outgoing,
    "slash_command": _command,
    "oauth_app": _app,
    "bot_token": _token,
    "user_access_token": _token,
}


def _channel_name(place: Place | None) -> str:
    if place is None or not place.channel:
        return "a channel that is not visible"
    archived = ", which is archived," if place.archived else ""
    return "the %s %s%s" % ("private channel" if place.private else "channel", place.channel, archived)


def _hosts(item: Item) -> str:
    return ", ".join(item.shown["sends_to"]) or "an unknown address"
