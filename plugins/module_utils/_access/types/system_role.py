# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""System roles beyond that of an ordinary user, which deactivation keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import (
    Advice,
    Item,
    one_by_one,
    unless_gone,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import notes, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    ACCOUNT_GONE,
    LAST_ADMIN,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_BASE = ("system_user", "system_guest")
_ADMIN = "system_admin"
# System roles that can change other accounts.
_OVER_OTHERS = (_ADMIN, "system_manager", "system_user_manager")

# From this version on, Mattermost refuses to remove the role system_admin while only one active user has it. Tested on
# 5.37.0 and 11.6.0. The version in between is taken from the change itself, of mid-2024.
LAST_ADMIN_SINCE = (9, 10)


class SystemRole(AccessType):
    """The system roles of the account and of its bots."""

    name = "system_role"
    title = "System roles"
    option = "system_roles"
    includes_bots = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permission for changing roles. Seeing them needs none."""
        return over_user(user, "manage_roles")

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return every system role beyond that of an ordinary user or guest, those of bots first.

        Mattermost counts only people: while the owner is an admin, a bot can lose the role.
        """
        users = person.bot_users(server)
        found = []
        for account in [*person.bot_accounts(server), person.own_account()]:
            user = person.user if account.id == person.id else users.get(account.id, {})
            for role in beyond_base(user):
                item = Item("%s %s" % (account.id, role), True, {"role": one_line(role)}, {"user": user})
                item.row["refused"] = role == _ADMIN and _would_be_refused(server)
                found.append(account.owns(item))
        return found

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return what to do if Mattermost refuses to remove the role of a system admin.

        For an active user, only after a refusal: otherwise nobody asked to remove the role of the only admin.
        """
        refused = [item.row["user"] for item in items if item.row["refused"]]
        holders = [user for user in refused if user.get("delete_at") or LAST_ADMIN in server.noted]
        if not holders:
            return None
        names = first_few([user_lookup.name(user) for user in holders])
        return Advice(
            "Mattermost does not remove the role system_admin from anybody while only one active person has it. Make"
            " another user a system admin, then reset the roles of %s again." % names,
            True,
        )

    def foretold(self, items: list[Item]) -> list[Item]:
        """Return those that Mattermost is not expected to refuse. A real run tries all, since versions differ."""
        return [item for item in items if not item.row["refused"]]

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Reset the roles to those of an ordinary user or guest, account by account.

        If Mattermost refuses, because only one system admin is left, a person must act: see `advice`.
        """
        done: list[Item] = []

        def end(item: Item) -> None:
            try:
                if acts_on_others(item.row["user"]):
                    notes.note(server, administrator_note(person.user), server.client.clock.now())
                reset(server.client, item.row["user"])
                done.append(item)
            except ApiError as error:
                if error.error_id != LAST_ADMIN:
                    raise
                server.noted.add(LAST_ADMIN)

        accounts = list({item.account_id: item for item in items}.values())
        failure = one_by_one(accounts, end)[1]
        ended = {item.account_id for item in done}
        return [item for item in items if item.account_id in ended], failure


def beyond_base(user: dict[str, Any]) -> list[str]:
    """Return the system roles of a user of the API beyond that of an ordinary user or guest."""
    return [role for role in str(user.get("roles") or "").split() if role not in _BASE]


def acts_on_others(user: dict[str, Any]) -> bool:
    """Say whether a user of the API has a system role that lets them act on other accounts."""
    return any(role in _OVER_OTHERS for role in beyond_base(user))


def administrator_note(user: dict[str, Any]) -> str:
    """Return the name of the note that somebody was an administrator until the calling account took the role."""
    return "admin_%s" % user["id"]


def reset(client: Client, user: dict[str, Any]) -> None:
    """Reset the roles of a user of the API. Safe to repeat: it sets a state.

    A deleted account counts as success.
    """
    roles = plain_roles(user)
    action = "reset the roles of %s" % user_lookup.name(user)
    path, body = "/users/%s/roles" % user["id"], {"roles": roles}
    unless_gone(lambda: client.change("PUT", path, body, action, "manage_roles"), ACCOUNT_GONE)
    user["roles"] = roles


def plain_roles(user: dict[str, Any]) -> str:
    """Return what is left of the roles of a user of the API when they are reset."""
    return " ".join([role for role in str(user.get("roles") or "").split() if role in _BASE] or ["system_user"])


def _would_be_refused(server: Server) -> bool:
    """Return whether Mattermost is expected to refuse to remove the role of a system admin."""
    if LAST_ADMIN not in server.noted and not server.client.is_since(LAST_ADMIN_SINCE):
        return False
    active: set[str] = server.once("active admins", lambda: user_lookup.active_admins(server.client))
    return len(active) <= 1
