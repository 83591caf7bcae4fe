# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends the access of OAuth apps to a bot, including refresh tokens, which cannot be listed.

Only the account itself can deauthorize an app. Whoever can manage a bot can create a token for it to do so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_client
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    USER_ACCESS_TOKEN_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    UnexpectedShape,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The permissions for listing all apps and for acting as the bot.
_NEEDS = (*oauth_client.NEEDS, "create_user_access_token")


def shut_out(server: Server, bot: Account) -> str | None:
    """Deauthorize every OAuth app for an enabled bot, since the bot could hide which ones it authorized.

    If the caller is not permitted to do that, returns what the bot is known to have authorized, None if nothing.
    Safe to repeat: for an app that was not authorized, the server answers OK. Raises MattermostError.
    """
    try:
        if server.caller.lacks(_NEEDS):
            return _known(server, bot)
        apps = with_ids(oauth_client.every_app(server), "list the OAuth apps", server.client.url)
    except ApiError as error:
        if error.status != 501:  # the server is not an OAuth provider
            raise
        return None
    if apps:
        _as_the_bot(server, bot, apps)
    return None


def _known(server: Server, bot: Account) -> str | None:
    path = "/users/%s/oauth/apps/authorized" % bot.id
    action = "list the OAuth apps that %s authorized" % bot.name
    listed = server.client.pages(path, action, user_lookup.NEEDS, repeats=True)
    names = [one_line(row.get("name"), 80) for row in listed]
    if not names and audit_log.of(server, bot.user).of("/oauth/authorize"):
        names = ["an OAuth app"]
    return first_few(names) if names else None


def _as_the_bot(server: Server, bot: Account, apps: list[dict[str, Any]]) -> None:
    client = server.client
    action = "create a token to deauthorize the OAuth apps of %s" % bot.name
    body = {"description": "Deauthorize OAuth apps"}
    made = client.change("POST", "/users/%s/tokens" % bot.id, body, action, "create_user_access_token")
    if not isinstance(made, dict) or not isinstance(made.get("token"), str):
        raise UnexpectedShape(action=action, url=client.url, expected="a token")
    try:
        for app in apps:
            action = "deauthorize the OAuth app %s for the bot %s" % (one_line(app.get("name"), 80), bot.name)
            client.change_as(made["token"], "/oauth/deauthorize", {"client_id": app["id"]}, action)
    finally:
        body = {"token_id": str(made.get("id"))}
        action = "revoke the token to deauthorize the OAuth apps of %s" % bot.name
        unless_gone(lambda: client.change("POST", "/users/tokens/revoke", body, action), USER_ACCESS_TOKEN_GONE)
