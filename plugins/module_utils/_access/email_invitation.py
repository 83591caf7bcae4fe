# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations by e-mail that the user may have sent: each lets somebody make an account for 48 hours.

Mattermost neither lists invitations nor logs who sent one. So it counts whether the user could send any.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import invitation_link
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import (
    confirmed,
    confirmed_advice,
    open_advice,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, teams
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_LIFE = 48 * 3600 * 1000
_ENDED = "invitations by e-mail ended"

_INVITATIONS, _MAGIC_LINKS = "invitations", "guest_magic_links"
_ADVICE = {
    _INVITATIONS: "Ask whether {person} invited anybody by e-mail, or end all invitations by e-mail, everybody's, with"
    " email_invitations=invalidate. The last one of theirs works until {until}.",
    _MAGIC_LINKS: "Look for new guests on {until}: until then a magic link works that {person} may have sent, and"
    " Mattermost can neither list nor end it.",
}


class EmailInvitation(AccessType):
    """The invitations that the account may have sent and that may still work."""

    name = "email_invitation"
    title = "Invitations by e-mail"
    option = "email_invitations"
    optional = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Teams and who is in them are listed with these."""
        return (*audit_log.needs(user), *teams.LIST_NEEDS)

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return an item for each sort of invitation that the person could send and that may still work."""
        sorts = [sort for sort, possible in ((_INVITATIONS, _possible), (_MAGIC_LINKS, _magic)) if possible(server)]
        if not sorts:
            return []
        now = server.client.clock.now()
        ends = [until + _LIFE if until else None for until in invitation_link.seen_until(server, person).values()]
        if not any(end is None or end > now for end in ends):
            return []
        # As long as the person can send new ones, there is no last one.
        last = None if None in ends else max(end for end in ends if end)
        found = []
        for sort in sorts:
            told = iso(last) or "48 hours after the account is deactivated"
            shown = {"what": sort, "until": iso(last), "advice": _ADVICE[sort].format(person=person.name, until=told)}
            found.append(Item("%s %s" % (sort, last), sort != _INVITATIONS or _ENDED not in server.noted, shown))
        return confirmed(server, person, self.name, found)

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Tell until when what may be under way works."""
        return open_advice(items) or confirmed_advice(items)

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the invitations only where it was asked for: those of everybody end."""
        if choices.get("email_invitations") != "invalidate":
            return []
        return [item for item in super().to_close(items, choices) if item.shown["what"] == _INVITATIONS]

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """End all invitations by e-mail, once in a run. Harmless to repeat: what has ended cannot end again."""
        action = "end all invitations by e-mail"
        with server.once("to end invitations", threading.Lock):
            if _ENDED not in server.noted:
                server.client.change("DELETE", "/teams/invites/email", None, action, "invalidate_email_invite")
                server.noted.add(_ENDED)


def _possible(server: Server) -> bool:
    if not teams.setting(server, "EnableEmailInvitations"):
        return False
    return invitation_link.lets_strangers_in(server) or (_guests(server) and invitation_link.sign_up(server))


def _guests(server: Server) -> bool:
    return teams.setting(server, "EnableGuestAccounts")


def _magic(server: Server) -> bool:
    return _guests(server) and teams.setting(server, "EnableGuestMagicLink")
