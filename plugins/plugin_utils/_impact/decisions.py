# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would stop working, grouped by urgency: what stops first, then what needs reconfiguration."""

from __future__ import annotations

from typing import Any

# The groups in the order of the page: key, planned changes, heading, tone and advice.
GROUPS: tuple[tuple[str, tuple[str, ...], str, str, str], ...] = (
    (
        "stops",
        ("deleted", "disabled", "revoked"),
        "Stops working",
        "bad",
        "If it is still needed, name a successor before the last day. Otherwise, there is nothing to do.",
    ),
    (
        "changes",
        ("new_token", "new_address", "new_secret", "assigned"),
        "Needs reconfiguration to keep working",
        "warn",
        "The successor receives the new token, secret or address. Until it is configured, this may not work.",
    ),
    ("stays", ("stays",), "Not changed", "none", "Check whether this is intended."),
    ("off", ("stays_off",), "Already disabled", "none", "Nothing changes."),
)


def person(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows about one user, from an entry of the results of mattermost_integration_info."""
    user = entry.get("user") or {}
    found = entry.get("integrations") or []
    groups = []
    for key, words, heading, tone, advice in GROUPS:
        rows = [row for row in found if row.get("becomes") in words]
        if rows:
            rows.sort(key=lambda row: (-(row.get("members") or 0), str(row.get("kind")), str(row.get("name"))))
            groups.append({"key": key, "heading": heading, "tone": tone, "advice": advice, "rows": rows})
    return {
        "name": user.get("username") or entry.get("requested"),
        "email": user.get("email") or "",
        "active": user.get("active") is not False,
        "missing": not user,
        "successor": entry.get("successor"),
        "groups": groups,
        "count": len(found),
        "error": (entry.get("error") or {}).get("message"),
        "not_checked": entry.get("not_checked") or {},
    }


def distinct(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries without duplicate users, in the order requested."""
    known: dict[str, dict[str, Any]] = {}
    for entry in results:
        key = (entry.get("user") or {}).get("id") or str(entry.get("requested"))
        known.setdefault(key, entry)
    return list(known.values())


def totals(people: list[dict[str, Any]]) -> dict[str, int]:
    """Return the number of integrations in each group, and the number of users with something unknown."""
    counts = {key: 0 for key, *_rest in GROUPS}
    for one in people:
        for group in one["groups"]:
            counts[group["key"]] += len(group["rows"])
    unknown = sum(1 for one in people if one["not_checked"] or one["error"])
    there = sum(1 for one in people if not one["missing"])
    return dict(counts, people=there, all=sum(counts.values()), unknown=unknown)


def capital(text: str) -> str:
    """Return a sentence with a capital first letter."""
    return text[:1].upper() + text[1:]


def day(moment: Any) -> str:
    """Return the date of a time in ISO 8601, "unknown" for None."""
    return moment[:10] if isinstance(moment, str) and moment else "unknown"
