# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens that the user created for other accounts: whoever knows one can act as that account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import LoggedAccessType, users
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import user_access_token
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    USER_ACCESS_TOKEN_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import UnexpectedShape
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_log import Log
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


_ASK = (
    "Ask {account} whether they created the access token {id} ({description}) of {username} on {made_at}, and revoke it"
    " if not: {person} could use their account at that moment."
)


class TokenForOthers(LoggedAccessType):
    """The tokens that the user and their bots created for accounts of others and for bots of others."""

    name = "token_for_others"
    title = "Access tokens made for others"
    lets_act = True
    closable = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for logs and for tokens."""
        return (*super().needs(server, user), "read_user_access_token", "revoke_user_access_token")

    def found(self, server: Server, person: Person, account: Account, log: Log) -> list[Item]:
        """Return the tokens that still exist. The log shows when each was created, the server whose it is."""
        mine = {one.id for one in person.accounts(server)}
        made = {
            row.named["token_id"]: row
            for row in log.of("/users/{id}/tokens")
            if "token_id" in row.named and row.subject and row.subject not in mine
        }
        tokens = {token_id: _token(server, person, token_id) for token_id in made}
        living = {token_id: token for token_id, token in tokens.items() if token and token["user_id"] not in mine}
        owners = users(server, {token["user_id"] for token in living.values()})
        found = []
        for token_id, token in living.items():
            owner = owners.get(token["user_id"], {"id": token["user_id"]})
            shown = {
                "id": token_id,
                "username": user_lookup.name(owner),
                "description": one_line(token.get("description")),
                "active": token.get("is_active") is not False,
                "made_at": iso(made[token_id].at),
            }
            if account.borrowed:
                shown["advice"] = _ASK.format(account=account.name, person=person.name, **shown)
            # A disabled token opens no door until somebody enables it.
            found.append(Item(token_id, shown["active"], shown, {"certain": not account.borrowed}))
        return found

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return what the person made, disabled or not. What somebody else may have made is for them to say."""
        return [item for item in items if item.row["certain"] and not item.shown.get("confirmed")]

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Revoke the tokens and verify that they are gone."""

        def left() -> list[Item]:
            return [item for item in items if _token(server, person, item.key)]

        return user_access_token.revoke(server, items, "others that %s made" % person.name, left)


def _token(server: Server, person: Person, token_id: str) -> dict[str, Any] | None:
    """Return a raw token, None if it is gone. Mattermost does not return its secret."""
    action = "read the token %s that %s made" % (token_id, person.name)
    path = "/users/tokens/" + token_id
    token = unless_gone(
        lambda: server.client.get(path, action, "read_user_access_token and edit_other_users"), USER_ACCESS_TOKEN_GONE
    )
    if token is None:
        return None
    if not isinstance(token, dict) or not usable_id(token, "user_id"):
        raise UnexpectedShape(action=action, url=server.client.url, expected="a token")
    return token
