# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account itself: whether the person can log in again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# Log-in services with which the next log-in silently activates a deactivated account again.
REACTIVATING = {"gitlab": "GitLab", "google": "Google", "office365": "Office 365", "openid": "OpenID Connect"}

# The permission for deactivation, a separate first step that mattermost_user does.
CLOSE_NEEDS = ("sysconsole_write_user_management_users",)


class Account(AccessType):
    """The account of the person."""

    name = "account"
    title = "Account"
    closable = False

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return no permissions: none are needed to see an account. mattermost_user checks those for deactivation."""
        return ()

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the account as the one item of its type."""
        user = person.user
        shown = {
            "id": user["id"],
            "auth_service": one_line(user.get("auth_service"), 60),
            "deactivated_at": None if user.get("deleted") else iso(user.get("delete_at")),
        }
        return [Item(user["id"], not user.get("delete_at"), shown)]

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return what must be done in the directory or at the identity provider."""
        return advice(server, person.user)


def in_the_directory(active: bool) -> str:
    """Return what to do if only LDAP decides whether an account is active."""
    what = "Activate" if active else "Deactivate"
    return "%s the account in the LDAP directory, then synchronize Mattermost." % what


def advice(server: Server, user: dict[str, Any]) -> Advice | None:
    """Return what a person must do so that the account stays deactivated. `user` is a user of the API.

    Only system admins can see how a user logs in. To others, every account appears to have a
    password.
    """
    service = one_line(user.get("auth_service"), 60)
    active = not user.get("delete_at")
    if not service and not active and not server.caller.may("manage_system"):
        return Advice(
            "The calling account lacks manage_system and cannot see whether the user logs in through LDAP or single"
            " sign-on. If so, disable the account there as well, or it will be activated again.",
            None,
        )
    if service == "ldap":
        if active:
            return Advice(in_the_directory(False), True)
        return Advice(
            "Make sure that the account stays disabled in the LDAP directory, or the next synchronization will"
            " activate it.",
            True,
        )
    if service in REACTIVATING and not active:
        where = REACTIVATING[service]
        return Advice(
            "Disable the account at %s: the next log-in there would silently activate it again." % where, True
        )
    return None
