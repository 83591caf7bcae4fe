# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth 2.0 apps that the user made: whoever knows the client secret can act as the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import (
    Item,
    one_by_one,
    text,
    unless_gone,
    with_ids,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.session import name
from ansible_collections.offboarding.mattermost.plugins.module_utils.times import iso, milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import MattermostError
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

NAME = "oauth_app"
TITLE = "OAuth apps made"


def needs(server: Server, user: dict[str, Any]) -> tuple[str, ...]:
    """Apps of others are listed and changed with these."""
    return ("manage_oauth", "manage_system_wide_oauth")


def find(server: Server, user: dict[str, Any]) -> list[Item]:
    """Return the apps that the user made, without their secrets.

    An app that changed after the account was deactivated counts as closed: the one who left
    cannot have seen a secret made since. The server does not tell when a secret was made.
    """

    def fetch() -> Iterable[dict[str, Any]]:
        return server.client.pages("/oauth/apps", "list the OAuth apps", "manage_system_wide_oauth")

    rows = server.once(NAME, fetch, "creator_id").get(user["id"], [])
    left = milliseconds(user.get("delete_at"))
    return [_item(row, left) for row in with_ids(rows, "list the OAuth apps of %s" % name(user), server.client.url)]


def _item(row: dict[str, Any], left: int) -> Item:
    updated = milliseconds(row.get("update_at"))
    shown = {"id": text(row["id"], 26), "name": text(row.get("name")), "updated_at": iso(updated)}
    return Item(row["id"], not 0 < left < updated, shown)


def close(
    server: Server, user: dict[str, Any], items: list[Item], choices: dict[str, Any]
) -> tuple[list[Item], MattermostError | None]:
    """Give the apps new secrets, or delete them.

    Harmless to repeat: a second new secret is as unknown to the user as the first, and an app
    that is gone answers 404.
    """
    choice = choices.get("oauth_apps", "regenerate_secret")
    if choice == "leave":
        return [], None

    def end(item: Item) -> None:
        app = "/oauth/apps/" + item.key
        if choice == "delete":
            method, path, what = "DELETE", app, "delete"
        else:
            method, path, what = "POST", app + "/regen_secret", "regenerate the secret of"
        action = "%s the OAuth app %s of %s" % (what, item.shown["name"] or item.shown["id"], name(user))
        unless_gone(
            lambda: server.client.change(method, path, None, action, "manage_system_wide_oauth"),
            "app.oauth.get_app.find.app_error",
        )

    return one_by_one(items, end)


def human(server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
    """Nothing is left to a person."""
    return None
