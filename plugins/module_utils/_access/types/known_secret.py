# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets of others that an administrator could read, and that still work after the administrator left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import (
    LoggedAccessType,
    administered,
    left_at,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.rights_over_others import (
    Right,
    rights_of,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.incoming_webhook import (
    IncomingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.oauth_app import OAuthApp
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.outgoing_webhook import (
    OutgoingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.slash_command import SlashCommand
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import teams, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import ListedAccessType
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_log import Log
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The type of access that lists them, the field with the time of the last change, the permission for reading those of
# others, and the advice.
_LISTED: tuple[tuple[str, ListedAccessType, str, str, str], ...] = (
    (
        "incoming_webhooks",
        IncomingWebhook(),
        "create_at",
        "manage_others_incoming_webhooks",
        "Replace the incoming webhooks of {others} ({count} as of {at}), the important ones first: {person} could"
        " read their addresses, which cannot be changed.",
    ),
    (
        "outgoing_webhooks",
        OutgoingWebhook(),
        "update_at",
        "manage_others_outgoing_webhooks",
        "Regenerate the tokens of the outgoing webhooks of {others} ({count} as of {at}): {person} could read them.",
    ),
    (
        "slash_commands",
        SlashCommand(),
        "update_at",
        "manage_others_slash_commands",
        "Regenerate the tokens of the slash commands of {others} ({count} as of {at}): {person} could read them.",
    ),
    (
        "oauth_apps",
        OAuthApp(),
        "update_at",
        "manage_system_wide_oauth",
        "Regenerate the secrets of the OAuth apps of {others} ({count} as of {at}): {person} could read them.",
    ),
)
_PUBLIC_LINKS = (
    "Decide whether public links to files may stay valid: {person} could see them until {at}. Only a new public link"
    " salt invalidates them, and it invalidates those of all users."
)
_ALL = frozenset(permission for _what, _kind, _field, permission, _advice in _LISTED)
_UNSEEN = (
    "Run this again with an account that has {lacks}: {person} could read secrets of other users until {at}, and these"
    " secrets could not be listed."
)


class KnownSecret(LoggedAccessType):
    """The secrets that an administrator could read and others still use: one item for each type, for rotation.

    An administrator of a team can read those of the team.
    """

    name = "known_secret"
    title = "Secrets that an administrator knew"
    reported = True
    counts_others = True

    def found(self, server: Server, person: Person, account: Account, log: Log) -> list[Item]:
        """Return one item for each type with secrets that are unchanged since the administrator left."""
        if account.id != person.id:
            return []
        left = left_at(server, person)
        every = administered(server, person)
        rights = [Right(_ALL, None, left)] if every else rights_of(server, person)
        known = [one for one in _LISTED if any(one[3] in right.permissions for right in rights)]
        if not known:
            return []
        told = {"person": person.name, "at": iso(left or server.client.clock.now())}
        mine = {one.id for one in person.accounts(server)}
        lacks = server.caller.lacks(needed for one in known for needed in one[1].needs(server, person.user))
        if lacks:
            # Without these, the lists contain only the caller's own, which must not count as none.
            advice = _UNSEEN.format(lacks=" and ".join(user_lookup.unique(lacks)), **told)
            return [Item("unseen", True, {"what": "unseen", "advice": advice}, {"until": left})]
        found = []
        for what, kind, field, permission, advice in known:
            rows = [row for row in _rows(server, kind, left) if row.get(kind.owner_field) not in mine]
            old = [row for row in rows if any(one.covers(row, permission, field) for one in rights)]
            if old:
                shown: dict[str, Any] = {"what": what, "count": len(old)}
                if not every:
                    shown["teams"] = _names(server, {str(one.get("team_id")) for one in old})
                others = "other users" if every else "other users in %s" % first_few(shown["teams"])
                shown["advice"] = advice.format(count=len(old), others=others, **told)
                found.append(Item(what, True, shown, {"until": left}))
        if every and teams.setting(server, "EnablePublicLink"):
            shown = {"what": "public_links", "advice": _PUBLIC_LINKS.format(**told)}
            found.append(Item("public_links", True, shown, {"until": left}))
        return found


def _names(server: Server, team_ids: set[str]) -> list[str]:
    known = teams.all_teams(server) if not server.caller.lacks(teams.LIST_NEEDS) else {}
    return sorted(one_line(known.get(team_id, {}).get("name"), 80) or team_id for team_id in team_ids)


def _rows(server: Server, kind: ListedAccessType, left: int | None) -> list[dict[str, Any]]:
    """Return what others own of a type and will own after this run. A disabled feature gives no access.

    In check mode, what will have a new secret counts only for an administrator who is active and can read it.
    """
    try:
        by_owner = server.owned(kind.name, lambda: kind.rows(server), kind.owner_field)
    except ApiError as error:
        if error.status != 501:
            raise
        return []
    listed = [row for rows in by_owner.values() for row in rows if not row.get("delete_at")]
    gone = {key for key, removed in server.foretold.items() if removed or left is not None}
    return [row for row in listed if row.get("id") not in gone]
