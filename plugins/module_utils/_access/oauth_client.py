# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The OAuth apps of the whole server: lists them, regenerates secrets, and proves that a secret is new."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_rules
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, sessions
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import UnexpectedShape
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The permissions for listing and changing apps of others.
NEEDS = ("manage_oauth", "manage_system_wide_oauth")
_NEEDS = "manage_system_wide_oauth"

# The maximum delay between a change and its entry in the log, in milliseconds.
_SLACK = 60 * 1000


def every_app(server: Server) -> list[dict[str, Any]]:
    """Return the raw apps of the whole server, requested once. They contain secrets. Raises MattermostError."""

    def fetch() -> list[dict[str, Any]]:
        return list(server.client.pages("/oauth/apps", "list the OAuth apps", _NEEDS))

    apps: list[dict[str, Any]] = server.once("every OAuth app", fetch)
    return apps


def is_public(server: Server, app: dict[str, Any]) -> bool:
    """Return whether an app is a public client, which has no secret and no refresh tokens."""
    return oauth_rules.rules(server).has_public_clients and app.get("client_secret") == ""


def callback_hosts(app: dict[str, Any]) -> list[str]:
    """Return where an app receives codes and tokens: scheme and host only, since the rest may contain secrets."""
    addresses = app.get("callback_urls")
    found = [urlsplit(one) for one in addresses if isinstance(one, str)] if isinstance(addresses, list) else []
    hosts = ["%s://%s" % (one.scheme, one.netloc.rpartition("@")[2]) for one in found if one.netloc]
    return [one_line(host, 200) for host in dict.fromkeys(hosts)]


def without_owner(server: Server) -> list[dict[str, Any]] | None:
    """Return the apps without a creator (dynamically registered), None if the caller cannot see them."""
    if server.caller.lacks(NEEDS):
        return None
    return [
        {
            "id": app["id"],
            "name": one_line(app.get("name")),
            "callback_hosts": callback_hosts(app),
            "public": is_public(server, app),
        }
        for app in every_app(server)
        if app.get("creator_id") == "" and ID.match(str(app.get("id")))
    ]


class _Renewed:
    """A new secret that this run generated: when, and the hash of the old one. The secret itself is not kept."""

    def __init__(self, at: int, old: str) -> None:
        self.at = at
        self.old = old


def renewed(server: Server, app: dict[str, Any], since: int) -> bool | None:
    """Return whether the app got a new secret after `since` (milliseconds since the epoch), None if unknown.

    The server reports only when an app was last changed, in any way. The proof is what this run did itself, or the
    log of the calling account.
    """
    changed = milliseconds(app.get("update_at"))
    if since <= 0 or changed <= since:
        return False
    seen = server.seen.get(_key(app))
    if seen is not None and seen.at > since and _digest(app) != seen.old:
        return True
    # The last change is most likely the wanted one, and logs are read back only as far as necessary.
    for back_to in (max(since, changed - _SLACK), since):
        rows = audit_log.of(server, server.caller.user, back_to).of("/oauth/apps/{id}/regen_secret")
        if any(row.subject == app["id"] and row.stage == DONE and row.at > since for row in rows):
            return True
    log = audit_log.of(server, server.caller.user)
    return False if log.gap is None or log.since <= since else None


def everybody_logged_out(server: Server, since: int) -> bool:
    """Return whether the calling account ended all sessions of the server after `since`, and so all refresh tokens."""
    log = audit_log.of(server, server.caller.user, since)
    return any(row.at > since for row in log.of("/users/sessions/revoke/all"))


def renew(server: Server, app: dict[str, Any], since: int, action: str) -> str | None:
    """Give an app a new secret and return it, None if this run did so after `since`.

    `action` completes "Failed to ...".

    Safe to repeat: a second new secret is not known either. Raises MattermostError.
    """
    lock: threading.Lock = server.once("lock of OAuth app " + app["id"], threading.Lock)
    with lock:
        seen = server.seen.get(_key(app))
        if seen is not None and seen.at > since > 0:
            return None
        path = "/oauth/apps/%s/regen_secret" % app["id"]
        answer = server.client.change("POST", path, None, action, _NEEDS)
        new = answer if isinstance(answer, dict) else {}
        if not new.get("client_secret") or _digest(new) == _digest(app):
            raise UnexpectedShape(action=action, url=server.client.url, expected="a new secret")
        server.seen[_key(app)] = _Renewed(milliseconds(new.get("update_at")), _digest(app))
        return str(new["client_secret"])


def end_sessions(server: Server, users: list[dict[str, Any]]) -> None:
    """End the remaining sessions of these users, with which they could read a new secret.

    Safe to repeat. Raises MattermostError.
    """
    for user in users:
        listed = [sessions.describe(row, server.client.clock.now()) for row in sessions.rows(server.client, user)]
        if listed:
            error = sessions.end(server.client, user, listed, everything=True)[1]
            if error is not None:
                raise error


def _key(app: dict[str, Any]) -> str:
    return "new secret of %s" % app["id"]


def _digest(app: dict[str, Any]) -> str:
    return hashlib.sha256(str(app.get("client_secret")).encode()).hexdigest()
