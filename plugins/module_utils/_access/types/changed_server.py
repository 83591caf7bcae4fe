# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of the server and permissions of roles that the user, an administrator, changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import LoggedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_log import Log
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

_ACTIONS = {"/config": "settings", "/roles/{id}/patch": "role", "/schemes/{id}/patch": "scheme"}
_ADVICE = {
    "settings": "Compare the settings of the server with the intended settings: {person} saved them on {at}.",
    "role": "Compare the permissions of the role {name} with the intended permissions: {person} changed them on {at}.",
    "scheme": "Compare the permission scheme {name} with the intended scheme: {person} changed it on {at}.",
}
_PATHS = {"role": "/roles/", "scheme": "/schemes/"}


class ChangedServer(LoggedAccessType):
    """The settings and permissions that the account and its bots changed."""

    name = "changed_server"
    title = "Server settings and permissions"
    reported = True

    def found(self, server: Server, person: Person, account: Account, log: Log) -> list[Item]:
        """Return the last change of each type. The server does not show what was changed, so a person must compare."""
        found = {}
        for row in log.of(*_ACTIONS):
            what = _ACTIONS[row.action]
            key = "%s %s" % (what, row.subject or "")
            if row.stage == DONE and key not in found:
                name = _name(server, what, row.subject) if row.subject else None
                shown = {"what": what, "name": name, "at": iso(row.at)}
                shown["advice"] = _ADVICE[what].format(person=person.name, name=name, at=shown["at"])
                found[key] = Item("%s %d" % (key, row.at), True, shown)
        return list(found.values())


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
