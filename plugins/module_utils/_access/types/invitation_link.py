# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitation links of teams: every member knows the link, with which anybody can create an account."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import (
    administered,
    confirmed,
    confirmed_advice,
    left_at,
    others_since,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.bot import kept_by_the_server
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, teams
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_REGENERATE = "/teams/{id}/regenerate_invite_id"
REPORT = "report"


class InvitationLink(AccessType):
    """The invitation links that the user and their bots could see and that allow outsiders to create an account."""

    name = "invitation_link"
    title = "Invitation links of teams"
    includes_bots = True
    option = "invitation_links"
    optional = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for listing teams and members, and for the log, which shows former administrators."""
        return (*audit_log.needs(user), *teams.LIST_NEEDS)

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the links that let outsiders in, except those regenerated after the user left."""
        letting = _letting_in(server)
        if not letting:
            return []
        found = []
        for team_id, until in seen_until(server, person).items():
            team = letting.get(team_id)
            if team and (until is None or milliseconds(team.get("create_at")) <= until):
                shown = {
                    "id": team_id,
                    "name": one_line(team.get("name"), 80),
                    "archived": bool(team.get("delete_at")),
                    "known_until": iso(until),
                }
                found.append(Item(team_id, not _regenerated(server, person, team, until), shown, {"until": until}))
        # The server has no order for teams of the same display name.
        found.sort(key=lambda item: (item.label, item.key))
        return confirmed(server, person, self.name, found)

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Name the teams whose links still let outsiders in."""
        names = [item.label for item in items if item.open]
        if not names:
            return confirmed_advice(items)
        if left_at(server, person) is None:
            text = "Deactivate the account, then regenerate the invitation links of these teams: %s. %s can read them."
        else:
            text = (
                "Regenerate the invitation links of these teams: %s. Anybody who gets one from %s can create an"
                " account."
            )
        return Advice(text % (first_few(names), person.name), True)

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the links only if requested, since others may be about to use them."""
        if choices.get("invitation_links") == "regenerate":
            return super().to_close(items, choices)
        return []

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Regenerate the team's link, once in a run.

        Safe to repeat: the user does not know the second new link either.
        """
        note = "regenerated " + item.key
        action = "regenerate the invitation link of the team %s" % item.label
        path = "/teams/%s/regenerate_invite_id" % item.key
        with server.once("to regenerate " + item.key, threading.Lock):
            if note not in server.noted:
                closing_now(server).add(note)
                server.client.change("POST", path, None, action, "manage_team and invite_user")
                server.noted.add(note)


def closing_now(server: Server) -> set[str]:
    """Return what was closed for all users since the server was last listed.

    It still counts as open for the next users of the run, so that each result shows it, as in check mode.
    """
    now: set[str] = server.once("closing now", set)
    return now


def lets_strangers_in(server: Server, team: dict[str, Any] | None = None) -> bool:
    """Return whether anybody can create an account, with the link of a team if one is given.

    Raises MattermostError. A restriction to e-mail domains does not prevent anybody from claiming an address in one,
    unless the server verifies addresses.
    """
    if not sign_up(server):
        return False
    if team is not None and team.get("group_constrained"):
        return False
    if not teams.setting(server, "RequireEmailVerification"):
        return True
    return not ((team or {}).get("allowed_domains") or teams.sign_up_domains(server))


def _letting_in(server: Server) -> dict[str, dict[str, Any]]:
    """Return the raw teams whose link lets outsiders in, by id. Raises MattermostError."""

    def fetch() -> dict[str, dict[str, Any]]:
        return {key: team for key, team in teams.all_teams(server).items() if lets_strangers_in(server, team)}

    letting: dict[str, dict[str, Any]] = server.once("teams that let strangers in", fetch)
    return letting


def sign_up(server: Server) -> bool:
    """Return whether accounts can be created with an e-mail address at all. Raises MattermostError."""
    return teams.setting(server, "EnableUserCreation") and teams.setting(server, "EnableSignUpWithEmail")


def seen_until(server: Server, person: Person) -> dict[str, int | None]:
    """Return the teams whose link the user or a bot of theirs could see, and until when (None: they still can).

    Raises MattermostError.
    """
    left = left_at(server, person)
    seen = _seen_by(server, person.user, left, administered(server, person))
    users = person.bot_users(server)
    for bot_id, until in _bots_until(server, person, left).items():
        bot = users.get(bot_id, {"id": bot_id})
        for team_id, end in _seen_by(server, bot, until, False).items():
            known = seen.get(team_id, end)
            seen[team_id] = None if known is None or end is None else max(known, end)
    return seen


def _seen_by(server: Server, user: dict[str, Any], left: int | None, every: bool) -> dict[str, int | None]:
    seen: dict[str, int | None] = {}
    if every or _can_read(server, user):
        seen = dict.fromkeys(teams.all_teams(server), left)
    for row in teams.memberships(server, user):
        if _can_read(server, row):
            ended = milliseconds(row.get("delete_at")) or None
            seen.setdefault(row["team_id"], min((at for at in (ended, left) if at), default=None))
    return seen


def _bots_until(server: Server, person: Person, left: int | None) -> dict[str, int | None]:
    """Return until when the user could act as each of their bots (None: they still can), by the ids of the bots."""
    bots = [account.id for account in person.bot_accounts(server)]
    if not bots or left is None:
        return dict.fromkeys(bots)
    rows = {row["user_id"]: row for row in person.bots(server)}
    # Nobody can act as one that Mattermost itself posts as. One that was handed over in this run has no token any more.
    nobodys = {account.id for account in kept_by_the_server(server, person)} | (set(bots) - set(rows))
    ends = {bot_id: milliseconds(row.get("delete_at")) or person.bots_end or None for bot_id, row in rows.items()}
    return {bot_id: left if bot_id in nobodys else ends[bot_id] for bot_id in bots}


def _can_read(server: Server, holder: dict[str, Any]) -> bool:
    """Return whether the roles of a user, or of a member of a team, let them read links."""
    permissions = teams.permissions_by_roles_of(server, holder)
    return "invite_user" in permissions or "manage_team" in permissions


def _regenerated(server: Server, person: Person, team: dict[str, Any], until: int | None) -> bool:
    """Return whether a team's link was regenerated after a moment, as proven by the log of whoever did it."""
    if until is None:
        return False
    note = "regenerated " + team["id"]
    if note in closing_now(server):
        return False
    if note in server.noted:
        return True
    if milliseconds(team.get("update_at")) <= until:
        return False
    for _admin, log in others_since(server, person, until):
        if any(row.at > until for row in log.about(team["id"], _REGENERATE)):
            return True
    return False
