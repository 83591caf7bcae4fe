# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The format of results, the same for one user or ten thousand, with or without errors."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.user_lookup import shape
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import Stopped
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.user_lookup import Target
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import Outcome, WorkerPool
    from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError

DONE, NOT_DONE, UNKNOWN, MISSING = "done", "not_done", "unknown", "missing"


class Record:
    """What is known and was done about one user, so that nothing is lost if the run fails.

    `data` contains what the module adds to the result. `changed` is set as soon as anything was changed.
    """

    __slots__ = ("changed", "data", "error", "request_ids", "user")

    def __init__(self, user: dict[str, Any], data: dict[str, Any]) -> None:
        self.user = user
        self.data = data
        self.changed = False
        self.error: MattermostError | None = None
        # The ids under which the server logged the requested changes.
        self.request_ids: list[str] = []

    @property
    def outcome(self) -> str:
        """Return done, not_done, or unknown if a changing request was sent without an answer."""
        if self.error is None:
            return DONE
        return UNKNOWN if self.error.unknown else NOT_DONE


def entries(targets: list[Target], records: Mapping[str, Record], empty: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one result for each target, in the order requested. `empty` is the data of a missing user.

    A user named twice has two results, from the same record.
    """
    found = []
    for target in targets:
        record = records.get(target.user["id"]) if target.user else None
        entry: dict[str, Any] = {
            "requested": one_line(target.requested, 320),
            "user": None,
            "changed": False,
            "outcome": MISSING,
        }
        if record is not None:
            entry.update(user=shape(record.user), changed=record.changed, outcome=record.outcome)
        entry.update(copy.deepcopy(empty) if record is None else record.data)
        entry["request_ids"] = list(record.request_ids) if record is not None else []
        entry["error"] = record.error.as_dict() if record is not None and record.error else None
        found.append(entry)
    return found


def summary(targets: list[Target], records: Mapping[str, Record], client: Client, **counts: Any) -> dict[str, Any]:
    """Return the summary of a run over many users. Users are counted once, even if named several times."""
    everybody = list(records.values())
    total = {
        "users": len(everybody),
        "users_missing": sum(1 for t in targets if t.user is None),
        "users_changed": sum(1 for r in everybody if r.changed),
        "failed": sum(1 for r in everybody if r.error),
    }
    total.update(counts)
    total["requests"] = client.requests
    total["retries"] = client.retried
    return total


def each(pool: WorkerPool, client: Client, records: Iterable[Record], work: Callable[[Any], Any]) -> list[Outcome]:
    """Call `work(record)` for each record, concurrently, and add the request ids of its changes to it.

    Returns the outcomes in the order of the records. Errors are added to the records as well.
    """
    records = list(records)

    def noting(record: Record) -> Any:
        with client.noting_changes() as request_ids:
            try:
                return work(record)
            finally:
                record.request_ids.extend(request_ids)

    outcomes = pool.map(noting, records)
    for record, outcome in zip(records, outcomes):
        record.error = outcome.error
    return outcomes


def failure(records: Mapping[str, Record]) -> str | None:
    """Return the sentence for a run in which some users failed, None if none did."""
    failed = [(r.user, r.error) for r in records.values() if r.error]
    if not failed:
        return None
    if len(records) == 1:
        return str(failed[0][1])
    # Users that failed themselves come first: their errors explain why the others were not begun.
    failed.sort(key=lambda pair: isinstance(pair[1], Stopped))
    unknown = sum(1 for user, error in failed if error.unknown)
    text = "%d of %d users failed" % (len(failed), len(records))
    if unknown:
        text += " (for %d of them it is not known whether the change took effect)" % unknown
    shown = ["%s: %s" % (one_line(user.get("username"), 80), str(error).rstrip(".")) for user, error in failed[:3]]
    if len(failed) > 3:
        shown.append("and %d more" % (len(failed) - 3))
    return "%s. %s." % (text, "; ".join(shown))
