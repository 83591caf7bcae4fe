# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Closes the ways in of one user, and keeps the record across retries and the verification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import deleted_account, verdict
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError, worse
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType, Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.verdict import Look
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

    Step = tuple[AccessType, dict[str, Any], list[Item]]

EMPTY: dict[str, Any] = {"access": {}, "still_open": [], "not_checked": [], "to_do": [], "ways_in": 0}


class Closing(results.Record):
    """The record of one user whose ways in are closed."""

    __slots__ = ("_asked", "_told", "access_types", "foretold", "looks", "person", "touched")

    def __init__(self, user: dict[str, Any], access_types: list[AccessType]) -> None:
        super().__init__(user, dict(EMPTY, access={}, closed=0))
        self.person = Person(user)
        self.access_types = access_types
        self.looks: dict[str, Look] = {}
        self.touched = False
        # In check mode: the ids of what a real run would close, and whether it is gone then.
        self.foretold: dict[str, bool] = {}
        self._asked: dict[str, dict[str, Item]] = {}
        self._told: set[tuple[str, str]] = set()

    def work(self, server: Server, choices: dict[str, Any], check_mode: bool) -> None:
        """Check each type of access, then close what is open. Raises the worst error after all types.

        All are checked before any is closed, so that check mode plans what a real run does: sessions end
        together with their token or app.
        """
        try:
            failure, plan = self._plan(server, choices)
            plan.sort(key=lambda step: step[0].comes_last(choices))
            choices = dict(choices, unfinished=self._unseen_accounts(server, plan))
            for access_type, entry, wanted in plan:
                if check_mode:
                    expected = access_type.foretold(wanted)
                    if access_type.comes_last(choices):
                        kept = choices["unfinished"]
                        expected = [item for item in expected if (item.account_id or item.key) not in kept]
                    self._foretell(access_type, entry, expected, choices)
                    continue
                done, error = self._close(server, access_type, entry, wanted, choices)
                choices["unfinished"] |= self._unfinished(
                    server, access_type, [one for one in wanted if one not in done]
                )
                failure = worse(failure, error)
                if error is not None and error.fatal:
                    break
        finally:
            self._sum_up()
        if failure is not None:
            raise failure

    def look_again(self, server: Server, choices: dict[str, Any]) -> None:
        """Read the user and list again what was closed, since a success status proves nothing."""
        try:
            user = self._read_again(server)
        except MattermostError as error:
            self._not_verified(error)
            raise
        if isinstance(user, dict) and user.get("id") == self.user["id"]:
            self.user = self.person.user = user
        acted = self._could_act()
        for access_type in self.access_types:
            entry = self.data["access"].get(access_type.name)
            made_by_use = acted and access_type.made_by_use
            if entry is None or not (entry["closed"] or entry["verdict"] == verdict.OPEN or made_by_use):
                continue
            seen = verdict.look(server, self.person, access_type)
            self.looks[access_type.name] = seen
            kept = entry["reason"] if seen.still_open else None
            entry.update(seen.as_dict())
            entry["reason"] = seen.reason or kept or access_type.left_alone(seen.items, choices)
        self._sum_up()

    def _not_verified(self, error: MattermostError) -> None:
        """Call unknown what the person may have made in the meantime. What was to be closed counts as open anyway."""
        made = [one for one in self.access_types if one.made_by_use and one.name in self.looks]
        for access_type in made if self._could_act() else []:
            if self.looks[access_type.name].still_open is False:
                seen = self.looks[access_type.name] = verdict.failed(access_type, error)
                self.data["access"][access_type.name].update(seen.as_dict())
        self._sum_up()

    @property
    def counts_others(self) -> bool:
        """Whether items were found that count what others own, or the look at them failed."""
        looks = [self.looks[one.name] for one in self.access_types if one.counts_others and one.name in self.looks]
        return any(seen.items or seen.error for seen in looks)

    def count_others_again(self, server: Server) -> None:
        """List again what counts items of others, which may have been closed for them, or foretold, in this run."""
        for access_type in self.access_types:
            if access_type.counts_others and access_type.name in self.data["access"]:
                seen = verdict.look(server, self.person, access_type)
                self.looks[access_type.name] = seen
                self.data["access"][access_type.name].update(seen.as_dict())
        self._sum_up()

    def _could_act(self) -> bool:
        """Say whether the person could do anything between the check and the end of what they had."""
        ended = (self.data["access"].get(one.name) for one in self.access_types if one.lets_act)
        return not self.user.get("delete_at") or any(entry["closed"] for entry in ended if entry)

    def came_meanwhile(self, choices: dict[str, Any]) -> bool:
        """Return whether the last look shows new items to close."""
        return any(
            (one.name, item.key) not in self._told
            for one in self.access_types
            for item in one.to_close(self.looks[one.name].items, choices)
        )

    def _read_again(self, server: Server) -> Any:
        action = "read %s again" % self.person.name
        try:
            return server.client.get("/users/" + self.user["id"], action, user_lookup.NEEDS)
        except ApiError as error:
            if error.status != 404:
                raise
            # The account was deleted in the meantime. Its bots and what they created still exist.
            return deleted_account.deleted(self.user)

    def _plan(self, server: Server, choices: dict[str, Any]) -> tuple[MattermostError | None, list[Step]]:
        failure = None
        plan: list[Step] = []
        for access_type in self.access_types:
            seen = verdict.look(server, self.person, access_type)
            failure = worse(failure, seen.error if seen.verdict == verdict.FAILED else None)
            entry = self._note(access_type, seen)
            wanted = access_type.to_close(seen.items, choices)
            if seen.error is None and seen.verdict != verdict.NOT_ALLOWED:
                self._settle(access_type, entry, wanted, choices)
                entry["reason"] = entry["reason"] or access_type.left_alone(seen.items, choices)
            if wanted:
                plan.append((access_type, entry, wanted))
        return failure, plan

    def _note(self, access_type: AccessType, seen: Look) -> dict[str, Any]:
        # In a retry, the first complete look still shows the state before; newer items are open.
        name = access_type.name
        earlier = self.looks.get(name)
        unseen = earlier is None or earlier.error is not None
        if unseen or (seen.still_open and earlier is not None and not earlier.still_open):
            self.looks[name] = seen
            known = self.data["access"].get(name, {})
            before = seen.verdict if unseen else known["before"]
            self.data["access"][name] = dict(seen.as_dict(), before=before, closed=known.get("closed", []))
        entry: dict[str, Any] = self.data["access"][name]
        return entry

    def _foretell(
        self, access_type: AccessType, entry: dict[str, Any], items: list[Item], choices: dict[str, Any]
    ) -> None:
        for item in items:
            # Where bots have the same object, its id is only a part of the key.
            key = str(item.row.get("id") or item.key)
            self.foretold[key] = self.foretold.get(key, False) or access_type.removes(choices)
        self._closed(access_type, entry, items, choices)

    def _close(
        self,
        server: Server,
        access_type: AccessType,
        entry: dict[str, Any],
        wanted: list[Item],
        choices: dict[str, Any],
    ) -> Closed:
        self.touched = True
        self._asked.setdefault(access_type.name, {}).update((item.key, item) for item in wanted)
        try:
            done, error = access_type.close(server, self.person, wanted, choices)
        except MattermostError as raised:
            # A type that cannot be closed must not keep the others open.
            done, error = [], raised
        self._closed(access_type, entry, done, choices)
        if error is not None:
            entry["reason"] = str(error)
        return done, error

    def _unseen_accounts(self, server: Server, plan: list[Step]) -> set[str]:
        """Return the bots for which not all requested types could be checked: all or none.

        What nobody can list is no reason where all that it may be is about to be closed.
        """
        closing = {one.name for one, _entry, _wanted in plan if self.looks[one.name].verdict == verdict.UNKNOWN}
        included = [one.name for one in self.access_types if one.includes_bots and one.name not in closing]
        unseen = any(self.looks[name].still_open is None for name in included)
        return self._bots(server) if unseen else set()

    def _unfinished(self, server: Server, access_type: AccessType, undone: list[Item]) -> set[str]:
        """Return the accounts of items that could not be closed, all bots where that may be any of them."""
        accounts = {item.account_id for item in undone}
        return accounts | self._bots(server) if "" in accounts and access_type.includes_bots else accounts

    def _bots(self, server: Server) -> set[str]:
        return {account.id for account in self.person.bot_accounts(server)}

    def _settle(
        self, access_type: AccessType, entry: dict[str, Any], wanted: list[Item], choices: dict[str, Any]
    ) -> None:
        # An earlier attempt requested these and got no answer. They are gone, so it took effect.
        asked = self._asked.get(access_type.name, {})
        gone = [asked[key] for key in set(asked) - {item.key for item in wanted}]
        self._closed(access_type, entry, gone, choices)

    def _closed(
        self, access_type: AccessType, entry: dict[str, Any], items: list[Item], choices: dict[str, Any]
    ) -> None:
        name = access_type.name
        for item in items:
            self._asked.get(name, {}).pop(item.key, None)
        # In a retry, or on a lagging replica, the same item may be listed again.
        items = [item for item in items if (name, item.key) not in self._told]
        self._told.update((name, item.key) for item in items)
        entry["closed"].extend(access_type.as_closed(item, choices) for item in items)
        self.data["closed"] += len(items)
        self.changed = self.changed or bool(items)

    def _sum_up(self) -> None:
        self.data.update(verdict.overall(self.looks))
