# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of mattermost_user: deactivate or activate many accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import account
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import MANAGED_BY_LDAP
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import ManagedByLdap, StillThere
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call

NEEDS = "sysconsole_write_user_management_users (and manage_system where the user is a system admin)"
LDAP_REFUSED_SINCE = 9  # seen not to be so in 5.37, and to be so in 11.6; between them this is an assumption

_EMPTY = {"state": None, "previous_state": None, "needs_human": None, "warning": None}


def ensure(call: Call) -> dict[str, Any]:
    """Bring every account into the state asked for. One that is there already gets no request.

    Deactivating twice would move the time of deactivation and send its notice again.
    """
    server = Server(call.client)
    targets = user_lookup.resolve(call.client, call.pool, call.params["users"] or [], call.params["missing_users"])
    user_lookup.refuse_self(server.caller.user, targets)
    everybody = user_lookup.distinct(targets)
    active = call.params["state"] == "active"
    if not active:
        user_lookup.refuse_last_admin(call.client, everybody)
    records = {u["id"]: _State(u, active, server) for u in everybody}
    results.each(call.pool, call.client, records.values(), lambda record: record.work(call.client, call.check_mode))
    out = {
        "changed": any(r.changed for r in records.values()),
        "results": results.entries(targets, records, _EMPTY),
        "summary": results.summary(
            targets, records, call.client, users_to_do=sum(1 for r in records.values() if r.data["needs_human"])
        ),
        "failure": results.failure(records),
    }
    if call.diff_mode:
        out["diff"] = {
            "before": "".join(r.line("previous_state") for r in records.values()),
            "after": "".join(r.line("state") for r in records.values()),
        }
    return out


class _State(results.Record):
    """The record of one account that is to be active or not."""

    __slots__ = ("active", "server", "_asked")

    def __init__(self, user: dict[str, Any], active: bool, server: Server) -> None:
        super().__init__(user, dict(_EMPTY, state=_state(user), previous_state=_state(user)))
        self.active = active
        self.server = server
        self._asked = False
        self._ask_human()

    def work(self, client: Client, check_mode: bool) -> None:
        """Change the state where it differs, and read the account again: a success status proves nothing."""
        wanted = "active" if self.active else "deactivated"
        if self.data["state"] == wanted:
            return
        if check_mode:
            self._foresee_ldap(client)
            self._now(dict(self.user, delete_at=0 if self.active else 1))
            return
        if self._asked and self._arrived(self._read(client), wanted):
            # A try before this one sent the request and did not see what came of it.
            return
        failure = None
        self._asked = True
        try:
            # Harmless to repeat: a second time moves the time of deactivation by the seconds in between.
            client.change("PUT", "/users/%s/active" % self.user["id"], {"active": self.active}, self._action, NEEDS)
        except ApiError as error:
            if error.error_id == MANAGED_BY_LDAP:
                self.data["needs_human"] = account.in_the_directory(self.active)
                raise
            # The server writes the state first and may break off after that.
            if error.status != 500:
                raise
            failure = error
        try:
            user = self._read(client)
        except MattermostError as error:
            # The server took the request, and nobody saw what came of it.
            error.unknown = True
            raise
        if not self._arrived(user, wanted):
            seen = "the account is %s and" % self.data["state"]
            raise failure or StillThere(action=self._action, url=client.url, count=seen)
        if failure is not None:
            self.data["warning"] = "%s The account is %s all the same; sessions and bots may be alive." % (
                failure, wanted)  # fmt: skip

    @property
    def _action(self) -> str:
        return "%s %s" % ("activate" if self.active else "deactivate", user_lookup.name(self.user))

    def _read(self, client: Client) -> Any:
        return client.get("/users/" + self.user["id"], "read %s again" % user_lookup.name(self.user), user_lookup.NEEDS)

    def _arrived(self, user: Any, wanted: str) -> bool:
        if not isinstance(user, dict) or user.get("id") != self.user["id"] or _state(user) != wanted:
            return False
        self._now(user)
        return True

    def _foresee_ldap(self, client: Client) -> None:
        # Old servers deactivate LDAP accounts, which then come back with the next synchronisation.
        old = client.server_version and int(client.server_version.split(".")[0]) < LDAP_REFUSED_SINCE
        if self.user.get("auth_service") == "ldap" and not old:
            self.data["needs_human"] = account.in_the_directory(self.active)
            raise ManagedByLdap(action=self._action).marked(error_id=MANAGED_BY_LDAP, status=403)

    def _now(self, user: dict[str, Any]) -> None:
        self.user = user
        self.changed = True
        self.data["state"] = _state(user)
        self._ask_human()

    def _ask_human(self) -> None:
        if not self.active:
            advice = account.advice(self.server, self.user)
            self.data["needs_human"] = advice.text if advice else None

    def line(self, key: str) -> str:
        """Return the account as one line of a diff."""
        return "%s: %s\n" % (user_lookup.name(self.user), self.data[key])


def _state(user: dict[str, Any]) -> str:
    return "deactivated" if user.get("delete_at") else "active"
