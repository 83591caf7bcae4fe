# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outgoing webhooks: they keep sending posts in channels to an address that the user chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.kept_integration import (
    KeptAccessType,
    hosts,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    OUTGOING_WEBHOOK_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class OutgoingWebhook(KeptAccessType):
    """The outgoing webhooks of the account and of its bots."""

    name = "outgoing_webhook"
    title = "Outgoing webhooks"
    plural = "outgoing webhooks"
    option = "outgoing_webhooks"
    path = "/hooks/outgoing/"
    method = "POST"
    singular = "outgoing webhook"
    others = "manage_others_outgoing_webhooks"
    gone = OUTGOING_WEBHOOK_GONE

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for listing and deleting webhooks of others."""
        return ("manage_outgoing_webhooks or manage_own_outgoing_webhooks", "manage_others_outgoing_webhooks")

    def rows(self, server: Server) -> Iterable[dict[str, Any]]:
        """Return the outgoing webhooks of the whole server."""
        return server.client.pages("/hooks/outgoing", "list the outgoing webhooks", "manage_others_outgoing_webhooks")

    def item(self, row: dict[str, Any]) -> Item:
        """Return the item of a row, without its token and full addresses, which may contain secrets."""
        shown = {
            "id": one_line(row["id"], 26),
            "name": one_line(row.get("display_name")),
            "team_id": one_line(row.get("team_id"), 26),
            "channel_id": one_line(row.get("channel_id"), 26),
            "sends_to": hosts(row),
        }
        return Item(row["id"], True, shown, row)
