# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of an audit and their state, as tools for access reviews import them.

The guide docs/docsite/rst/access_review.rst describes each field.
An array, since a file that was cut off on its way is then no JSON at all, and cannot be taken for the whole state.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from . import words

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIX = "accounts.json"


def write(stream: IO[str], rows: Iterable[dict[str, Any]], server: dict[str, Any]) -> None:
    """Write an array with one account a line. Accounts that were deleted while the audit ran are not among them."""
    stream.write("[")
    separator = "\n"
    for row in rows:
        if row["status"] != words.MISSING and row["user"]:
            stream.write(separator + json.dumps(account(row, server)))
            separator = ",\n"
    stream.write("\n]\n")


def account(row: dict[str, Any], server: dict[str, Any]) -> dict[str, Any]:
    """Return an account as it stands in the file. What is not known is None."""
    user = row["user"]
    profile = row.get("profile") or {}
    return {
        "server": server["url"],
        "account_id": user.get("id"),
        "username": user.get("username"),
        "email": user.get("email") or None,
        "full_name": profile.get("full_name"),
        "account_type": _type(profile),
        "active": user.get("active"),
        "deactivated_at": row["deactivated_at"],
        "auth_service": _service(user),
        "roles": profile.get("roles"),
        "system_admin": user.get("system_admin"),
        "created_at": profile.get("created_at"),
        "last_login_at": profile.get("last_login_at"),
        "last_activity_at": profile.get("last_activity_at"),
        "verdict": row["status"],
        "ways_in": {entry["access_type"]: entry["open_before"] for entry in row["access"] if entry["open_before"]},
        "not_checked": row["not_checked"],
        "to_do": row["to_do"],
        "looked_at": row["times"].get(words.BEFORE),
    }


def _type(profile: dict[str, Any]) -> str | None:
    if not profile:
        return None
    return "guest" if profile.get("guest") else "user"


def _service(user: dict[str, Any]) -> str | None:
    """Return what an account logs in with. The server has no name for its own passwords."""
    service = user.get("auth_service")
    return None if service is None else service or "password"
