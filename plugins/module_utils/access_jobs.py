# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs of mattermost_access_info and mattermost_access_revoke: find and close the ways in of many users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils import inventory, results, users
from ansible_collections.offboarding.mattermost.plugins.module_utils.access import account
from ansible_collections.offboarding.mattermost.plugins.module_utils.access.session import name
from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import (
    InputError,
    MattermostError,
    one_line,
    worse,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils.kinds import CLOSABLE, chosen
from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server, refuse_last_admin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ansible_collections.offboarding.mattermost.plugins.module_utils.access.face import Kind
    from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils.edge import Call
    from ansible_collections.offboarding.mattermost.plugins.module_utils.inventory import Look
    from ansible_collections.offboarding.mattermost.plugins.module_utils.results import Record

    Step = tuple[Kind, dict[str, Any], list[Item]]

_EMPTY = {"access": {}, "still_open": [], "not_checked": [], "to_do": [], "ways_in": 0}


def look(call: Call) -> dict[str, Any]:
    """Job of mattermost_access_info."""
    server = Server(call.client)
    targets = users.resolve(call.client, call.bulk, call.params["users"] or [], call.params["missing_users"])
    records = {u["id"]: results.Record(u, dict(_EMPTY, access={})) for u in users.distinct(targets)}
    kinds = chosen(call.params["kinds"])

    def work(record: Any) -> None:
        looks = {kind.NAME: inventory.look(server, record.user, kind) for kind in kinds}
        record.data.update(inventory.overall(looks), access={k: seen.as_dict() for k, seen in looks.items()})

    results.take(records.values(), call.bulk.map(work, records.values()))
    _admit(records, kinds)
    return {
        "changed": False,
        "results": results.entries(targets, records, _EMPTY),
        "summary": results.summary(targets, records, call.client, **_totals(records)),
        "server": {"url": call.client.url, "version": call.client.server_version},
        "caller": _caller(server),
        "lacks": _lacks(server),
        "failure": results.failure(records),
    }


def revoke(call: Call) -> dict[str, Any]:
    """Job of mattermost_access_revoke: close the kinds asked for, then look again at what was closed."""
    server = Server(call.client)
    targets = users.resolve(call.client, call.bulk, call.params["users"] or [], call.params["missing_users"])
    everybody = users.distinct(targets)
    if not call.params["include_self"]:
        users.refuse_self(server.me, targets)
    names = call.params["kinds"] or CLOSABLE
    choices = {key: call.params[key] for key in ("oauth_apps", "system_roles")}
    choices["bot_assignee"] = _assignee(call, everybody)
    if "system_role" in names and choices["system_roles"] == "reset":
        refuse_last_admin(call.client, everybody)
    records = {u["id"]: Closing(u, chosen(names)) for u in everybody}
    results.take(records.values(), call.bulk.map(lambda r: r.work(server, choices, call.check_mode), records.values()))
    if not call.check_mode:
        server.forget()
        touched = [r for r in records.values() if r.touched and not (r.error and r.error.fatal)]
        for record, outcome in zip(touched, call.bulk.map(lambda r: r.look_again(server, choices), touched)):
            record.error = record.error or outcome.error
    _admit(records, chosen(names))
    out = {
        "changed": any(r.changed for r in records.values()),
        "results": results.entries(targets, records, dict(_EMPTY, closed=0)),
        "summary": results.summary(
            targets, records, call.client, closed=sum(r.data["closed"] for r in records.values()), **_totals(records)
        ),
        "server": {"url": call.client.url, "version": call.client.server_version},
        "caller": _caller(server),
        "failure": results.failure(records),
    }
    if call.diff_mode:
        out["diff"] = _diff(records.values())
    return out


class Closing(results.Record):
    """The record of one user whose ways in are closed."""

    __slots__ = ("kinds", "looks", "touched", "_asked", "_told")

    def __init__(self, user: dict[str, Any], kinds: list[Kind]) -> None:
        super().__init__(user, dict(_EMPTY, access={}, closed=0))
        self.kinds = kinds
        self.looks: dict[str, Look] = {}
        self.touched = False
        self._asked: dict[str, dict[str, Item]] = {}
        self._told: set[tuple[str, str]] = set()

    def work(self, server: Server, choices: dict[str, Any], check_mode: bool) -> None:
        """Look at each kind, then close what is open. Goes through all kinds, and raises the worst error at the end.

        All is looked at before any is closed, so that check mode plans what a real run does: with a
        token or an app its sessions end, too.
        """
        try:
            failure, plan = self._plan(server, choices)
            for kind, entry, wanted in plan:
                if check_mode:
                    self._closed(kind, entry, wanted)
                    continue
                error = self._close(server, kind, entry, wanted, choices)
                failure = worse(failure, error)
                if error is not None and error.fatal:
                    break
        finally:
            self._sum_up(self.looks)
        if failure is not None:
            raise failure

    def _plan(self, server: Server, choices: dict[str, Any]) -> tuple[MattermostError | None, list[Step]]:
        failure = None
        plan: list[Step] = []
        for kind in self.kinds:
            seen = inventory.look(server, self.user, kind)
            failure = worse(failure, seen.error if seen.verdict == inventory.FAILED else None)
            entry = self._note(kind, seen)
            wanted = _wanted(kind, seen, choices)
            if seen.error is None and seen.verdict != inventory.NOT_ALLOWED:
                self._settle(kind, entry, wanted)
            if wanted:
                plan.append((kind, entry, wanted))
        return failure, plan

    def _note(self, kind: Kind, seen: Look) -> dict[str, Any]:
        # In a second try the first look that saw anything still says what there was before; what came since is open.
        earlier = self.looks.get(kind.NAME)
        unseen = earlier is None or earlier.error is not None
        if unseen or (seen.still_open and earlier is not None and not earlier.still_open):
            self.looks[kind.NAME] = seen
            known = self.data["access"].get(kind.NAME, {})
            before = seen.verdict if unseen else known["before"]
            self.data["access"][kind.NAME] = dict(seen.as_dict(), before=before, closed=known.get("closed", []))
        entry: dict[str, Any] = self.data["access"][kind.NAME]
        return entry

    def _close(
        self, server: Server, kind: Kind, entry: dict[str, Any], wanted: list[Item], choices: dict[str, Any]
    ) -> MattermostError | None:
        self.touched = True
        self._asked.setdefault(kind.NAME, {}).update((item.key, item) for item in wanted)
        try:
            done, error = kind.close(server, self.user, wanted, choices) if kind.close else ([], None)
        except MattermostError as raised:
            # One kind that cannot be closed must not keep the others open.
            done, error = [], raised
        self._closed(kind, entry, done)
        if error is not None:
            entry["reason"] = str(error)
        return error

    def look_again(self, server: Server, choices: dict[str, Any]) -> None:
        """Read the user and list again what was closed: a success status proves nothing."""
        user = server.client.get("/users/" + self.user["id"], "read %s again" % name(self.user), users.NEEDS)
        if isinstance(user, dict) and user.get("id") == self.user["id"]:
            self.user = user
        for kind in self.kinds:
            entry = self.data["access"].get(kind.NAME)
            if entry is None or not (entry["closed"] or entry["verdict"] == inventory.OPEN):
                continue
            seen = inventory.look(server, self.user, kind)
            self.looks[kind.NAME] = seen
            kept = entry["reason"] if seen.still_open else None
            entry.update(seen.as_dict())
            entry["reason"] = seen.reason or kept
        self._sum_up(self.looks)

    def _settle(self, kind: Kind, entry: dict[str, Any], wanted: list[Item]) -> None:
        # A try before this one asked for these and got no answer. They are gone, so it took effect.
        asked = self._asked.get(kind.NAME, {})
        self._closed(kind, entry, [asked[key] for key in set(asked) - {item.key for item in wanted}])

    def _closed(self, kind: Kind, entry: dict[str, Any], items: list[Item]) -> None:
        for item in items:
            self._asked.get(kind.NAME, {}).pop(item.key, None)
        # In a second try, and by a replica that lags behind, the same item may be seen once more.
        items = [item for item in items if (kind.NAME, item.key) not in self._told]
        self._told.update((kind.NAME, item.key) for item in items)
        entry["closed"].extend(dict(item.shown) for item in items)
        self.data["closed"] += len(items)
        self.changed = self.changed or bool(items)

    def _sum_up(self, looks: dict[str, Look]) -> None:
        self.data.update(inventory.overall(looks))


def _admit(records: Mapping[str, Record], kinds: list[Kind]) -> None:
    """Say of users whose inventory broke off what was not looked at: nothing seen must not look like nothing there."""
    for record in records.values():
        if record.error:
            unseen = [kind.NAME for kind in kinds if kind.NAME not in record.data["access"]]
            record.data["not_checked"] = users.unique(record.data["not_checked"] + unseen)


def _wanted(kind: Kind, seen: Look, choices: dict[str, Any]) -> list[Item]:
    """Return the open items of a kind that are to be closed, which is the plan of check mode and real runs alike."""
    if kind.close is None:
        return []
    left_alone = {"oauth_app": choices["oauth_apps"], "system_role": choices["system_roles"]}
    return [] if left_alone.get(kind.NAME) == "leave" else seen.open_items


def _assignee(call: Call, everybody: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the account that bots are given to, None where they are to be disabled."""
    wanted = call.params["bot_assignee"]
    if call.params["bots"] != "assign":
        return None
    found = users.resolve(call.client, call.bulk, [wanted])[0].user or {}
    problem = None
    if found.get("delete_at"):
        problem = "deactivated"
    elif found["id"] in {user["id"] for user in everybody}:
        problem = "one of the users"
    elif found.get("is_bot"):
        problem = "a bot"
    if problem:
        raise InputError("bot_assignee", name=one_line(wanted, 80), problem=problem)
    return found


def _caller(server: Server) -> dict[str, Any]:
    return dict(users.shape(server.me), roles=[one_line(r, 100) for r in str(server.me.get("roles") or "").split()])


def _lacks(server: Server) -> dict[str, list[str]]:
    """Return, by kind of access, the permissions that the caller lacks even where no system admin is the target."""
    nobody = {"id": "", "username": "", "roles": ""}
    needed = {kind.NAME: kind.needs(server, nobody) for kind in chosen(None)}
    needed[account.NAME] = account.CLOSE_NEEDS
    lacks = {kind: server.lacks(permissions) for kind, permissions in needed.items()}
    return {kind: missing for kind, missing in lacks.items() if missing}


def _totals(records: Mapping[str, Record]) -> dict[str, int]:
    everybody = list(records.values())
    return {
        "ways_in": sum(r.data["ways_in"] for r in everybody),
        "users_open": sum(1 for r in everybody if r.data["still_open"]),
        "users_not_checked": sum(1 for r in everybody if r.data["not_checked"]),
        "users_to_do": sum(1 for r in everybody if r.data["to_do"]),
    }


def _diff(records: Iterable[Any]) -> dict[str, str]:
    before: list[str] = []
    after: list[str] = []
    for record in records:
        for text in (before, after):
            text.append("%s:\n" % name(record.user))
        for kind in record.kinds:
            entry = record.data["access"].get(kind.NAME)
            if entry is None:
                continue
            closed = [_line(kind, item) for item in entry["closed"]]
            kept = [_line(kind, item) for item in entry["found"] if item.get("open")]
            kept = [line for line in kept if line not in closed]
            before.extend(sorted(closed + kept))
            after.extend(sorted(kept))
    return {"before": "".join(before), "after": "".join(after)}


def _line(kind: Kind, shown: dict[str, Any]) -> str:
    told = ("id", "kind", "browser", "name", "username", "role", "trigger", "description")
    detail = [str(value) for key, value in shown.items() if key in told and value]
    return "  %s: %s\n" % (kind.NAME, ", ".join(detail))
