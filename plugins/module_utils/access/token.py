# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User access tokens: each makes itself a new session at its next use, and comes back with the account."""

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
from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import ApiError, MattermostError, worse
from ansible_collections.offboarding.mattermost.plugins.module_utils.times import iso, milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

NAME = "token"
TITLE = "User access tokens"

GONE = "app.user_access_token.get_by_user.app_error"


def needs(server: Server, user: dict[str, Any]) -> tuple[str, ...]:
    """Tokens of others are read and revoked with these."""
    return server.over_user(user, "read_user_access_token", "revoke_user_access_token", "edit_other_users")


def find(server: Server, user: dict[str, Any]) -> list[Item]:
    """Return the user's tokens. One that is disabled opens no door."""
    return of_account(server, user["id"], name(user))


def of_account(server: Server, user_id: str, username: str) -> list[Item]:
    """Return the tokens of an account, which may be a bot."""
    rows = {}
    path = "/users/%s/tokens" % user_id
    # The pages have no order, so a row may come twice.
    action = "list the tokens of %s" % username
    for row in with_ids(server.client.pages(path, action, "read_user_access_token"), action, server.client.url):
        rows[row["id"]] = row
    return [_item(row) for row in rows.values()]


def _item(row: dict[str, Any]) -> Item:
    shown = {"id": text(row["id"], 26), "description": text(row.get("description")),
             "active": row.get("is_active") is not False}  # fmt: skip
    if milliseconds(row.get("expires_at")):
        shown["expires_at"] = iso(row["expires_at"])
    # Newer servers let tokens expire. Only the server's clock knows when, so that is not judged here.
    return Item(row["id"], shown["active"], shown)


def close(
    server: Server, user: dict[str, Any], items: list[Item], choices: dict[str, Any]
) -> tuple[list[Item], MattermostError | None]:
    """Revoke the tokens and see that they are gone: the server can answer OK with a token still there."""
    return revoke(server, items, name(user), lambda: find(server, user))


def revoke(
    server: Server, items: list[Item], username: str, look_again: Callable[[], list[Item]]
) -> tuple[list[Item], MattermostError | None]:
    """Revoke tokens. Harmless to repeat: one that is gone answers 404."""

    def end(item: Item) -> None:
        action = "revoke the token %s of %s" % (item.shown["id"], username)
        unless_gone(
            lambda: server.client.change(
                "POST", "/users/tokens/revoke", {"token_id": item.key}, action,
                "revoke_user_access_token and edit_other_users",
            ),
            GONE,
        )  # fmt: skip

    done, error = one_by_one(items, end)
    stubborn: list[Item] = []
    try:
        left = {item.key for item in look_again()} if done else set()
        stubborn = [item for item in done if item.key in left]
        if stubborn and error is None:
            error = one_by_one(stubborn, end)[1]
            left = {item.key for item in look_again()}
    except MattermostError as unseen:
        # The server took it, and nobody saw what came of it; one that was seen after a first success is not believed.
        unseen.unknown = True
        return [item for item in done if item not in stubborn], worse(error, unseen)
    done = [item for item in done if item.key not in left]
    if error is None and len(done) < len(items):
        error = ApiError("still_there", action="revoke the tokens of %s" % username, url=server.client.url,
                         count="%d are" % (len(items) - len(done)))  # fmt: skip
    return done, error


def human(server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
    """Nothing is left to a person."""
    return None
