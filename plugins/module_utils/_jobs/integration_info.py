# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of mattermost_integration_info: what would stop working when users leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import deleted_account, verdict
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
from ansible_collections.offboarding.mattermost.plugins.module_utils._impact import fate
from ansible_collections.offboarding.mattermost.plugins.module_utils._impact.describe import TYPES, View, describe
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.successors import Successors

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.results import Record
    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call

EMPTY: dict[str, Any] = {"integrations": [], "not_checked": {}, "successor": None}
_OPTIONS = ("bots", "incoming_webhooks", "outgoing_webhooks", "slash_commands", "oauth_apps")


def info(call: Call) -> dict[str, Any]:
    """Return the users' integrations, and what would happen to each."""
    server = Server(call.client)
    server.confirmed = frozenset(call.params["confirmed"])
    targets = user_lookup.resolve(call.client, call.pool, call.params["users"] or [], call.params["missing_users"])
    deleted_account.take_in(server, targets)
    server.people = user_lookup.distinct(targets)
    # No secret is generated, so no directory is needed.
    call.params["secrets_dir"] = None
    successors = Successors(call, targets)
    view = View(call.params["people_shown"], frozenset(user["id"] for user in server.people))
    records = {user["id"]: results.Record(user, dict(EMPTY, not_checked={})) for user in server.people}

    def work(record: Record) -> None:
        choices = {name: call.params[name] for name in _OPTIONS}
        choices.update(successors.choices(record.user), successor=successors.of(record.user))
        _look(server, record, choices, view)

    results.each(call.pool, call.client, records.values(), work)
    found = [one for record in records.values() for one in record.data["integrations"]]
    return {
        "changed": False,
        "results": results.entries(targets, records, EMPTY),
        "summary": results.summary(
            targets,
            records,
            call.client,
            integrations=len(found),
            stop_working=sum(1 for one in found if one["becomes"] in fate.STOP),
            users_not_checked=sum(1 for record in records.values() if record.data["not_checked"]),
        ),
        "unusable_successors": successors.refused(),
        "server": server.describe(),
        "failure": results.failure(records),
    }


def _look(server: Server, record: Record, choices: dict[str, Any], view: View) -> None:
    person = Person(record.user)
    found: list[dict[str, Any]] = []
    # Assigned before it is filled, so that results before an error are not lost.
    record.data["integrations"] = found
    successor = choices["successor"]
    record.data["successor"] = user_lookup.name(successor) if successor else None
    for access_type in TYPES:
        seen = verdict.look(server, person, access_type)
        if seen.verdict in (verdict.NOT_ALLOWED, verdict.FAILED, verdict.FEATURE_OFF):
            record.data["not_checked"][access_type.name] = seen.reason
        planned = {item.key for item in access_type.to_close(seen.items, choices)}
        for item in seen.items:
            told = describe(server, person, access_type.name, item, view)
            told["becomes"], told["what_happens"] = fate.of(access_type, item, item.key in planned, choices)
            found.append(told)
