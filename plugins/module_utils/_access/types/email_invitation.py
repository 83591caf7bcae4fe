# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""E-mail invitations that the user may have sent: for 48 hours, each allows creating an account.

Mattermost neither lists invitations nor logs who sent them, so what counts is whether the user could send any. It does
not report that they were invalidated either, so the calling account keeps a note of that.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import (
    confirmed,
    confirmed_advice,
    open_advice,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import invitation_link
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, notes, teams
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_LIFE = 48 * 3600 * 1000
_ENDED = "email_invitations_ended"

_INVITATIONS, _MAGIC_LINKS = "invitations", "guest_magic_links"
_ADVICE = {
    _INVITATIONS: "Ask whether {person} invited anybody by e-mail, or invalidate all pending e-mail invitations of all"
    " users with email_invitations=invalidate. The last invitation of {person} is valid until {until}.",
    _MAGIC_LINKS: "Check for new guests on {until}: until then, a magic link that {person} may have sent is valid, and"
    " Mattermost can neither list nor revoke it.",
}


class EmailInvitation(AccessType):
    """The invitations that the account and its bots may have sent and that may still work."""

    name = "email_invitation"
    title = "Invitations by e-mail"
    includes_bots = True
    option = "email_invitations"
    optional = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for listing teams and their members."""
        return (*audit_log.needs(user), *teams.LIST_NEEDS)

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return an item for each type of invitation that the user could send and that may still work."""
        sorts = [sort for sort, possible in ((_INVITATIONS, _possible), (_MAGIC_LINKS, _magic)) if possible(server)]
        if not sorts:
            return []
        seen = invitation_link.seen_until(server, person)
        # While the account is active, it can send new ones.
        last = None if None in seen.values() else max((until for until in seen.values() if until), default=0)
        if last is not None and last + _LIFE <= server.client.clock.now():
            return []
        ends = iso(last + _LIFE) if last is not None else None
        told = ends or "48 hours after the account is deactivated"
        found = []
        for sort in sorts:
            shown = {"what": sort, "until": ends, "advice": _ADVICE[sort].format(person=person.name, until=told)}
            is_open = sort == _MAGIC_LINKS or last is None or not _ended(server, last)
            found.append(Item("%s %s" % (sort, last), is_open, shown, {"last": last or 0}))
        return confirmed(server, person, self.name, found)

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return until when invitations that may have been sent are valid."""
        return open_advice(items) or confirmed_advice(items)

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the invitations only if requested, since those of all users are invalidated."""
        if choices.get("email_invitations") != "invalidate":
            return []
        return [item for item in super().to_close(items, choices) if item.shown["what"] == _INVITATIONS]

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Invalidate all e-mail invitations, once in a run. Safe to repeat: they stay invalid."""
        action = "end all invitations by e-mail"
        with server.once("to end invitations", threading.Lock):
            now = server.client.clock.now()
            if _ENDED not in server.noted:
                invitation_link.closing_now(server).add(_ENDED)
                server.client.change("DELETE", "/teams/invites/email", None, action, "invalidate_email_invite")
                server.noted.add(_ENDED)
            # The server's clock is known only to the second, but the last one was certainly sent before this.
            if item.row["last"] > server.seen.get(_ENDED, -1):
                server.seen[_ENDED] = max(now, item.row["last"])
                notes.note(server, _ENDED, server.seen[_ENDED])


def _ended(server: Server, last: int) -> bool:
    if _ENDED in invitation_link.closing_now(server):
        return False
    if _ENDED in server.noted:
        return True
    return notes.noted_at(server, _ENDED) >= last


def _possible(server: Server) -> bool:
    if not teams.setting(server, "EnableEmailInvitations"):
        return False
    return invitation_link.lets_strangers_in(server) or (_guests(server) and invitation_link.sign_up(server))


def _guests(server: Server) -> bool:
    return teams.setting(server, "EnableGuestAccounts")


def _magic(server: Server) -> bool:
    return _guests(server) and teams.setting(server, "EnableGuestMagicLink")
