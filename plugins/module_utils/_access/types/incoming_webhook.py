# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Incoming webhooks: whoever knows the address can keep posting in the user's name, even after deactivation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import ListedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.incoming_replacement import replace
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    INCOMING_WEBHOOK_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import masked, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

RECREATE = "recreate"


class IncomingWebhook(ListedAccessType):
    """The incoming webhooks of the account and of its bots."""

    name = "incoming_webhook"
    title = "Incoming webhooks"
    plural = "incoming webhooks"
    owner_field = "user_id"
    option = "incoming_webhooks"

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for listing and deleting webhooks of others."""
        return ("manage_incoming_webhooks or manage_own_incoming_webhooks", "manage_others_incoming_webhooks")

    def rows(self, server: Server) -> Iterable[dict[str, Any]]:
        """Return the incoming webhooks of the whole server."""
        return server.client.pages("/hooks/incoming", "list the incoming webhooks", "manage_others_incoming_webhooks")

    def item(self, row: dict[str, Any]) -> Item:
        """Return the item of a row. The id is a secret and is masked."""
        shown = {
            "id": masked(row["id"]),
            "name": one_line(row.get("display_name")),
            "team_id": one_line(row.get("team_id"), 26),
            "channel_id": one_line(row.get("channel_id"), 26),
        }
        return Item(row["id"], True, shown, row)

    def removes(self, choices: dict[str, Any]) -> bool:
        """Return whether the webhooks are not replaced."""
        return choices.get(self.option) != RECREATE

    def as_closed(self, item: Item, choices: dict[str, Any]) -> dict[str, Any]:
        """Return the webhook with the owner of its replacement."""
        if choices.get(self.option) != RECREATE:
            return dict(item.shown)
        return dict(item.shown, handed_over_to=choices["handover"].name)

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Delete the webhook, after creating its replacement if requested.

        Safe to repeat: a deleted one answers 404, and an existing replacement is found.
        """
        if choices.get(self.option) == RECREATE:
            replace(server, person, item, choices["handover"])
        action = "delete the incoming webhook %s of %s" % (item.label, person.name)
        path = "/hooks/incoming/" + item.key
        unless_gone(
            lambda: server.client.change("DELETE", path, None, action, "manage_others_incoming_webhooks"),
            INCOMING_WEBHOOK_GONE,
        )
