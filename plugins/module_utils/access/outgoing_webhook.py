# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outgoing webhooks: they go on sending what is said in channels to an address the user chose."""

from __future__ import annotations

from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import (
    Item,
    one_by_one,
    text,
    unless_gone,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.session import name

NAME = "outgoing_webhook"
TITLE = "Outgoing webhooks"


def needs(server, user):
    """Webhooks of others are listed and deleted with these."""
    return ("manage_outgoing_webhooks or manage_own_outgoing_webhooks", "manage_others_outgoing_webhooks")


def find(server, user):
    """Return the user's outgoing webhooks, without their tokens and addresses, which may hold secrets."""

    def fetch():
        return server.client.pages("/hooks/outgoing", "list the outgoing webhooks", "manage_others_outgoing_webhooks")

    rows = server.once(NAME, fetch, "creator_id").get(user["id"], [])
    return [_item(row) for row in rows if isinstance(row.get("id"), str) and not row.get("delete_at")]


def _item(row):
    shown = {"id": text(row["id"], 26), "name": text(row.get("display_name")), "team_id": text(row.get("team_id"), 26),
             "channel_id": text(row.get("channel_id"), 26)}  # fmt: skip
    return Item(row["id"], True, shown)


def close(server, user, items, choices):
    """Delete the webhooks. Harmless to repeat: one that is gone answers 404."""

    def end(item):
        action = "delete the outgoing webhook %s of %s" % (item.shown["name"] or item.shown["id"], name(user))
        unless_gone(
            lambda: server.client.change(
                "DELETE", "/hooks/outgoing/" + item.key, None, action, "manage_others_outgoing_webhooks"
            ),
            "app.webhooks.get_outgoing.app_error",
        )

    return one_by_one(items, end)


def human(server, user, items):
    """Nothing is left to a person."""
    return None
