# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of a run: what the list of leavers says about each, and which account of the server is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a list of leavers may say about somebody, and what stands in the reports.
ABOUT = ("left_at", "ticket", "requested_by", "approved_by", "successor", "source")


def leaver(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of an entry of the list of leavers, as the action leavers returns it."""
    return {"requested": told["user"], "fallback": told.get("fallback"), **{key: told.get(key) for key in ABOUT}}


def called(row: dict[str, Any]) -> str:
    """Return the name by which people know the user of a row."""
    return str((row["user"] or {}).get("username") or row["requested"])


def bare(name: str) -> str:
    """Return a name as names are compared: the server knows no upper case, and @ is only how people write."""
    name = name.strip().lower()
    return name[1:] if name.startswith("@") else name


def is_among(user: dict[str, Any], names: set[str]) -> bool:
    """Say whether a user is named by id, user name or e-mail address."""
    return any(user.get(key) and bare(str(user[key])) in names for key in ("id", "username", "email"))


def by_name(users: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return users by everything that they may be named by. An id counts more than a user name that looks like one."""
    found: dict[str, dict[str, Any]] = {}
    for key in ("email", "username", "id"):
        found.update((bare(str(user[key])), user) for user in users if user.get(key))
    return found


def account_of(one: dict[str, Any], accounts: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Return the account of a leaver. The e-mail address of the list says who it is where no account has the name."""
    found = accounts.get(bare(one["requested"]))
    return found or (accounts.get(bare(one["fallback"])) if one.get("fallback") else None)
