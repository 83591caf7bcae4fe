# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User access tokens: each creates a new session when it is used, and works again with the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item, one_by_one, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id, with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError, worse
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    USER_ACCESS_TOKEN_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import StillThere
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


# From this number of users on, one request for the tokens of all users is tried first. It is one too many at most.
_MANY = 2
# The maximum number of rows that the server returns at once.
_PAGE = 200


class UserAccessToken(AccessType):
    """The access tokens of the account."""

    name = "user_access_token"
    title = "User access tokens"

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for reading and revoking tokens of others."""
        return over_user(user, "read_user_access_token", "revoke_user_access_token", "edit_other_users")

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the tokens. Disabled ones give no access."""
        account = person.own_account()
        everybodys = _everybodys(server)
        if everybodys is None:
            return of_account(server, account)
        return _items(server, account, everybodys.get(account.id, []))

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Revoke the tokens and verify that they are gone: the server can answer OK and keep a token."""
        return revoke(server, items, person.name, lambda: of_account(server, person.own_account()))


def of_account(server: Server, account: Account) -> list[Item]:
    """Return the tokens of an account, which may be that of a bot."""
    path = "/users/%s/tokens" % account.id
    return _items(server, account, server.client.pages(path, _list(account), "read_user_access_token"))


def _everybodys(server: Server) -> dict[str, list[dict[str, Any]]] | None:
    """Return the tokens of the whole server by user, if there are many users and few tokens.

    None if they have to be listed by user. The list of all tokens has no order, so that it is used only if it fits on
    one page.
    """
    if len(server.people) < _MANY or not server.caller.may("manage_system"):
        return None
    found: dict[str, list[dict[str, Any]]] | None = server.once("access tokens of everybody", lambda: _one_page(server))
    return found


def _one_page(server: Server) -> dict[str, list[dict[str, Any]]] | None:
    path = "/users/tokens?page=0&per_page=%d" % _PAGE
    try:
        rows = server.client.rows(path, "list the tokens of all users", "manage_system")
    except ApiError as error:
        if error.fatal:
            raise
        return None
    if len(rows) >= _PAGE or not all(usable_id(row, "user_id") for row in rows):
        return None
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["user_id"], []).append(row)
    return found


def _list(account: Account) -> str:
    return "list the tokens of %s" % account.name


def _items(server: Server, account: Account, rows: Iterable[dict[str, Any]]) -> list[Item]:
    return [_item(row, account) for row in with_ids(rows, _list(account), server.client.url)]


def _item(row: dict[str, Any], account: Account) -> Item:
    shown = {
        "id": one_line(row["id"], 26),
        "description": one_line(row.get("description")),
        "active": row.get("is_active") is not False,
    }
    if milliseconds(row.get("expires_at")):
        shown["expires_at"] = iso(row["expires_at"])
    # Newer servers let tokens expire. An expired one is revoked like any other.
    return account.owns(Item(row["id"], shown["active"], shown))


def revoke(server: Server, items: list[Item], username: str, look_again: Callable[[], list[Item]]) -> Closed:
    """Revoke tokens. Safe to repeat: a revoked one answers 404."""

    def end(item: Item) -> None:
        action = "revoke the token %s of %s" % (item.shown["id"], username)
        needs = "revoke_user_access_token and edit_other_users"
        body = {"token_id": item.key}
        unless_gone(
            lambda: server.client.change("POST", "/users/tokens/revoke", body, action, needs), USER_ACCESS_TOKEN_GONE
        )

    done, error = one_by_one(items, end)
    stubborn: list[Item] = []
    try:
        left = {item.key for item in look_again()} if done else set()
        stubborn = [item for item in done if item.key in left]
        if stubborn and error is None:
            error = one_by_one(stubborn, end)[1]
            left = {item.key for item in look_again()}
    except MattermostError as unseen:
        # The server accepted the request, but the effect is unverified. A token still listed counts as not revoked.
        unseen.unknown = True
        return [item for item in done if item not in stubborn], worse(error, unseen)
    done = [item for item in done if item.key not in left]
    if error is None and len(done) < len(items):
        left_over = len(items) - len(done)
        action, count = "revoke the tokens of %s" % username, "%d %s" % (left_over, "is" if left_over == 1 else "are")
        error = StillThere(action=action, url=server.client.url, count=count)
    return done, error
