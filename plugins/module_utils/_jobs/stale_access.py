# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs of mattermost_stale_access_info and mattermost_stale_access_revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import STALE_ACCESS_TYPES
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.closing import Closing
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale import rows
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.census import Census, access_types_of
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.criteria import Criteria
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call


def prepare(params: dict[str, Any]) -> Criteria:
    """Validate without the server and return the Criteria."""
    return Criteria(params)


def info(call: Call) -> dict[str, Any]:
    """Job of mattermost_stale_access_info."""
    return _run(call, False)


def revoke(call: Call) -> dict[str, Any]:
    """Job of mattermost_stale_access_revoke: close what is stale, then verify the result."""
    return _run(call, True)


def _run(call: Call, closing: bool) -> dict[str, Any]:
    server = Server(call.client)
    asked = call.params["users"]
    only, excluded = _ids(call, asked or []), _ids(call, call.params["exclude_users"])
    wanted = call.params["access_types"]
    names = [name for name in STALE_ACCESS_TYPES if wanted is None or name in wanted]
    census = Census(server, call.pool, names if asked != [] else [])
    caller_id: str = server.caller.user["id"]
    spared = _spared(census, {caller_id, *excluded})
    every, of_tokens = access_types_of(census, call.prepared, spared)
    scope = _Scope(census, None if asked is None else only, {caller_id, *excluded}, spared)
    records = {
        subject["id"]: Closing(subject, every if subject.get("delete_at") else list(of_tokens.values()))
        for subject in scope.subjects(call.prepared.judge_tokens)
    }
    choices = _choices(call)
    really = closing and not call.check_mode
    results.each(call.pool, call.client, records.values(), lambda r: r.work(server, choices, not really))
    own = _of_caller(call, server, census, choices) if scope.takes(caller_id) else None
    if really:
        _look_again(call, server, records, choices)
    found = [row for record in records.values() for row in rows.of_record(record, census.ownership, closing)]
    if own is not None:
        found += rows.of_calling_account(own, census.ownership)
    if asked is None:
        found += [rows.of_orphan(*orphan, census.ownership) for orphan in census.orphans()]
    return _result(call, server, census, records, found, closing)


class _Scope:
    """Whose access is checked: that of `only` these accounts (None: all) and their bots, without `excluded` ones."""

    def __init__(self, census: Census, only: set[str] | None, excluded: set[str], spared: dict[str, str]) -> None:
        self._census = census
        self._only = only
        self._excluded = excluded
        self._spared = spared

    def takes(self, account_id: str) -> bool:
        owner = self._census.ownership.owner(account_id)
        return self._only is None or account_id in self._only or (owner is not None and owner["id"] in self._only)

    def subjects(self, judge_tokens: bool) -> list[dict[str, Any]]:
        """Return the accounts to check: deactivated ones, and active ones with tokens.

        Access of a bot with a deactivated owner is found with the owner.
        """
        ownership = self._census.ownership
        found = {}
        bots = [bot_id for bot_id in ownership.bots if "bot" in self._census.rows]
        for account_id in [*self._census.owners(), *bots]:
            if account_id not in ownership.users or account_id in self._spared:
                continue
            subject = ownership.subject(account_id)
            if subject is None and judge_tokens and self._has_tokens(account_id):
                subject = ownership.users[account_id]
            if subject is not None and subject["id"] not in self._excluded and self.takes(subject["id"]):
                found[subject["id"]] = subject
        return list(found.values())

    def _has_tokens(self, account_id: str) -> bool:
        return any(account_id in self._census.rows.get(name, {}) for name in ("user_access_token", "bot_token"))


def _ids(call: Call, names: list[str]) -> set[str]:
    targets = user_lookup.resolve(call.client, call.pool, names) if names else []
    return {user["id"] for user in user_lookup.distinct(targets)}


def _spared(census: Census, excluded: set[str]) -> dict[str, str]:
    """Return the bots to exclude from the access of their owner, by id."""
    ownership = census.ownership
    left = [bot_id for bot_id in ownership.bots if bot_id in excluded or ownership.is_servers_own(bot_id)]
    return {bot_id: one_line(ownership.bots[bot_id].get("username"), 80) for bot_id in left}


def _choices(call: Call) -> dict[str, Any]:
    choices = {name: call.params.get(name) for name in ("oauth_apps", "tokens", "include_unknown")}
    return dict(choices, bot_assignee=None)


def _of_caller(call: Call, server: Server, census: Census, choices: dict[str, Any]) -> Closing:
    """Return the stale tokens of the calling account, which are reported but never closed."""
    of_tokens: list[AccessType] = list(access_types_of(census, call.prepared, {})[1].values())
    record = Closing(census.ownership.users.get(server.caller.user["id"], server.caller.user), of_tokens)
    results.each(call.pool, call.client, [record], lambda r: r.work(server, choices, True))
    return record


def _look_again(call: Call, server: Server, records: dict[str, Closing], choices: dict[str, Any]) -> None:
    server.forget()
    touched = [record for record in records.values() if record.touched and not (record.error and record.error.fatal)]
    errors = [record.error for record in touched]
    results.each(call.pool, call.client, touched, lambda record: record.look_again(server, choices))
    for record, error in zip(touched, errors):
        # An error while closing explains more than one while verifying.
        record.error = error or record.error


def _result(
    call: Call,
    server: Server,
    census: Census,
    records: dict[str, Closing],
    found: list[dict[str, Any]],
    closing: bool,
) -> dict[str, Any]:
    found.sort(key=lambda row: (row["owner"]["username"], STALE_ACCESS_TYPES.index(row["access_type"]), row["name"]))
    closed = [row for row in found if row["closed"]]
    failure = results.failure(records)
    if census.failure is not None:
        failure = "%s %s" % (census.failure, failure) if failure else str(census.failure)
    out = {
        "changed": bool(closed),
        "results": found,
        "access_types": census.coverage,
        "summary": {
            "stale": sum(1 for row in found if row["verdict"] == rows.STALE),
            "unknown": sum(1 for row in found if row["verdict"] == rows.UNKNOWN),
            "left_alone": sum(1 for row in found if row["verdict"] == rows.LEFT_ALONE),
            "closed": len(closed),
            "owners": len({row["owner"]["id"] for row in found}),
            "not_checked": [name for name, seen in census.coverage.items() if seen["verdict"] in rows.NOT_CHECKED],
            "failed": sum(1 for record in records.values() if record.error),
            "requests": call.client.requests,
            "retries": call.client.retried,
        },
        "server": server.describe(),
        "caller": server.caller.as_dict(),
        "failure": failure,
    }
    if closing:
        out["request_ids"] = [one for record in records.values() for one in record.request_ids]
    if call.diff_mode and closing:
        lines = [(rows.line(row), row["closed"]) for row in found if row["verdict"] != rows.LEFT_ALONE]
        out["diff"] = {
            "before": "".join(text for text, is_closed in lines),
            "after": "".join(text for text, is_closed in lines if not is_closed),
        }
    return out
