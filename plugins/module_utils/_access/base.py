# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a type of access. Each type is one file beside this one with one class that fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, Item, one_by_one
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import with_ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
    from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError

    Closed = tuple[list[Item], "MattermostError | None"]

LEAVE = "leave"


class AccessType:
    """One type of access of a person: find it, close it, know whether you may."""

    # How results, options and reports call it, and how people call it.
    name = ""
    title = ""
    # Whether an API closes it. The account itself is closed by a module of its own.
    closable = True
    # Whether mattermost_access_revoke names it for a person to decide, though nothing closes it.
    reported = False
    # Whether what the person's bots made or hold is found as well.
    includes_bots = False
    # The option of mattermost_access_revoke that decides how it is closed. "leave" leaves it alone.
    option: str | None = None
    # Whether "leave" means that it is not even looked at.
    optional = False
    # Whether it is looked at only where it is asked for, since it opens nothing as long as the account is blocked.
    asked_only = False

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions without which it cannot be seen whole and closed."""
        raise NotImplementedError

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the items of the person. Raises MattermostError."""
        raise NotImplementedError

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Close the items and return (those closed, the worst error or None)."""
        return one_by_one(items, lambda item: self.close_item(server, person, item, choices))

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Close one item. Raises MattermostError. Must be harmless to repeat; the docstring says why it is."""
        # Not abstract: a type that closes all items at once, or none, has no use for it.
        raise TypeError("%s does not close its items one by one" % self.name)

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return what a person must do about the items, None where nothing is left to a person."""
        return None

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the items that are to be closed: the plan of check mode and real runs alike."""
        if not self.closable or (self.option and choices.get(self.option) == LEAVE):
            return []
        return [item for item in items if item.open]

    def foretold(self, items: list[Item]) -> list[Item]:
        """Return those of the items to close that a real run could close, as far as that can be foretold."""
        return items

    def as_closed(self, item: Item, choices: dict[str, Any]) -> dict[str, Any]:
        """Return a closed item as it stands in a result."""
        return dict(item.shown)

    def left_alone(self, items: list[Item], choices: dict[str, Any]) -> str | None:
        """Return a sentence on items that are not closed though somebody may expect it, None where there are none."""
        return None

    def comes_last(self, choices: dict[str, Any]) -> bool:
        """Say whether it is closed after all other types."""
        return False


class ListedAccessType(AccessType):
    """A type of access that the server lists for all users at once, with the owner in a field of each row."""

    includes_bots = True
    # How the list is called in a message, such as "incoming webhooks".
    plural = ""
    owner_field = "creator_id"

    def rows(self, server: Server) -> Iterable[dict[str, Any]]:
        """Return the raw rows of the whole server. Called once for all users."""
        raise NotImplementedError

    def item(self, row: dict[str, Any]) -> Item:
        """Return the item of a row."""
        raise NotImplementedError

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the items that the person or a bot of theirs owns."""
        by_owner = server.owned(self.name, lambda: self.rows(server), self.owner_field)
        action = "list the %s of %s" % (self.plural, person.name)
        found = []
        for account in person.accounts(server):
            rows = [row for row in by_owner.get(account.id, []) if not row.get("delete_at")]
            for row in with_ids(rows, action, server.client.url):
                found.append(account.owns(self.item(row)))
        return found
