# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs of mattermost_access_info and mattermost_access_revoke: find and close the ways in of users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import (
    assumption,
    deleted_account,
    oauth_client,
    verdict,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import chosen, to_close
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import account
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import seconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.closing import EMPTY, Closing
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.successors import Successors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
    from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.results import Record
    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call

    Choose = Callable[[Closing], dict[str, Any]]

# The fields that identify an item in a diff.
_SHOWN_IN_DIFF = ("id", "kind", "browser", "name", "username", "role", "trigger", "description", "bot", "what")


def info(call: Call) -> dict[str, Any]:
    """Job of mattermost_access_info."""
    server = _server(call)
    targets = user_lookup.resolve(call.client, call.pool, call.params["users"] or [], call.params["missing_users"])
    deleted_account.take_in(server, targets)
    server.people = user_lookup.distinct(targets)
    records = {
        u["id"]: results.Record(u, dict(EMPTY, profile=user_lookup.profile(u), access={})) for u in server.people
    }
    wanted = chosen(call.params["access_types"])

    def work(record: Any) -> None:
        person = Person(record.user)
        looks = {one.name: verdict.look(server, person, one) for one in wanted}
        record.data.update(verdict.overall(looks), access={name: seen.as_dict() for name, seen in looks.items()})

    results.each(call.pool, call.client, records.values(), work)
    _admit(records, wanted)
    return {
        "changed": False,
        "results": results.entries(targets, records, dict(EMPTY, profile=None)),
        "summary": results.summary(targets, records, call.client, **_totals(records)),
        "server": dict(server.describe(), apps_without_owner=_apps_without_owner(server)),
        "caller": server.caller.as_dict(),
        "lacks": _lacks(server),
        "failure": results.failure(records),
    }


def revoke(call: Call) -> dict[str, Any]:
    """Job of mattermost_access_revoke: close the requested types of access, then verify the result."""
    server = _server(call)
    targets = user_lookup.resolve(call.client, call.pool, call.params["users"] or [], call.params["missing_users"])
    deleted_account.take_in(server, targets)
    everybody = server.people = user_lookup.distinct(targets)
    if not call.params["include_self"]:
        user_lookup.refuse_self(server.caller.user, targets)
    wanted = to_close(call.params["access_types"], call.params)
    choices = {one.option: call.params[one.option] for one in wanted if one.option}
    successors = Successors(call, targets)
    if choices.get("system_roles") == "reset":
        user_lookup.refuse_last_admin(call.client, everybody)
    records = {u["id"]: Closing(u, wanted) for u in everybody}
    assume = call.check_mode and call.params["assume_deactivated"]
    if assume:
        assumption.everybody(server)

    def choose(record: Closing) -> dict[str, Any]:
        return dict(choices, **successors.choices(record.user))

    def work(record: Closing) -> None:
        if assume:
            reset = choices.get("system_roles") == "reset"
            record.person = assumption.deactivated(server, record.user, reset)
        record.work(server, choose(record), call.check_mode)

    results.each(call.pool, call.client, records.values(), work)
    if call.check_mode:
        server.foretold = _foretold(records)
    else:
        _look_again(call, server, records, choose)
    _count_others_again(call, server, records)
    _admit(records, wanted)
    out = {
        "changed": any(r.changed for r in records.values()),
        "results": results.entries(targets, records, dict(EMPTY, closed=0)),
        "summary": results.summary(
            targets, records, call.client, closed=sum(r.data["closed"] for r in records.values()), **_totals(records)
        ),
        "server": server.describe(),
        "caller": server.caller.as_dict(),
        "handed_over": successors.written(),
        "unusable_successors": successors.refused(),
        "failure": results.failure(records),
    }
    if call.diff_mode:
        out["diff"] = _diff(records.values())
    return out


def _server(call: Call) -> Server:
    since = seconds("log_since", call.params["log_since"])
    server = Server(call.client)
    if since is not None:
        server.log_since = call.client.clock.now() - since * 1000
    server.confirmed = frozenset(call.params["confirmed"])
    return server


