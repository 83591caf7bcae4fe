# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth 2.0 apps that the user authorised to act for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class OAuthAuthorization(AccessType):
    """The OAuth apps that the account authorised."""

    name = "oauth_authorization"
    title = "OAuth apps authorised"
    # What an app holds ends with the user's sessions; only the user could take the authorisation back.
    closable = False

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """What the sessions of others need."""
        return over_user(user, "edit_other_users")

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the apps that the user authorised. Open as long as there is an OAuth session of the user."""
        path = "/users/%s/oauth/apps/authorized" % person.id
        action = "list the OAuth apps that %s authorised" % person.name
        rows = [row for row in server.client.pages(path, action, "edit_other_users") if isinstance(row.get("id"), str)]
        if not rows:
            return []
        in_use = any(row.get("is_oauth") is True for row in sessions.rows(server.client, person.user))
        return [
            Item(row["id"], in_use, {"id": one_line(row["id"], 26), "name": one_line(row.get("name"))}) for row in rows
        ]

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Tell of refresh tokens, which no endpoint lists: one whose session expired before outlives all sessions."""
        if not items or any(item.open for item in items):
            return None
        names = ", ".join(item.label for item in items[:3])
        return Advice(
            "All OAuth sessions have ended. If the server is older than the fix for refresh tokens of deactivated"
            " users, regenerate the secret of %s or look again later: a refresh token cannot be listed." % names,
            False,
        )
