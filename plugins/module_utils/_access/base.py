# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a type of access. Each type is one class in a file of its own in the folder types."""

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
    """One type of access: finds and closes the items of a person, and states the permissions required."""

    # Its name in results, options and reports, and its title for people.
    name = ""
    title = ""
    # Whether an API closes it. The account itself is deactivated by mattermost_user.
    closable = True
    # Whether mattermost_access_revoke reports it for a person to decide, although nothing closes it.
    reported = False
    # Whether items of the person's bots are included.
    includes_bots = False
    # The option of mattermost_access_revoke that decides how it is closed. With "leave" it is not changed.
    option: str | None = None
    # Whether "leave" means that it is not checked either.
    optional = False
    # Whether whoever has an item can make new ways in with it, of the types that `made_by_use` marks.
    lets_act = False
    # Whether new items appear when an item of the types that `lets_act` marks is used.
    made_by_use = False
    # Whether the items count what others own, which may be closed in the same run.
    counts_others = False
    # Whether it is checked only on request, since it gives no access while the account is deactivated.
    asked_only = False

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions required to list all items and to close them."""
        raise NotImplementedError

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the items of the person. Raises MattermostError."""
        raise NotImplementedError

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Close the items and return (those closed, the worst error or None)."""
        return one_by_one(items, lambda item: self.close_item(server, person, item, choices))

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Close one item. Raises MattermostError. Must be safe to repeat; the docstring states why it is."""
        # Not abstract: types that close all items at once, or none, do not need it.
        raise TypeError("%s does not close its items one by one" % self.name)

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return what a person must do about the items, None if nothing."""
        return None

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the items to close, in check mode and in real runs alike."""
        if not self.closable or (self.option and choices.get(self.option) == LEAVE):
            return []
        return [item for item in items if item.open]

    def foretold(self, items: list[Item]) -> list[Item]:
        """Return those of the items that a real run can be expected to close."""
        return items

    def removes(self, choices: dict[str, Any]) -> bool:
        """Return whether what is closed is gone then. Else it is still there, or replaced, with a new secret."""
        return True

    def as_closed(self, item: Item, choices: dict[str, Any]) -> dict[str, Any]:
        """Return a closed item in the format of results."""
        return dict(item.shown)

    def left_alone(self, items: list[Item], choices: dict[str, Any]) -> str | None:
        """Return a sentence about items that are unexpectedly not closed, None if there are none."""
        return None

    def comes_last(self, choices: dict[str, Any]) -> bool:
        """Return whether it is closed after all other types."""
        return False


class ListedAccessType(AccessType):
    """A type of access that the server lists for all users at once, with the owner in a field of each row."""

    includes_bots = True
    # The name of the list in a message, such as "incoming webhooks".
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
