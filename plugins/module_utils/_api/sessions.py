# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sessions of a user: lists and describes them, and revokes one, all, or those of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError, worse
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import SESSION_GONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, NoUsableId
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client

# "revoke/all" stops at an OAuth session without access data, and gets past one such session with each call.
_ALL_TRIES = 3


def rows(client: Client, user: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the raw rows of a user's sessions, including expired ones.

    Rows contain secrets (`props.csrf`, `device_id`): use `describe` before showing them.
    """
    return client.rows(
        "/users/%s/sessions" % user["id"], "list the sessions of %s" % user_lookup.name(user), user_lookup.NEEDS
    )


def describe(row: dict[str, Any], now: int) -> dict[str, Any]:
    """Return a session in the format of results. `now` is in milliseconds since the epoch.

    Only known fields are copied, so that no token, CSRF value, push token or new field of a later
    version is included.
    """
    props = row.get("props")
    props = props if isinstance(props, dict) else {}
    expires = milliseconds(row.get("expires_at"))
    return {
        "id": usable_id(row),
        "kind": kind(row, props),
        "created_at": iso(row.get("create_at")),
        "last_activity_at": iso(row.get("last_activity_at")),
        "expires_at": iso(expires),
        "expired": 0 < expires < now,
        "platform": one_line(props.get("platform"), 100),
        "os": one_line(props.get("os"), 100),
        "browser": one_line(props.get("browser"), 100),
        "login_method": login_method(row, props),
        "user_access_token_id": one_line(props.get("user_access_token_id"), 26) or None,
        "oauth_app_id": one_line(props.get("oauth_app_id"), 26) or None,
    }


def kind(row: dict[str, Any], props: dict[str, Any]) -> str:
    """Return the kind of a session: token, oauth, mobile, desktop, cli or web, tested in this order."""
    if props.get("type") == "UserAccessToken":
        return "token"
    if row.get("is_oauth") is True:
        return "oauth"
    if row.get("device_id") or props.get("isMobile") == "true":
        return "mobile"
    browser = str(props.get("browser") or "")
    if browser.startswith("Desktop App/"):
        return "desktop"
    return "cli" if browser.startswith("mmctl/") else "web"


def login_method(row: dict[str, Any], props: dict[str, Any]) -> str:
    """Return how the user logged in, as far as the session shows it: LDAP and passwords look the same."""
    if props.get("type") == "UserAccessToken":
        return "user_access_token"
    if row.get("is_oauth") is True:
        return "oauth_app"
    if props.get("isSaml") == "true":
        return "saml"
    return "sso" if props.get("isOAuthUser") == "true" else "password"


def end_one(client: Client, user: dict[str, Any], session_id: str) -> None:
    """Revoke one session. Safe to repeat: one that is gone answers 400, which counts as success."""
    action = "revoke session %s of %s" % (session_id, user_lookup.name(user))
    path = "/users/%s/sessions/revoke" % user["id"]
    try:
        client.change("POST", path, {"session_id": session_id}, action, user_lookup.NEEDS)
    except ApiError as error:
        if error.error_id not in SESSION_GONE:
            raise


def end_all(client: Client, user: dict[str, Any]) -> None:
    """Revoke all sessions of a user with one request. Safe to repeat: without sessions it answers OK as well."""
    client.change(
        "POST",
        "/users/%s/sessions/revoke/all" % user["id"],
        None,
        "revoke all sessions of %s" % user_lookup.name(user),
        user_lookup.NEEDS,
    )


def end_everybodys(client: Client) -> None:
    """Revoke all sessions of the whole server, including the caller's. Safe to repeat."""
    client.change(
        "POST", "/users/sessions/revoke/all", None, "revoke the sessions of everyone", "the permission manage_system"
    )


def end(
    client: Client, user: dict[str, Any], items: list[dict[str, Any]], everything: bool = False
) -> tuple[list[dict[str, Any]], MattermostError | None]:
    """Revoke the described sessions and return (those revoked, the error that stopped it or None).

    With `everything`, all are revoked with one request. If the server aborts it with 500, it is
    repeated, and then the sessions that are still listed are revoked one by one.
    """
    if everything:
        try:
            _end_all_stubbornly(client, user)
            return list(items), None
        except ApiError as error:
            if error.status != 500:
                return [], error
            return _end_what_is_listed(client, user, items, error)
        except MattermostError as error:
            return [], error
    return _end_each(client, user, items)


def _end_what_is_listed(
    client: Client, user: dict[str, Any], items: list[dict[str, Any]], broke_off: MattermostError
) -> tuple[list[dict[str, Any]], MattermostError | None]:
    done: list[dict[str, Any]] = []
    try:
        done, failure = _end_each(client, user, _listed_among(client, user, items))
        # The session may be gone despite a 500: the list decides.
        left = {item["id"] for item in _listed_among(client, user, items)} - {item["id"] for item in done}
    except MattermostError as unseen:
        # Some may have been revoked before the server aborted the request.
        unseen.unknown = True
        return done, unseen
    ended = [item for item in items if item["id"] not in left]
    return ended, (failure or broke_off) if left else None


def _end_all_stubbornly(client: Client, user: dict[str, Any]) -> None:
    for attempt in range(_ALL_TRIES):
        try:
            return end_all(client, user)
        except ApiError as error:
            if error.status != 500 or attempt == _ALL_TRIES - 1:
                raise
    return None


def _end_each(
    client: Client, user: dict[str, Any], items: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], MattermostError | None]:
    done: list[dict[str, Any]] = []
    failure: MattermostError | None = None
    for item in items:
        try:
            if not item["id"]:
                raise NoUsableId(action="revoke a session of %s" % user_lookup.name(user), url=client.url)
            end_one(client, user, item["id"])
            done.append(item)
        except MattermostError as error:
            failure = worse(failure, error)
            if error.fatal:
                break
    return done, failure


def _listed_among(client: Client, user: dict[str, Any], items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # None if an id is unusable, as in the description of a session.
    listed = {usable_id(row) for row in rows(client, user)}
    return [item for item in items if item["id"] in listed]
