# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would stop working, sorted for somebody who has to decide: what stops first, then what needs somebody."""

from __future__ import annotations

from typing import Any

# The groups in the order in which they are read: what becomes of an integration, a heading, how it looks, what to say.
GROUPS: tuple[tuple[str, tuple[str, ...], str, str, str], ...] = (
    (
        "stops",
        ("deleted", "disabled", "revoked"),
        "Stops working",
        "bad",
        "If somebody needs it, name a colleague who takes over before the last day. If nobody does, there is nothing"
        " to do.",
    ),
    (
        "changes",
        ("new_token", "new_address", "new_secret", "assigned"),
        "Keeps working once somebody has done something",
        "warn",
        "Whoever takes over gets what is needed for it. Until it is entered where it belongs, it may not work.",
    ),
    ("stays", ("stays",), "Stays as it is", "none", "Somebody should look whether that is meant."),
    ("off", ("stays_off",), "Is switched off already", "none", "Nothing changes."),
)


def person(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what is told of one person, from an entry of the results of mattermost_integration_info."""
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
    """Return each person once, in the order asked: somebody may have been named twice."""
    known: dict[str, dict[str, Any]] = {}
    for entry in results:
        key = (entry.get("user") or {}).get("id") or str(entry.get("requested"))
        known.setdefault(key, entry)
    return list(known.values())


def totals(people: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many integrations are in each group, and of how many people something is not known."""
    counts = {key: 0 for key, *_rest in GROUPS}
    for one in people:
        for group in one["groups"]:
            counts[group["key"]] += len(group["rows"])
    unknown = sum(1 for one in people if one["not_checked"] or one["error"])
    there = sum(1 for one in people if not one["missing"])
    return dict(counts, people=there, all=sum(counts.values()), unknown=unknown)


def capital(text: str) -> str:
    """Return a sentence with its first letter in capitals."""
    return text[:1].upper() + text[1:]


def day(moment: Any) -> str:
    """Return the day of a time in ISO 8601, "unknown" for none."""
    return moment[:10] if isinstance(moment, str) and moment else "unknown"
