# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secure connections to other Mattermost servers that the user created, which share channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import ListedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SECURE_CONNECTION_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import NoSuchEndpoint
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class SecureConnection(ListedAccessType):
    """The secure connections that the user and their bots created."""

    name = "secure_connection"
    title = "Secure connections made"
    plural = "secure connections"
    made_by_use = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permission for listing and deleting secure connections."""
        return ("manage_secure_connections",)

    def rows(self, server: Server) -> Iterable[dict[str, Any]]:
        """Return the secure connections of the server. Older servers have none."""
        try:
            rows = list(
                server.client.pages("/remotecluster", "list the secure connections", "manage_secure_connections")
            )
        except NoSuchEndpoint:
            return []
        return [dict(row, id=row.get("remote_id")) for row in rows]

    def item(self, row: dict[str, Any]) -> Item:
        """Return the item of a row."""
        url = one_line(row.get("site_url"))
        shown = {
            "id": one_line(row["id"], 26),
            "name": one_line(row.get("display_name")) or one_line(row.get("name")),
            # Until the other server accepts, this field has a placeholder instead of an address.
            "site_url": url if url.startswith(("http://", "https://")) else None,
            "made_at": iso(row.get("create_at")),
        }
        return Item(row["id"], True, shown)

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Delete the connection. Safe to repeat: a deleted one answers 404."""
        action = "delete the secure connection %s of %s" % (item.label, person.name)
        path = "/remotecluster/" + item.key
        unless_gone(
            lambda: server.client.change("DELETE", path, None, action, "manage_secure_connections"),
            SECURE_CONNECTION_GONE,
        )
