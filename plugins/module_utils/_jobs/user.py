# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of mattermost_user: deactivate or activate many accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import RolesOfTheActive
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.account_state import EMPTY, AccountState

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call


def prepare(params: dict[str, Any]) -> None:
    """Validate without the server."""
    if params["state"] == "active" and params["system_roles"] == "reset":
        raise RolesOfTheActive()


def ensure(call: Call) -> dict[str, Any]:
    """Set the state of every account. An account that already has it gets no request.

    Deactivating twice would move the time of deactivation and notify again.
    """
    server = Server(call.client)
    targets = user_lookup.resolve(call.client, call.pool, call.params["users"] or [], call.params["missing_users"])
    user_lookup.refuse_self(server.caller.user, targets)
    everybody = server.people = user_lookup.distinct(targets)
    active = call.params["state"] == "active"
    if not active:
        user_lookup.refuse_last_admin(call.client, everybody)
    reset = call.params["system_roles"] == "reset"
    records = {u["id"]: AccountState(u, active, reset, server) for u in everybody}
    # Mattermost removes a role only while there are other active admins, so deactivated ones come first.
    first = {user["id"] for user in everybody if reset and user.get("delete_at")}
    for batch in ([r for k, r in records.items() if k in first], [r for k, r in records.items() if k not in first]):
        results.each(call.pool, call.client, batch, lambda record: record.work(call.client, call.check_mode))
    out = {
        "changed": any(r.changed for r in records.values()),
        "results": results.entries(targets, records, EMPTY),
        "summary": results.summary(
            targets, records, call.client, users_to_do=sum(1 for r in records.values() if r.data["needs_human"])
        ),
        "failure": results.failure(records),
    }
    if call.diff_mode:
        out["diff"] = {
            "before": "".join(r.line(before=True) for r in records.values()),
            "after": "".join(r.line(before=False) for r in records.values()),
        }
    return out
