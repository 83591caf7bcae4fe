# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth 2.0 apps that the user created: whoever knows the client secret can act as the app.

A new secret does not close an app. It keeps the tokens of its users, and it receives new ones at its callback
addresses from everybody who authorized it before, without asking and without a secret. Only deletion ends that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_client
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import LEAVE, ListedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, Item, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.kept_integration import IN_DOUBT, NEW, OLD
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import OAUTH_APP_GONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import UnexpectedShape
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

DELETE = "delete"
_NEEDS = "manage_system_wide_oauth"

# Beside what is known about any credential:
NONE = "none"  # a public client has no secret


class OAuthApp(ListedAccessType):
    """The OAuth apps that the user and their bots created."""

    name = "oauth_app"
    title = "OAuth apps made"
    plural = "OAuth apps"
    option = "oauth_apps"

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for listing and changing apps of others."""
        return oauth_client.NEEDS

    def rows(self, server: Server) -> Iterable[dict[str, Any]]:
        """Return the OAuth apps of the whole server."""
        return oauth_client.every_app(server)

    def item(self, row: dict[str, Any]) -> Item:
        """Return the item of a row, without its secret. The state of the secret is added later."""
        shown = {
            "id": one_line(row["id"], 26),
            "name": one_line(row.get("name")),
            "updated_at": iso(row.get("update_at")),
            "trusted": row.get("is_trusted") is True,
            "callback_hosts": oauth_client.callback_hosts(row),
        }
        return Item(row["id"], True, shown, row)

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the apps that the user or their bots created.

        They are open if the creator may know the secret, or if they are trusted, which skips the users' consent.
        """
        items = super().find(server, person)
        for item in items:
            secret = _secret(server, person, item.row)
            item.shown["credential"] = secret
            item.open = secret == OLD or item.shown["trusted"]
        return items

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return all apps if they are to be deleted, else those that a new secret or the end of trust would close."""
        if choices.get(self.option) == DELETE:
            return list(items)
        return [] if choices.get(self.option) == LEAVE else [item for item in items if item.open]

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Close the apps. Before a secret is regenerated, the remaining sessions of a deactivated account must end."""
        blocked = milliseconds(person.user.get("delete_at")) > 0
        if blocked and choices.get(self.option) != DELETE:
            makers = {item.row["creator_id"]: item.shown.get("bot") or person.name for item in items}
            try:
                oauth_client.end_sessions(server, [{"id": key, "username": name} for key, name in makers.items()])
            except MattermostError as error:
                return [], error
        return super().close(server, person, items, choices)

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Give the app a new secret and end its trust, or delete it.

        Safe to repeat: the user does not know a second new secret either, trust is set to a state, and a
        deleted app answers 404.
        """
        action = "%%s the OAuth app %s of %s" % (item.label, person.name)
        path = "/oauth/apps/" + item.key
        if choices.get(self.option) == DELETE:
            unless_gone(lambda: server.client.change("DELETE", path, None, action % "delete", _NEEDS), OAUTH_APP_GONE)
            return
        if item.shown["trusted"]:
            unless_gone(lambda: _untrust(server, path, action % "take the trust from"), OAUTH_APP_GONE)
        # The secret is regenerated last, so that the time of the last change is that of the secret.
        if item.shown["credential"] != NONE:
            since = _since(server, person, item.row)
            what = action % "regenerate the secret of"
            secret = unless_gone(lambda: oauth_client.renew(server, item.row, since, what), OAUTH_APP_GONE)
            if secret is not None and choices.get("handover") is not None:
                told = {"client_id": item.key, "client_secret": secret}
                choices["handover"].deliver(self.name, person, item, told)

    def removes(self, choices: dict[str, Any]) -> bool:
        """Return whether the apps are deleted."""
        return choices.get(self.option) == DELETE

    def as_closed(self, item: Item, choices: dict[str, Any]) -> dict[str, Any]:
        """Return the app with the recipient of its new secret."""
        if choices.get(self.option) == DELETE or choices.get("handover") is None or item.shown["credential"] == NONE:
            return dict(item.shown)
        return dict(item.shown, handed_over_to=choices["handover"].name)

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return what a person must do about apps that are kept."""
        if not items or any(item.open for item in items):
            return None
        doubtful = [item for item in items if item.shown["credential"] == IN_DOUBT]
        if doubtful:
            return Advice(
                "It cannot be determined whether the secret of %s is new: the app was changed later, and the log of"
                " the calling account does not go back that far. If the app is still needed, register it again under"
                " another account, then delete it (oauth_apps=delete)." % _names(doubtful),
                None,
                "unknown",
            )
        return Advice(
            "%s kept: such an app can use the tokens of other users until they expire, and gets new ones at its"
            " callback addresses (%s), without asking, from all users who authorized it before. Check who owns these"
            " addresses, or register the app again under another account and delete this one (oauth_apps=delete)."
            % (_kept(items), ", ".join(dict.fromkeys(host for item in items for host in item.shown["callback_hosts"]))),
            True,
        )


def _secret(server: Server, person: Person, app: dict[str, Any]) -> str:
    if oauth_client.is_public(server, app):
        return NONE
    new = oauth_client.renewed(server, app, _since(server, person, app))
    return IN_DOUBT if new is None else NEW if new else OLD


def _since(server: Server, person: Person, app: dict[str, Any]) -> int:
    """Return since when the leaver cannot read a secret of the app any more, 0 if they still can."""
    left = milliseconds(person.user.get("delete_at"))
    if left <= 0 or app["creator_id"] == person.id:
        return max(left, 0)
    bots = [bot for bot in person.bots(server) if bot["user_id"] == app["creator_id"]]
    disabled = milliseconds(bots[0].get("delete_at")) if bots else 0
    return max(left, disabled) if disabled > 0 else 0


def _untrust(server: Server, path: str, action: str) -> None:
    """End the trust of an app. It is read again first, so that a concurrent change is kept."""
    app = server.client.get(path, action, _NEEDS)
    app = app if isinstance(app, dict) else {}
    body = {key: value for key, value in app.items() if key not in ("client_secret", "update_at")}
    answer = server.client.change("PUT", path, dict(body, is_trusted=False), action, "manage_system")
    # Without the permission, the server answers 200 and the app stays trusted.
    if not isinstance(answer, dict) or answer.get("is_trusted") is not False:
        raise UnexpectedShape(action=action, url=server.client.url, expected="an app that is not trusted")


def _names(items: list[Item]) -> str:
    more = " and %d more" % (len(items) - 3) if len(items) > 3 else ""
    return ", ".join(item.label for item in items[:3]) + more


def _kept(items: list[Item]) -> str:
    new = [item for item in items if item.shown["credential"] == NEW]
    public = [item for item in items if item.shown["credential"] == NONE]
    parts = ["%s (with a new secret)" % _names(new)] if new else []
    parts += ["%s (a public client, which has no secret)" % _names(public)] if public else []
    return " and ".join(parts) + (" was" if len(items) == 1 else " were")
