# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs of the two session modules: list and revoke the sessions of users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    EveryoneAndUsers,
    EveryoneNotAllowed,
    EveryoneWithoutSelf,
    NobodyNamed,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import StillThere
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.session_filter import (
    SessionFilter,
    SessionPlan,
    session_line,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call


def prepare(params: dict[str, Any]) -> SessionFilter:
    """Validate without the server and return the SessionFilter."""
    if params.get("everyone"):
        if params["users"] is not None:
            raise EveryoneAndUsers()
        if not params["include_self"]:
            raise EveryoneWithoutSelf()
    elif params["users"] is None:
        raise NobodyNamed()
    return SessionFilter(params)


def info(call: Call) -> dict[str, Any]:
    """Job of mattermost_session_info: list the sessions that match the filters."""
    targets = user_lookup.resolve(call.client, call.pool, call.params["users"] or [], call.params["missing_users"])
    if not targets:
        user_lookup.who_am_i(call.client)  # an invalid token must not look like no sessions
    records = {u["id"]: results.Record(u, {"sessions": []}) for u in user_lookup.distinct(targets)}

    def work(record: Any) -> None:
        record.data["sessions"] = _plan(call, record.user).revoke

    results.each(call.pool, call.client, records.values(), work)
    found = sum(len(r.data["sessions"]) for r in records.values())
    return {
        "changed": False,
        "results": results.entries(targets, records, {"sessions": []}),
        "summary": results.summary(targets, records, call.client, sessions_found=found),
        "failure": results.failure(records),
    }


def revoke(call: Call) -> dict[str, Any]:
    """Job of mattermost_session_revoke: revoke the sessions that match the filters, or those of everybody."""
    if call.params["everyone"]:
        return _revoke_everyone(call)
    targets = user_lookup.resolve(call.client, call.pool, call.params["users"] or [], call.params["missing_users"])
    me = user_lookup.who_am_i(
        call.client
    )  # even if there is nothing to do: an invalid token must not look like success
    if not call.params["include_self"]:
        user_lookup.refuse_self(me, targets)
    records = {u["id"]: _Revocation(u) for u in user_lookup.distinct(targets)}
    # The caller is last, since revoking its own session would end the run.
    others = [r for r in records.values() if r.user["id"] != me["id"]]
    own = [r for r in records.values() if r.user["id"] == me["id"]]
    for batch in (others, own):
        results.each(call.pool, call.client, batch, lambda record: record.work(call))
    if call.params["verify"] and not call.check_mode:
        _verify(call, others)
    out = {
        "changed": any(r.changed for r in records.values()),
        "results": results.entries(targets, records, {"revoked": [], "kept": []}),
        "summary": results.summary(
            targets,
            records,
            call.client,
            sessions_found=sum(len(r.found) for r in records.values()),
            sessions_revoked=sum(len(r.data["revoked"]) for r in records.values()),
        ),
        "failure": results.failure(records),
    }
    if call.diff_mode:
        out["diff"] = _diff(records.values())
    return out


def _plan(call: Call, user: dict[str, Any], sweep: bool = False) -> SessionPlan:
    return SessionPlan(sessions.rows(call.client, user), call.prepared, call.client.clock.now(), sweep)


class _Revocation(results.Record):
    """The record of one user whose sessions are revoked, kept across retries."""

    __slots__ = ("found", "_requested")

    def __init__(self, user: dict[str, Any]) -> None:
        super().__init__(user, {"revoked": [], "kept": []})
        self.found: dict[Any, dict[str, Any]] = {}
        self._requested: dict[Any, dict[str, Any]] = {}

    def work(self, call: Call) -> None:
        """List, plan and, unless in check mode, revoke. Raises MattermostError if something was not revoked."""
        plan = _plan(call, self.user, sweep=True)
        self.found.update((item["id"], item) for item in plan.revoke + plan.keep)
        self.data["kept"] = plan.keep
        self._settle(plan)
        if call.check_mode:
            self._took(plan.revoke)
            return
        error = None
        if plan.revoke:
            self._requested.update((item["id"], item) for item in plan.revoke)
            done, error = sessions.end(call.client, self.user, plan.revoke, plan.everything)
            self._took(done)
        elif call.params["flush_cache"] and not call.prepared.narrow:
            sessions.end_all(call.client, self.user)
        if error is not None:
            raise error

    def _settle(self, plan: SessionPlan) -> None:
        # An earlier attempt requested these and got no answer. They are gone, so it took effect.
        listed = {item["id"] for item in plan.revoke}
        self._took([item for key, item in self._requested.items() if key not in listed])

    def _took(self, items: list[dict[str, Any]]) -> None:
        known = {item["id"] for item in self.data["revoked"]}
        self.data["revoked"].extend(item for item in items if item["id"] not in known)
        self.changed = bool(self.data["revoked"])


def _verify(call: Call, records: list[Any]) -> None:
    """List again, revoke what is left, and fail the users who still have sessions after that.

    All users are checked, not only those with revoked sessions: a lagging replica may have returned
    an empty list for a user who had just logged in.
    """

    def revoke_again(record: Any) -> bool:
        if not _plan(call, record.user, sweep=True).revoke:
            return False
        record.work(call)
        return True

    def hold(record: Any) -> None:
        count = len(_plan(call, record.user, sweep=True).revoke)
        if count:
            raise StillThere(
                action="revoke the sessions of %s" % user_lookup.name(record.user),
                url=call.client.url,
                count="%d session%s" % (count, " is" if count == 1 else "s are"),
            )

    todo = [r for r in records if r.error is None]
    for look in (revoke_again, hold):
        if not todo:
            return
        # Each check gives the replicas time after the last revocation.
        call.pool.wait(call.params["verify_delay"])
        outcomes = results.each(call.pool, call.client, todo, look)
        for outcome in outcomes:
            if outcome.error is not None and not isinstance(outcome.error, StillThere):
                outcome.error.unknown = True  # it was revoked, but the effect could not be verified
        todo = [record for record, outcome in zip(todo, outcomes) if outcome.value]


def _revoke_everyone(call: Call) -> dict[str, Any]:
    me = user_lookup.who_am_i(call.client)
    if not user_lookup.is_system_admin(me):
        raise EveryoneNotAllowed(name=one_line(me.get("username"), 80))
    if not call.check_mode:
        sessions.end_everybodys(call.client)
    out = {
        # The caller's own session is always included, so there is always something to revoke.
        "changed": True,
        "results": [],
        "summary": results.summary([], {}, call.client, sessions_found=None, sessions_revoked=None),
    }
    if call.diff_mode:
        out["diff"] = {"before": "sessions of everyone on %s\n" % call.client.url, "after": ""}
    return out


def _diff(records: Iterable[Any]) -> dict[str, str]:
    before, after = [], []
    for record in records:
        head = "%s:\n" % user_lookup.name(record.user)
        kept = ["  %s\n" % session_line(item) for item in record.data["kept"]]
        gone = ["  %s\n" % session_line(item) for item in record.data["revoked"]]
        before.extend([head] + sorted(kept + gone))
        after.extend([head] + sorted(kept))
    return {"before": "".join(before), "after": "".join(after)}
