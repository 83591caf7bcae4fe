# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets the state of one account, and keeps its record across retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import bot_handover
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import account, bot
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.system_role import SystemRole
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError, worse
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import MANAGED_BY_LDAP
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import (
    ManagedByLdap,
    OwnsItself,
    PermissionLacking,
    StillThere,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, NotJson
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

NEEDS = "sysconsole_write_user_management_users (and manage_system where the user is a system admin)"
LDAP_REFUSED_SINCE = (9,)  # tested: not in 5.37, but in 11.6; the version in between is an assumption

EMPTY: dict[str, Any] = {
    "state": None,
    "previous_state": None,
    "roles_reset": [],
    "bots_enabled": [],
    "needs_human": None,
    "warning": None,
}
_ROLES = SystemRole()


class AccountState(results.Record):
    """The record of one account: its state, and whether to reset its system roles first."""

    __slots__ = ("active", "person", "reset", "server", "_asked", "_roles_left")

    def __init__(self, user: dict[str, Any], active: bool, reset: bool, server: Server) -> None:
        super().__init__(user, dict(EMPTY, roles_reset=[], bots_enabled=[]))
        self.data.update(state=_state(user), previous_state=_state(user))
        self.active = active
        self.reset = reset
        self.server = server
        self.person = Person(user)
        self._asked = False
        self._roles_left: list[Item] = []
        self._ask_human()

    def work(self, client: Client, check_mode: bool) -> None:
        """Change what differs. If the roles cannot be reset, the account is deactivated nevertheless."""
        failure = None
        if self.reset:
            try:
                self._reset_roles(check_mode)
            except MattermostError as error:
                if error.fatal:
                    raise
                failure = error
        try:
            self._change_state(client, check_mode)
        except MattermostError as error:
            failure = worse(failure, error)
        self._ask_human()
        if failure is not None:
            raise failure

    def _reset_roles(self, check_mode: bool) -> None:
        server, person = self.server, self.person
        items = _ROLES.find(server, person)
        if not items:
            return
        if server.caller.lacks(("manage_roles",)):
            action = "reset the roles of %s" % person.name
            raise PermissionLacking(action=action, permission="manage_roles")
        done, error = (_ROLES.foretold(items), None) if check_mode else _ROLES.close(server, person, items, {})
        self.data["roles_reset"] += [dict(item.shown) for item in done]
        self.changed = self.changed or bool(done)
        # After a refusal, the advice is based on the current state.
        self._roles_left = [item for item in items if item not in done]
        if self._roles_left and not check_mode:
            self._roles_left = _ROLES.find(server, person)
        if error is not None:
            raise error

    def _change_state(self, client: Client, check_mode: bool) -> None:
        """Change the state if it differs, and read the account again: a success status proves nothing."""
        wanted = "active" if self.active else "deactivated"
        if self.data["state"] == wanted:
            return
        kept = self._kept_by_the_server()
        if check_mode:
            self._foresee(client)
            self.data["bots_enabled"] = [one.name for one in kept]
            self._now(dict(self.user, delete_at=0 if self.active else 1))
            return
        if self._asked and self._arrived(self._read(client), wanted):
            # An earlier attempt sent the request and did not see its effect.
            self._enable(kept)
            return
        failure = None
        self._asked = True
        try:
            self._send(client)
        except (ApiError, NotJson) as error:
            if error.error_id == MANAGED_BY_LDAP:
                self.data["needs_human"] = account.in_the_directory(self.active)
                raise
            # The server writes the state first and may fail after that. Old versions then answer OK, followed by an
            # error, which is not valid JSON.
            if error.status not in (200, 500):
                raise
            failure = error
        try:
            user = self._read(client)
        except MattermostError as error:
            # The server accepted the request, but the effect is unverified.
            error.unknown = True
            raise
        if not self._arrived(user, wanted):
            seen = "the account is %s and" % self.data["state"]
            raise failure or StillThere(action=self._action, url=client.url, count=seen)
        if failure is not None:
            self.data["warning"] = "%s The account is %s nevertheless; its sessions and bots may still work." % (
                failure, wanted)  # fmt: skip
        self._enable(kept)

    def _send(self, client: Client) -> None:
        """Request the state. Safe to repeat: it only moves the time of deactivation by seconds."""
        if self.user.get("is_bot") is not True:
            client.change("PUT", "/users/%s/active" % self.user["id"], {"active": self.active}, self._action, NEEDS)
            return
        # A bot has a state in addition to that of its account, and this sets both.
        if self._owns_itself(client):
            path = "/bots/%s/assign/%s" % (self.user["id"], self.server.caller.user["id"])
            client.change("POST", path, {}, self._action, "manage_others_bots")
        verb = "enable" if self.active else "disable"
        client.change("POST", "/bots/%s/%s" % (self.user["id"], verb), {}, self._action, "manage_others_bots")

    def _owns_itself(self, client: Client) -> bool:
        """Return whether the account is a bot that owns itself, like a user who was converted to a bot.

        Disabling a bot disables the bots that it owns, so that disabling this one would never end. The calling
        account becomes its owner first. Raises OwnsItself if that is not possible.
        """
        path = "/bots/%s?include_deleted=true" % self.user["id"]
        row = client.get(path, self._action, "read_others_bots")
        if self.active or not isinstance(row, dict) or row.get("owner_id") != self.user["id"]:
            return False
        me = self.server.caller.user
        if me.get("is_bot") is True:
            raise OwnsItself(action=self._action)
        self.data["warning"] = "The account is a bot that owned itself. Its owner is now %s, because Mattermost would" \
            " never have finished disabling it otherwise." % user_lookup.name(me)  # fmt: skip
        return True

    def _kept_by_the_server(self) -> list[Account]:
        """Return the bots of the account that Mattermost posts as, and would disable together with their owner."""
        if self.active or self.server.caller.lacks(BOTS_NEED):
            return []
        try:
            return bot.kept_by_the_server(self.server, self.person)
        except MattermostError as error:
            if error.fatal:
                raise
        return []  # deactivation must not fail because of this

    def _enable(self, bots: list[Account]) -> None:
        try:
            for one in bots:
                if bot_handover.is_disabled(self.server, one):
                    bot_handover.enable(self.server, one)
                    self.data["bots_enabled"].append(one.name)
        except MattermostError as error:
            if error.fatal:
                raise
            self.data["warning"] = "%s Mattermost posts as this bot: enable it." % error

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

    def _foresee(self, client: Client) -> None:
        # Old servers deactivate LDAP accounts, which the next synchronization activates again.
        old = client.server_version and not client.is_since(LDAP_REFUSED_SINCE)
        if self.user.get("auth_service") == "ldap" and not old:
            self.data["needs_human"] = account.in_the_directory(self.active)
            raise ManagedByLdap(action=self._action).marked(error_id=MANAGED_BY_LDAP, status=403)
        if self.user.get("is_bot") is True:
            self._owns_itself(client)

    def _now(self, user: dict[str, Any]) -> None:
        self.user = self.person.user = user
        self.changed = True
        self.data["state"] = _state(user)

    def _ask_human(self) -> None:
        if self.active:
            return
        said = [account.advice(self.server, self.user), _ROLES.advice(self.server, self.person, self._roles_left)]
        texts = [advice.text for advice in said if advice is not None]
        self.data["needs_human"] = " ".join(texts) or self.data["needs_human"]

    def line(self, before: bool) -> str:
        """Return the account as one line of a diff."""
        told = [self.data["previous_state" if before else "state"]]
        if self.reset:
            reset = self.data["roles_reset"] if before else []
            told += [_role(shown) for shown in [*reset, *(item.shown for item in self._roles_left)]]
        return "%s: %s\n" % (user_lookup.name(self.user), ", ".join(told))


def _role(shown: dict[str, Any]) -> str:
    return "%s (bot %s)" % (shown["role"], shown["bot"]) if shown.get("bot") else str(shown["role"])


def _state(user: dict[str, Any]) -> str:
    return "deactivated" if user.get("delete_at") else "active"
