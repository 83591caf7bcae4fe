# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outgoing webhooks: they go on sending what is said in channels to an address the user chose."""

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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import MattermostError
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

NAME = "outgoing_webhook"
TITLE = "Outgoing webhooks"


def needs(server: Server, user: dict[str, Any]) -> tuple[str, ...]:
    """Webhooks of others are listed and deleted with these."""
    return ("manage_outgoing_webhooks or manage_own_outgoing_webhooks", "manage_others_outgoing_webhooks")


def find(server: Server, user: dict[str, Any]) -> list[Item]:
    """Return the user's outgoing webhooks, without their tokens and addresses, which may hold secrets."""

    def fetch() -> Iterable[dict[str, Any]]:
        return server.client.pages("/hooks/outgoing", "list the outgoing webhooks", "manage_others_outgoing_webhooks")

    rows = server.once(NAME, fetch, "creator_id").get(user["id"], [])
    rows = [row for row in rows if not row.get("delete_at")]
    return [_item(row) for row in with_ids(rows, "list the outgoing webhooks of %s" % name(user), server.client.url)]


def _item(row: dict[str, Any]) -> Item:
    shown = {"id": text(row["id"], 26), "name": text(row.get("display_name")), "team_id": text(row.get("team_id"), 26),
             "channel_id": text(row.get("channel_id"), 26)}  # fmt: skip
    return Item(row["id"], True, shown)


def close(
    server: Server, user: dict[str, Any], items: list[Item], choices: dict[str, Any]
) -> tuple[list[Item], MattermostError | None]:
    """Delete the webhooks. Harmless to repeat: one that is gone answers 404."""

    def end(item: Item) -> None:
        action = "delete the outgoing webhook %s of %s" % (item.shown["name"] or item.shown["id"], name(user))
        unless_gone(
            lambda: server.client.change(
                "DELETE", "/hooks/outgoing/" + item.key, None, action, "manage_others_outgoing_webhooks"
            ),
            "app.webhooks.get_outgoing.app_error",
        )

    return one_by_one(items, end)


def human(server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
    """Nothing is left to a person."""
    return None
