# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up accounts by user name, e-mail address or id, in batches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID, usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    AmbiguousUser,
    CallingAccount,
    LastSystemAdmin,
    MalformedUser,
    UnknownUser,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    UnexpectedShape,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import WorkerPool

BATCH = 200

_USERNAME = re.compile(r"^[a-z0-9._:-]{1,64}\Z")
_EMAIL = re.compile(r"^[^\s@/\\?#%]+@[^\s@/\\?#%]+\Z")

# The required permission, to be named after a 403.
NEEDS = "edit_other_users (and manage_system where the user is a system admin)"


class Target:
    """One requested entry: `requested`, and the `user` found for it (None = unknown)."""

    __slots__ = ("requested", "user")

    def __init__(self, requested: str, user: dict[str, Any] | None) -> None:
        self.requested = requested
        self.user = user


def shape(user: dict[str, Any]) -> dict[str, Any]:
    """Return a user of the API in the format of results."""
    return {
        "id": user.get("id"),
        "username": one_line(user.get("username"), 200),
        "email": one_line(user.get("email"), 320),
        "active": not user.get("delete_at"),
        "auth_service": one_line(user.get("auth_service"), 60),
        "system_admin": is_system_admin(user),
    }


def profile(user: dict[str, Any]) -> dict[str, Any]:
    """Return what else the API tells of a user, for whoever reviews the accounts. What it does not tell is None."""
    roles = [one_line(role, 100) for role in str(user.get("roles") or "").split()]
    name = " ".join(one_line(user.get(key), 100) for key in ("first_name", "last_name")).strip()
    return {
        "full_name": name or None,
        "roles": roles,
        "bot": user.get("is_bot") is True,
        "guest": "system_guest" in roles,
        "created_at": iso(user.get("create_at")),
        "last_login_at": iso(user.get("last_login")),
    }


def is_system_admin(user: dict[str, Any]) -> bool:
    """Return whether a user of the API has the role system_admin."""
    return "system_admin" in str(user.get("roles") or "").split()


def who_am_i(client: Client) -> dict[str, Any]:
    """Return the calling account as a user of the API."""
    me = client.get("/users/me", "read the calling account")
    if not isinstance(me, dict) or not usable_id(me):
        raise UnexpectedShape(action="read the calling account", url=client.url, expected="a user").marked(fatal=True)
    return me


def resolve(client: Client, pool: WorkerPool, requested: list[str], missing: str = "fail") -> list[Target]:
    """Return one Target for each entry of `requested`, in order.

    Raises InputError for entries that are invalid, ambiguous, or unknown (unless `missing` is
    "ignore"): for the sessions of an id that does not exist, the server answers an admin with 200,
    so a typo would look like success.
    """
    entries = [str(name).strip() for name in requested]
    wanted = [entry[1:] if entry.startswith("@") else entry for entry in entries]
    bad = [n for n in wanted if not (_EMAIL.match(n) or _USERNAME.match(n.lower()))]
    if bad:
        raise MalformedUser(names=first_few([repr(one_line(n, 80)) for n in bad]))
    emails = unique(n.lower() for n in wanted if "@" in n)
    names = unique(n.lower() for n in wanted if "@" not in n)
    by_id = _batches(client, pool, "/users/ids", "id", [n for n in names if ID.match(n)])
    # A user name may look like an id: such entries are looked up both ways.
    by_name = _batches(client, pool, "/users/usernames", "username", names)
    by_email = _by_email(client, pool, emails)
    for name, user in by_id.items():
        if by_name.get(name, user)["id"] != user["id"]:
            raise AmbiguousUser(name=name)
    found = {**by_name, **by_id, **by_email}
    targets = [Target(entry, found.get(name.lower())) for entry, name in zip(entries, wanted)]
    unknown = unique(t.requested for t in targets if t.user is None)
    if unknown and missing == "fail":
        raise UnknownUser(url=client.url, names=first_few([one_line(n, 80) for n in unknown]))
    return targets


def by_ids(client: Client, pool: WorkerPool, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return the users with these ids, by id, without those that do not exist or that the caller cannot see."""
    return _batches(client, pool, "/users/ids", "id", ids)


def refuse_self(me: dict[str, Any], targets: list[Target]) -> None:
    """Raise InputError if one of the targets is the calling account."""
    if any(t.user and t.user["id"] == me["id"] for t in targets):
        raise CallingAccount(name=one_line(me.get("username"), 80))


def distinct(targets: list[Target]) -> list[dict[str, Any]]:
    """Return the users found, without duplicates, in the order requested."""
    return list({t.user["id"]: t.user for t in targets if t.user}.values())


def unique(values: Iterable[str]) -> list[str]:
    """Return the values without duplicates, in order."""
    return list(dict.fromkeys(values))


def _batches(client: Client, pool: WorkerPool, path: str, key: str, names: list[str]) -> dict[str, dict[str, Any]]:
    """Look up names in bulk. Unknown ones are silently missing from the answer; deactivated users are included."""

    def look_up(batch: list[str]) -> list[Any]:
        rows = client.read(path, batch, "look up users", NEEDS)
        if not isinstance(rows, list):
            raise UnexpectedShape(action="look up users", url=client.url, expected="a list of users")
        return rows

    found = {}
    batches = [names[start : start + BATCH] for start in range(0, len(names), BATCH)]
    for batch, outcome in zip(batches, pool.map(look_up, batches)):
        if outcome.error is not None:
            raise outcome.error  # every user must be known before anything is changed
        asked = set(batch)
        for row in outcome.value or ():
            if isinstance(row, dict) and isinstance(row.get(key), str) and usable_id(row):
                if row[key] in asked:
                    found[row[key]] = row
    return found


def _by_email(client: Client, pool: WorkerPool, emails: list[str]) -> dict[str, dict[str, Any]]:
    """Look up e-mail addresses, one by one since there is no bulk endpoint."""

    def look_up(email: str) -> dict[str, Any] | None:
        action = "look up the user %s" % one_line(email, 100)
        try:
            user = client.get("/users/email/" + quote(email, safe="@+"), action, NEEDS)
        except ApiError as error:
            if error.status == 404:
                return None
            raise
        if not isinstance(user, dict) or not usable_id(user):
            raise UnexpectedShape(action=action, url=client.url, expected="a user")
        return user

    found = {}
    for email, outcome in zip(emails, pool.map(look_up, emails)):
        if outcome.error is not None:
            raise outcome.error  # every user must be known before anything is changed
        if outcome.value:
            found[email] = outcome.value
    return found


def active_admins(client: Client) -> set[str]:
    """Return the ids of the active system admins. Bots do not count, since they have an owner."""
    rows = client.pages("/users?role=system_admin&active=true", "list the system admins")
    return {
        user_id
        for user_id, user in ((usable_id(row), row) for row in rows)
        if user_id and is_system_admin(user) and not user.get("delete_at") and user.get("is_bot") is not True
    }


def refuse_last_admin(client: Client, going: list[dict[str, Any]]) -> None:
    """Raise InputError if no active system admin would be left besides the given users."""
    admins = [u for u in going if is_system_admin(u) and not u.get("delete_at") and u.get("is_bot") is not True]
    if admins and not active_admins(client) - {user["id"] for user in going}:
        raise LastSystemAdmin(name=one_line(admins[0].get("username"), 80))


def name(user: dict[str, Any]) -> str:
    """Return the name of a user for a message."""
    return one_line(user.get("username"), 80) or user["id"]
