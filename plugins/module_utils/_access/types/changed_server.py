# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of the server and permissions of roles that the user, an administrator, changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_client
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import LoggedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_log import Log
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_APP, _MADE = "oauth_app", "/oauth/apps"
_ACTIONS = {
    "/config": "settings",
    "/roles/{id}/patch": "role",
    "/schemes/{id}/patch": "scheme",
    "/oauth/apps/{id}": _APP,
    _MADE: _APP,
}
_ADVICE = {
    "settings": "Compare the settings of the server with the intended settings: {person} saved them on {at}.",
    "role": "Compare the permissions of the role {name} with the intended permissions: {person} changed them on {at}.",
    "scheme": "Compare the permission scheme {name} with the intended scheme: {person} changed it on {at}.",
    _APP: "Check the callback addresses of the OAuth app {name} ({hosts}) and whether it should be trusted: {person}"
    " made or changed it on {at}, and it can get tokens of users there without its secret.",
}
_PATHS = {"role": "/roles/", "scheme": "/schemes/"}


class ChangedServer(LoggedAccessType):
    """The settings, permissions and OAuth apps of others that the account and its bots changed."""

    name = "changed_server"
    title = "Server settings and permissions"
    reported = True

    def found(self, server: Server, person: Person, account: Account, log: Log) -> list[Item]:
        """Return the last change of each type. The server does not show what was changed, so a person must compare."""
        found = {}
        own = {one.id for one in person.accounts(server)}
        for row in log.of(*_ACTIONS):
            what = _ACTIONS[row.action]
            # The entry about a new app names it elsewhere.
            subject = row.subject or row.named.get("client_id")
            key = "%s %s" % (what, subject or "")
            made_own = row.action == _MADE and not account.borrowed
            if row.stage == DONE and key not in found and not made_own:
                app = _app(server, subject) if what == _APP and subject else {}
                # Their own apps are a type of access of their own.
                if app is None or app.get("creator_id") in own:
                    continue
                named = _name(server, what, subject) if subject and what in _PATHS else one_line(app.get("name"), 80)
                name = named or subject
                shown = {"what": what, "name": name, "at": iso(row.at)}
                hosts = first_few(oauth_client.callback_hosts(app)) or "not visible to the calling account"
                shown["advice"] = _ADVICE[what].format(
                    person=account.actor(person.name), name=name, at=shown["at"], hosts=hosts
                )
                found[key] = Item("%s %d" % (key, row.at), True, shown)
        return list(found.values())


def _app(server: Server, app_id: str) -> dict[str, Any] | None:
    """Return an OAuth app, None if it was deleted, and {} if apps cannot be read now."""
    if server.caller.lacks(oauth_client.NEEDS):
        return {}
    try:
        apps = oauth_client.every_app(server)
    except ApiError as error:
        if error.fatal:
            raise
        # Where the server is no OAuth provider, no app gets anything: see oauth_app.
        return None if error.status == 501 else {}
    return next((app for app in apps if app.get("id") == app_id), None)


def _name(server: Server, what: str, item_id: str) -> str:
    """Return the name of a role or scheme, or its id if the name is not available."""

    def fetch() -> str:
        try:
            row = server.client.get(_PATHS[what] + item_id, "read the %s %s" % (what, item_id), "manage_system")
        except ApiError as error:
            if error.fatal:
                raise
            return item_id
        return one_line(row.get("name"), 80) or item_id if isinstance(row, dict) else item_id

    name: str = server.once("name of %s %s" % (what, item_id), fetch)
    return name
