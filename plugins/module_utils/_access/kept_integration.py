# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Integrations that call an address with a token, and that can be kept with a new token.

A new token alone does not close one: it keeps sending to the address that its creator chose, with the new token. So a
person must check the address and confirm it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import new_token, oauth_client
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import LEAVE, ListedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import confirmed_advice, reference
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

DELETE, REGENERATE = "delete", "regenerate_token"

# What is known about the token of an item.
OLD, NEW, IN_DOUBT = "old", "new", "in_doubt"


class KeptAccessType(ListedAccessType):  # pylint: disable=abstract-method
    """Slash commands and outgoing webhooks: deleted, or handed over with a new token."""

    option: str = ""
    # The API path, and the suffix for regenerating the token.
    path = ""
    method = ""
    # The name in a message, the permission for those of others, and the error ids that mean that one is gone.
    singular = ""
    others = ""
    gone: tuple[str, ...] = ()

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the items that the user or their bots created. They are open if the creator may know the token."""
        items = super().find(server, person)
        for item in items:
            new = new_token.renewed(server, person, item.row, self.path + item.key)
            item.shown["credential"] = IN_DOUBT if new is None else NEW if new else OLD
            item.open = item.shown["credential"] == OLD
            if new:
                # A different address needs a new confirmation.
                ref = reference(person, self.name, item.key, "kept", *sorted(addresses(item.row)))
                item.shown.update(reference=ref, confirmed=ref in server.confirmed)
        return items

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the items to delete, including kept ones, or those to get a new token."""
        if choices.get(self.option) == LEAVE:
            return []
        if choices.get(self.option) == REGENERATE:
            return [item for item in items if item.shown["credential"] != NEW]
        return [item for item in items if not item.shown.get("confirmed")]

    def removes(self, choices: dict[str, Any]) -> bool:
        """Return whether the items are deleted."""
        return choices.get(self.option) != REGENERATE

    def as_closed(self, item: Item, choices: dict[str, Any]) -> dict[str, Any]:
        """Return the item with its successor."""
        if choices.get(self.option) != REGENERATE:
            return dict(item.shown)
        return dict(item.shown, handed_over_to=choices["handover"].name)

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Close the items. Before a token is regenerated, the remaining sessions of a deactivated account must end."""
        if choices.get(self.option) == REGENERATE and milliseconds(person.user.get("delete_at")) > 0:
            makers = {item.row["creator_id"]: item.shown.get("bot") or person.name for item in items}
            try:
                oauth_client.end_sessions(server, [{"id": key, "username": name} for key, name in makers.items()])
            except MattermostError as error:
                return [], error
        return super().close(server, person, items, choices)

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Delete the item, or give it a new token.

        Safe to repeat: a deleted one answers 404, and the creator does not know a second new token either.
        """
        action = "%%s the %s %s of %s" % (self.singular, self.called(item), person.name)
        path = self.path + item.key
        if choices.get(self.option) == REGENERATE:
            what = action % "regenerate the token of"
            token = unless_gone(
                lambda: new_token.renew(server, item.row, self.method, path, what, self.others), self.gone
            )
            if token is not None:
                told = {"id": item.key, "token": token, "sends_to": addresses(item.row)}
                choices["handover"].deliver(self.name, person, item, told)
            return
        unless_gone(lambda: server.client.change("DELETE", path, None, action % "delete", self.others), self.gone)

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return what a person must do about items that are kept."""
        if not items or any(item.open for item in items):
            return None
        doubtful = [item for item in items if item.shown["credential"] == IN_DOUBT]
        if doubtful:
            return Advice(
                "It cannot be determined whether the token of %s is new: it was changed later, and the log of the"
                " calling account does not go back that far. Run this with %s=regenerate_token, or delete it."
                % (self._names(doubtful), self.option),
                None,
                "unknown",
            )
        kept = [item for item in items if not item.shown["confirmed"]]
        if not kept:
            return confirmed_advice(items)
        texts = [
            "%s was kept with a new token and keeps sending to %s, which %s chose: check that this is one of your"
            " addresses, or delete it. (reference %s)"
            % (self.called(item), _hosts(item), person.name, item.shown["reference"])
            for item in kept[:3]
        ]
        rest = "" if len(kept) <= 3 else " And %d more." % (len(kept) - 3)
        return Advice(" ".join(texts) + rest, True)

    def called(self, item: Item) -> str:
        """Return the name of an item for a message."""
        return item.label

    def _names(self, items: list[Item]) -> str:
        more = " and %d more" % (len(items) - 3) if len(items) > 3 else ""
        return ", ".join(self.called(item) for item in items[:3]) + more


def addresses(row: dict[str, Any]) -> list[str]:
    """Return the addresses that a command or webhook sends to. They may contain secrets."""
    found = row.get("callback_urls")
    every = [*(found if isinstance(found, list) else ()), row.get("url")]
    return [one for one in every if isinstance(one, str) and one]


def hosts(row: dict[str, Any]) -> list[str]:
    """Return where a command or webhook sends to: scheme and host only, since the rest may contain secrets."""
    found = []
    for address in addresses(row):
        try:
            parts = urlsplit(address)
        except ValueError:  # not a valid address
            continue
        if parts.netloc:
            found.append(one_line("%s://%s" % (parts.scheme, parts.netloc.rpartition("@")[2]), 200))
    return list(dict.fromkeys(found))


def _hosts(item: Item) -> str:
    return ", ".join(item.shown["sends_to"]) or "its address"
