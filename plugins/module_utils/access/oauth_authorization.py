# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth 2.0 apps that the user authorised to act for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.access import session
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import Item, text

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

NAME = "oauth_authorization"
TITLE = "OAuth apps authorised"

# What an app holds ends with the user's sessions; only the user could take the authorisation back.
close = None  # pylint: disable=invalid-name


def needs(server: Server, user: dict[str, Any]) -> tuple[str, ...]:
    """What the sessions of others need."""
    return server.over_user(user, "edit_other_users")


def find(server: Server, user: dict[str, Any]) -> list[Item]:
    """Return the apps that the user authorised. Open as long as there is an OAuth session of the user."""
    path = "/users/%s/oauth/apps/authorized" % user["id"]
    action = "list the OAuth apps that %s authorised" % session.name(user)
    rows = [row for row in server.client.pages(path, action, "edit_other_users") if isinstance(row.get("id"), str)]
    if not rows:
        return []
    in_use = any(row.get("is_oauth") is True for row in session.rows(server.client, user))
    return [Item(row["id"], in_use, {"id": text(row["id"], 26), "name": text(row.get("name"))}) for row in rows]


def human(server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
    """Tell of the refresh tokens that no endpoint lists: one whose session expired before can outlive all sessions."""
    if not items or any(item.open for item in items):
        return None
    names = ", ".join(item.shown["name"] or item.shown["id"] for item in items[:3])
    return (
        "All OAuth sessions have ended. If the server is older than the fix for refresh tokens of deactivated users,"
        " regenerate the secret of %s or look again later: a refresh token cannot be listed." % names
    ), False
