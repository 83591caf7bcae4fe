# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run changed for one user: each type of access with the items that were closed or handed over."""

from __future__ import annotations

from typing import Any

from . import words

# The values to show of a closed item, in this order.
_TOLD = ("id", "what", "username", "name", "role", "trigger", "description", "kind", "browser", "bot", "made_at", "at")

# The new owner.
_TO_WHOM = {"handed_over_to": "handed over to", "assigned_to": "assigned to"}


def of(blocked: dict[str, Any], closed: dict[str, Any], times: dict[str, str]) -> list[dict[str, Any]]:
    """Return the changes that the entries of two steps tell of. `times` is when each step ended."""
    changes = []
    roles = blocked.get("roles_reset") or []
    if blocked.get("changed") and not (roles and blocked.get("state") == blocked.get("previous_state")):
        what = "%s, was %s" % (blocked.get("state"), blocked.get("previous_state"))
        details = [blocked["warning"]] if blocked.get("warning") else []
        changes.append(_change(words.ACCOUNT, "Account", 1, what, times.get(words.BLOCKED), details))
    if roles:
        # They are reset before the account is deactivated, and by the same task.
        what = "%d closed" % len(roles)
        changes.append(
            _change("system_role", "System roles", len(roles), what, times.get(words.BLOCKED), [*map(_line, roles)])
        )
    for name, seen in (closed.get("access") or {}).items():
        items = seen.get("closed") or []
        if items:
            what = "%d closed" % len(items)
            changes.append(
                _change(name, seen["title"], len(items), what, times.get(words.CLOSED), list(map(_line, items)))
            )
    return changes


def _change(name: str, title: str, count: int, what: str, at: str | None, details: list[str]) -> dict[str, Any]:
    return {"access_type": name, "title": title, "count": count, "what": what, "at": at, "details": details}


def _line(item: dict[str, Any]) -> str:
    told = [str(item[key]) for key in _TOLD if item.get(key)]
    return ", ".join(told + ["%s %s" % (text, item[key]) for key, text in _TO_WHOM.items() if item.get(key)])
