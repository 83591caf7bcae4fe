# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The users of a run: what the list of leavers says about each, and the account on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a list of leavers may say about a user and the reports show.
ABOUT = ("left_at", "ticket", "requested_by", "approved_by", "successor", "source")


def leaver(told: dict[str, Any]) -> dict[str, Any]:
    """Return the values to keep of an entry that the action leavers returned."""
    return {"requested": told["user"], "fallback": told.get("fallback"), **{key: told.get(key) for key in ABOUT}}


def called(row: dict[str, Any]) -> str:
    """Return the name by which people know the user of a row."""
    return str((row["user"] or {}).get("username") or row["requested"])


def bare(name: str) -> str:
    """Return a name in its canonical form: lower case, as on the server, and without a leading @."""
    name = name.strip().lower()
    return name[1:] if name.startswith("@") else name


def is_among(user: dict[str, Any], names: set[str]) -> bool:
    """Return whether a user is in a set of ids, user names and e-mail addresses."""
    return any(user.get(key) and bare(str(user[key])) in names for key in ("id", "username", "email"))


def by_name(users: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return users by id, user name and e-mail address. An id takes precedence over a user name that looks like one."""
    found: dict[str, dict[str, Any]] = {}
    for key in ("email", "username", "id"):
        found.update((bare(str(user[key])), user) for user in users if user.get(key))
    return found


def account_of(one: dict[str, Any], accounts: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Return the account of a leaver: by name, else by the e-mail address in the list."""
    found = accounts.get(bare(one["requested"]))
    return found or (accounts.get(bare(one["fallback"])) if one.get("fallback") else None)
