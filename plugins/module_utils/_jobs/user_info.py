# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of mattermost_user_info: find users by name, state, log-in service, role or last activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds, seconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    NoSuchEndpoint,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.second_accounts import SecondAccounts
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call

_STATES = {"active": "active=true", "deactivated": "inactive=true", "any": ""}

# The roles for which the server's count includes users with additional roles.
_COUNTED_ROLES = (
    None,
    "system_admin",
    "system_guest",
    "system_manager",
    "system_read_only_admin",
    "system_user_manager",
)


class UserFilter:
    """The filters for users. Raises InputError for an invalid duration."""

    def __init__(self, params: dict[str, Any]) -> None:
        self.state = params["state"]
        self.services = params["auth_service"]
        self.role = params["role"]
        self.bots = params["include_bots"]
        self.inactive_for = seconds("inactive_for", params["inactive_for"])

    @classmethod
    def of_state(cls, state: str) -> UserFilter:
        """Return the filter that selects all users in a state."""
        return cls({"state": state, "auth_service": None, "role": None, "include_bots": True, "inactive_for": None})

    def takes(self, user: dict[str, Any]) -> bool:
        """Return whether a user of the API matches, except for the last activity."""
        if self.state != "any" and bool(user.get("delete_at")) != (self.state == "deactivated"):
            return False
        if self.services is not None and (user.get("auth_service") or "email") not in self.services:
            return False
        return self.role is None or self.role in str(user.get("roles") or "").split()


def prepare(params: dict[str, Any]) -> UserFilter:
    """Validate without the server and return the UserFilter."""
    return UserFilter(params)


def search(call: Call) -> dict[str, Any]:
    """Find the users and return the result of the module."""
    wanted: UserFilter = call.prepared
    me = user_lookup.who_am_i(call.client)
    named = call.params["users"] is not None
    total = None if named else _server_total(call.client, wanted, wanted.bots)
    missing: list[str] = []
    pool: Iterable[dict[str, Any]]
    if named:
        targets = user_lookup.resolve(call.client, call.pool, call.params["users"], call.params["missing_users"])
        missing = user_lookup.unique(t.requested for t in targets if t.user is None)
        pool = user_lookup.distinct(targets)
    everybody = _everybody(call)
    if not named:
        users = _all(call.client, wanted) if everybody is None else everybody
        pool = (u for u in users if wanted.bots or not u.get("is_bot"))
    meant = (u for u in pool if wanted.takes(u) and usable_id(u))
    rows: list[dict[str, Any]] = []
    unknown = 0
    brief = call.params["brief"] and everybody is None
    if brief and wanted.inactive_for is None:
        # Only matching users are kept, since there may be a hundred thousand.
        found = [(user["id"], _name(user)) for user in meant]
    else:
        chosen = list(meant)
        if wanted.inactive_for is not None:
            before = call.client.clock.now() - wanted.inactive_for * 1000
            chosen, unknown = _inactive(call, chosen, before)
        found = [(user["id"], _name(user)) for user in chosen]
        rows = [] if brief else [_row(user) for user in chosen]
    out = {
        "changed": False,
        "users": rows,
        "usernames": [username for user_id, username in found],
        "ids": [user_id for user_id, username in found],
        "missing_users": [one_line(name, 320) for name in missing],
        "summary": {
            "users": len(found),
            "users_missing": len(missing),
            "activity_unknown": unknown,
            "server_total": total,
            "requests": call.client.requests,
            "retries": call.client.retried,
        },
    }
    if everybody is not None:
        seconds = SecondAccounts(everybody, me)
        for row, user in zip(rows, chosen):
            row["second_accounts"], row["second_accounts_more"] = seconds.of(user)
        out["second_accounts_not_checked"] = seconds.not_checked
    return out


def _everybody(call: Call) -> list[dict[str, Any]] | None:
    """Return all users of the server, read once, if second accounts are requested, else None."""
    if not call.params["second_accounts"]:
        return None
    return list(_all(call.client, UserFilter.of_state("any")))


def _name(user: dict[str, Any]) -> str:
    return one_line(user.get("username"), 200)


def _server_total(client: Client, wanted: UserFilter, bots: bool) -> int | None:
    """Return the server's own count of users, None if it is not available for these filters."""
    if wanted.services is not None or wanted.inactive_for is not None or wanted.role not in _COUNTED_ROLES:
        return None
    everybody = _count(client, wanted, bots, wanted.state != "active")
    if wanted.state != "deactivated" or everybody is None:
        return everybody
    active = _count(client, wanted, bots, False)
    return None if active is None else everybody - active


def _count(client: Client, wanted: UserFilter, bots: bool, deactivated: bool) -> int | None:
    flags = {"include_deleted": deactivated, "include_bots": bots, "include_remote_users": True}
    query = "&".join("%s=%s" % (name, str(value).lower()) for name, value in flags.items())
    if wanted.role is not None:
        query += "&roles=" + wanted.role
    needs = "sysconsole_read_user_management_users"
    try:
        answer = client.get("/users/stats/filtered?" + query, "count the users", needs)
    except (ApiError, NoSuchEndpoint) as error:
        # Every account can list users, but the count needs a permission and a newer version.
        if error.status not in (400, 403, 404):
            raise
        return None
    count = answer.get("total_users_count") if isinstance(answer, dict) else None
    return count if isinstance(count, int) else None


def _all(client: Client, wanted: UserFilter) -> Iterator[dict[str, Any]]:
    query = _STATES[wanted.state]
    listed = UserFilter.of_state(wanted.state)
    if wanted.role == "system_admin":
        query += "&role=system_admin"  # the server itself filters by this one, but not by unknown roles
        listed.role = wanted.role
    total = _server_total(client, listed, True)
    path = "/users" + ("?" + query.lstrip("&") if query else "")
    # The count is only informative: what it excludes differs between versions.
    return client.pages(path, "list users", user_lookup.NEEDS, total=total, binding=False)


def _inactive(call: Call, chosen: list[dict[str, Any]], before: int) -> tuple[list[dict[str, Any]], int]:
    """Return the users whose last activity is known and older, and the number of users with unknown activity.

    Mattermost returns the last activity with the status of a user; 0 means that there was none.
    """
    for start in range(0, len(chosen), user_lookup.BATCH):
        batch = chosen[start : start + user_lookup.BATCH]
        ids = [user["id"] for user in batch]
        action = "read when %d users were last active" % len(ids)
        rows = call.client.read("/users/status/ids", ids, action, user_lookup.NEEDS)
        rows = rows if isinstance(rows, list) else []
        known = [row for row in rows if isinstance(row, dict) and isinstance(row.get("user_id"), str)]
        seen = {row["user_id"]: milliseconds(row.get("last_activity_at")) for row in known}
        for user in batch:
            user["last_activity_at"] = milliseconds(user.get("last_activity_at")) or seen.get(user["id"], 0)
    told = [user for user in chosen if user["last_activity_at"] > 0]
    return [user for user in told if user["last_activity_at"] < before], len(chosen) - len(told)


def _row(user: dict[str, Any]) -> dict[str, Any]:
    row = user_lookup.shape(user)
    row.update(
        roles=[one_line(role, 100) for role in str(user.get("roles") or "").split()],
        bot=user.get("is_bot") is True,
        created_at=iso(user.get("create_at")),
        deactivated_at=iso(user.get("delete_at")),
        last_activity_at=iso(user.get("last_activity_at")),
    )
    return row