def _apps_without_owner(server: Server) -> list[dict[str, Any]] | None:
    """Return the OAuth apps without a creator, which belong to no user. None if they are not visible."""
    try:
        return oauth_client.without_owner(server)
    except MattermostError as error:
        if error.fatal:
            raise
        return None


def _look_again(call: Call, server: Server, records: Mapping[str, Closing], choose: Choose) -> None:
    """Verify what was closed, and close what was created in the meantime, until the sessions ended."""
    todo = [r for r in records.values() if r.touched]
    for more in (True, True, False):
        server.forget()
        touched = [r for r in todo if not (r.error and r.error.fatal)]
        _verify(call, touched, lambda r: r.look_again(server, choose(r)))
        todo = [r for r in touched if more and not r.error and r.came_meanwhile(choose(r))]
        if not todo:
            return
        results.each(call.pool, call.client, todo, lambda r: r.work(server, choose(r), False))


def _verify(call: Call, records: list[Closing], work: Callable[[Closing], object]) -> None:
    """Work on records again. An error while closing explains more than one while verifying."""
    errors = [record.error for record in records]
    results.each(call.pool, call.client, records, work)
    for record, error in zip(records, errors):
        record.error = error or record.error


def _foretold(records: Mapping[str, Closing]) -> dict[str, bool]:
    """Return what a real run would close of all users, and whether it is gone then."""
    found: dict[str, bool] = {}
    for record in records.values():
        for key, removed in record.foretold.items():
            found[key] = found.get(key, False) or removed
    return found


def _count_others_again(call: Call, server: Server, records: Mapping[str, Closing]) -> None:
    """Count what others own without what was closed for them in this run, which may have been after the first count."""
    if not any(record.touched or record.foretold for record in records.values()):
        return
    todo = [one for one in records.values() if one.counts_others and not (one.error and one.error.fatal)]
    _verify(call, todo, lambda record: record.count_others_again(server))


def _admit(records: Mapping[str, Record], access_types: list[AccessType]) -> None:
    """Add the types that were not checked to users whose check was aborted, so that they do not count as closed."""
    for record in records.values():
        if record.error:
            unseen = [one.name for one in access_types if one.name not in record.data["access"]]
            record.data["not_checked"] = user_lookup.unique(record.data["not_checked"] + unseen)


def _lacks(server: Server) -> dict[str, list[str]]:
    """Return, by type of access, the permissions that the caller lacks even if no system admin is the target."""
    nobody = {"id": "", "username": "", "roles": ""}
    needed = {one.name: one.needs(server, nobody) for one in chosen(None)}
    needed[account.Account.name] = account.CLOSE_NEEDS
    lacks = {name: server.caller.lacks(permissions) for name, permissions in needed.items()}
    return {name: missing for name, missing in lacks.items() if missing}


def _totals(records: Mapping[str, Record]) -> dict[str, int]:
    everybody = list(records.values())
    return {
        "ways_in": sum(r.data["ways_in"] for r in everybody),
        "users_open": sum(1 for r in everybody if r.data["still_open"]),
        "users_not_checked": sum(1 for r in everybody if r.data["not_checked"]),
        "users_to_do": sum(1 for r in everybody if r.data["to_do"]),
    }


def _diff(records: Iterable[Closing]) -> dict[str, str]:
    before: list[str] = []
    after: list[str] = []
    for record in records:
        for text in (before, after):
            text.append("%s:\n" % record.person.name)
        for access_type in record.access_types:
            entry = record.data["access"].get(access_type.name)
            if entry is None:
                continue
            closed = [_line(access_type, item) for item in entry["closed"]]
            kept = [_line(access_type, item) for item in entry["found"] if item.get("open")]
            kept = [line for line in kept if line not in closed]
            before.extend(sorted(closed + kept))
            after.extend(sorted(kept))
    return {"before": "".join(before), "after": "".join(after)}


def _line(access_type: AccessType, shown: dict[str, Any]) -> str:
    detail = [str(value) for key, value in shown.items() if key in _SHOWN_IN_DIFF and value]
    return "  %s: %s\n" % (access_type.name, ", ".join(detail))
