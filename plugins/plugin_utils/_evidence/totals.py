# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Totals over all users, added batch by batch, so that the rows need not be kept in memory."""

from __future__ import annotations

from typing import Any

from . import words
from .about_leavers import called

_SHOWN = 20
_SAID = {
    words.CLOSED: "closed",
    words.OPEN: "STILL OPEN",
    words.NEEDS_HUMAN: "needs a manual step",
    words.NOT_CHECKED: "NOT CHECKED",
    words.FAILED: "FAILED",
    words.MISSING: "does not exist",
}
_BY_ADMINISTRATORS = ("token_for_others", "integration_for_others")
_SUMS = (
    "users",
    "unfinished",
    "looked_again",
    "not_reached",
    "ways_in_before",
    "ways_in_after",
    "sessions_revoked",
    "to_do_count",
    "closed_with_to_do",
    "administrator_count",
    "with_left_at",
    "late",
)

# "names" tells everything of those who are not finished, "unfinished_names" the first reason only.
_LISTS = ("names", "unfinished_names", "lines", "plans", "to_do", "missing", "administrators")


def add(totals: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the totals with the rows added. Only the first twenty names and lines are kept."""
    sums = {key: totals.get(key, 0) for key in _SUMS}
    statuses = dict(totals.get("statuses", {}))
    access = {name: dict(count) for name, count in totals.get("access", {}).items()}
    lists = {key: list(totals.get(key, [])) for key in _LISTS}
    for row in rows:
        status, name = row["status"], called(row)
        statuses[status] = statuses.get(status, 0) + 1
        _count(sums, row)
        for entry in row["access"]:
            _count_access(access, entry)
            if entry["access_type"] == words.SESSION:
                sums["sessions_revoked"] += _revoked(row, entry)
        if status not in words.FINISHED:
            _keep(lists["names"], "%s: %s" % (name, why(row)))
            _keep(lists["unfinished_names"], "%s: %s" % (name, _first_reason(row)))
        if status == words.MISSING and not row["user"]:
            _keep(lists["missing"], name)
        after = "%d after" % row["ways_in_after"] if row["looked_again"] else "not verified"
        _keep(lists["lines"], "%s: %s (%d ways in before, %s)" % (name, _SAID[status], row["ways_in_before"], after))
        _keep(lists["plans"], "%s: %s" % (name, _plan(row)))
        if row.get("administrator"):
            _keep(lists["administrators"], "%s: %s" % (name, _left_by(row)))
        for task in row["to_do"]:
            _keep(lists["to_do"], "%s: %s" % (name, task))
    return dict(sums, statuses=statuses, access=access, **lists)


def why(row: dict[str, Any]) -> str:
    """Return why a user is not finished."""
    if row["errors"]:
        return str(row["errors"][-1]).rstrip(".")
    if row["status"] == words.NOT_CHECKED:
        return "not checked: %s" % ", ".join(row["not_checked"])
    if row["status"] == words.NEEDS_HUMAN:
        return " ".join(row["to_do"]).rstrip(".")
    return "still open: %s" % ", ".join(row["still_open"])


def _first_reason(row: dict[str, Any]) -> str:
    """Return why a user is not finished, of several manual steps the first of what is open.

    All are shown under "By hand", also those of what is closed.
    """
    if row["errors"] or row["status"] != words.NEEDS_HUMAN or len(row["to_do"]) < 2:
        return why(row)
    titles = tuple("%s: " % entry["title"] for entry in row["access"] if entry["access_type"] in row["still_open"])
    first = next((task for task in row["to_do"] if task.startswith(titles)), row["to_do"][0])
    more = len(row["to_do"]) - 1
    return "%s (and %d more manual step%s)" % (first.rstrip("."), more, "" if more == 1 else "s")


def _count(sums: dict[str, int], row: dict[str, Any]) -> None:
    status = row["status"]
    sums["users"] += 1
    sums["unfinished"] += status not in words.FINISHED
    sums["looked_again"] += bool(row["looked_again"])
    sums["not_reached"] += words.NOT_REACHED in row["errors"]
    sums["ways_in_before"] += row["ways_in_before"]
    sums["ways_in_after"] += row["ways_in_after"] or 0
    sums["to_do_count"] += len(row["to_do"])
    sums["closed_with_to_do"] += status == words.CLOSED and bool(row["to_do"])
    sums["administrator_count"] += bool(row.get("administrator"))
    sums["with_left_at"] += row["left_at"] is not None
    sums["late"] += row.get("late") is True


def _count_access(access: dict[str, Any], entry: dict[str, Any]) -> None:
    nothing = {"title": entry["title"], "before": 0, "after": 0}
    count = access.setdefault(entry["access_type"], nothing)
    count["before"] += entry["open_before"]
    count["after"] += entry["open_after"] or 0


def _left_by(row: dict[str, Any]) -> str:
    """Return what became of what an administrator left behind."""
    done = sum(deed["count"] for deed in row["done"] if deed["access_type"] in _BY_ADMINISTRATORS)
    to_do = len(row["to_do"])
    return "%d item%s closed that %s made for others, %d manual step%s left" % (
        *(done, "" if done == 1 else "s", "was" if done == 1 else "were"),
        *(to_do, "" if to_do == 1 else "s"),
    )


def _keep(told: list[str], line: str) -> None:
    if len(told) < _SHOWN:
        told.append(line)


def _revoked(row: dict[str, Any], entry: dict[str, Any]) -> int:
    """Return how many sessions ended, in check mode how many would, since there is no look afterwards."""
    planned = sum(done["count"] for done in row["done"] if done["access_type"] == words.SESSION)
    ended = entry["open_before"] - entry["open_after"] if entry["open_after"] is not None else 0
    return int(max(ended, planned))


def _plan(row: dict[str, Any]) -> str:
    steps = ["%s (%d)" % (done["title"], done["count"]) for done in row["done"]]
    return "would close %s" % ", ".join(steps) if steps else "nothing to do"
