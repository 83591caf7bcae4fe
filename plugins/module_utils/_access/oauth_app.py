# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth 2.0 apps that the user made: whoever knows the client secret can act as the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import ListedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import OAUTH_APP_GONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class OAuthApp(ListedAccessType):
    """The OAuth apps that the account and its bots made."""

    name = "oauth_app"
    title = "OAuth apps made"
    plural = "OAuth apps"
    option = "oauth_apps"

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Apps of others are listed and changed with these."""
        return ("manage_oauth", "manage_system_wide_oauth")

    def rows(self, server: Server) -> Iterable[dict[str, Any]]:
        """Return the OAuth apps of the whole server."""
        return server.client.pages("/oauth/apps", "list the OAuth apps", "manage_system_wide_oauth")

    def item(self, row: dict[str, Any]) -> Item:
        """Return the item of a row, without its secret."""
        shown = {
            "id": one_line(row["id"], 26),
            "name": one_line(row.get("name")),
            "updated_at": iso(row.get("update_at")),
        }
        return Item(row["id"], True, shown, {"update_at": row.get("update_at")})

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the apps that the person or a bot of theirs made.

        An app that changed after the account was deactivated counts as closed: the one who left
        cannot have seen a secret made since. The server does not tell when a secret was made.
        """
        items = super().find(server, person)
        left = milliseconds(person.user.get("delete_at"))
        for item in items:
            item.open = not 0 < left < milliseconds(item.row["update_at"])
        return items

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Give the app a new secret, or delete it.

        Harmless to repeat: a second new secret is as unknown to the user as the first, and an app
        that is gone answers 404.
        """
        app = "/oauth/apps/" + item.key
        if choices.get("oauth_apps") == "delete":
            method, path, what = "DELETE", app, "delete"
        else:
            method, path, what = "POST", app + "/regen_secret", "regenerate the secret of"
        action = "%s the OAuth app %s of %s" % (what, item.label, person.name)
        unless_gone(
            lambda: server.client.change(method, path, None, action, "manage_system_wide_oauth"), OAUTH_APP_GONE
        )
