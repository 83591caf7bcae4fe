# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Count what the evidence says, batch after batch."""

from __future__ import annotations

DOCUMENTATION = r"""
name: evidence_totals
short_description: Count what the evidence about users says, batch after batch
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Adds the rows of P(offboarding.mattermost.evidence#filter) to totals, so that the rows themselves need not be kept.
  - Names and lines are kept for the first twenty users only.
positional: rows
options:
  _input:
    description: The totals so far, an empty dictionary to begin with.
    type: dict
    required: true
  rows:
    description: Rows of P(offboarding.mattermost.evidence#filter).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Count
  ansible.builtin.debug:
    msg: "{{ {} | offboarding.mattermost.evidence_totals([]) }}"
"""

RETURN = r"""
_value:
  description:
    - The totals. RV(ignore:unfinished) are the users who still get in or of whom nobody knows, RV(ignore:names) says
      which, RV(ignore:lines) what to tell about each user,
      RV(ignore:plans) what a real run would close, RV(ignore:kinds) the open items by kind before and after.
  type: dict
  sample:
    users: 1
    unfinished: 0
    ways_in_before: 5
    ways_in_after: 0
    sessions_revoked: 3
    statuses: {closed: 1}
    kinds:
      token: {title: User access tokens, before: 1, after: 0}
    names: []
    lines: ["user1: closed (5 ways in before, 0 after)"]
    plans: ["user1: would close Account (1), Sessions (3)"]
    to_do: []
"""

_SHOWN = 20
_FINISHED = ("closed", "missing")
_SAID = {
    "closed": "closed",
    "open": "STILL OPEN",
    "needs_human": "a person must act",
    "not_checked": "NOT CHECKED",
    "failed": "FAILED",
    "missing": "does not exist",
}


def evidence_totals(totals, rows):
    """Return the totals with the rows added."""
    sums = {key: totals.get(key, 0) for key in ("users", "unfinished", "ways_in_before", "ways_in_after",
                                                "sessions_revoked")}  # fmt: skip
    statuses = dict(totals.get("statuses", {}))
    kinds = {name: dict(count) for name, count in totals.get("kinds", {}).items()}
    names, lines, plans, to_do = (list(totals.get(key, [])) for key in ("names", "lines", "plans", "to_do"))
    for row in rows:
        status = row["status"]
        name = (row["user"] or {}).get("username") or row["requested"]
        sums["users"] += 1
        sums["ways_in_before"] += row["ways_in_before"]
        sums["ways_in_after"] += row["ways_in_after"]
        statuses[status] = statuses.get(status, 0) + 1
        for kind in row["kinds"]:
            count = kinds.setdefault(kind["kind"], {"title": kind["title"], "before": 0, "after": 0})
            count["before"] += kind["open_before"]
            count["after"] += kind["open_after"]
            if kind["kind"] == "session":
                sums["sessions_revoked"] += _revoked(row, kind)
        if status not in _FINISHED:
            sums["unfinished"] += 1
            if len(names) < _SHOWN:
                names.append("%s: %s" % (name, _why(row)))
        if len(lines) < _SHOWN:
            lines.append("%s: %s (%d ways in before, %d after)" % (
                name, _SAID[status], row["ways_in_before"], row["ways_in_after"]))  # fmt: skip
        if len(plans) < _SHOWN:
            plans.append("%s: %s" % (name, _plan(row)))
        if len(to_do) < _SHOWN:
            to_do.extend("%s: %s" % (name, task) for task in row["to_do"])
    return dict(sums, statuses=statuses, kinds=kinds, names=names, lines=lines, plans=plans, to_do=to_do)


def _revoked(row, kind):
    """Return how many sessions ended: in check mode those that would, since nothing was looked at afterwards."""
    planned = sum(done["count"] for done in row["done"] if done["kind"] == "session")
    return max(kind["open_before"] - kind["open_after"], planned)


def _plan(row):
    steps = ["%s (%d)" % (done.get("title", done["kind"]), done["count"]) for done in row["done"]]
    return "would close %s" % ", ".join(steps) if steps else "nothing to do"


def _why(row):
    if row["errors"]:
        return row["errors"][-1].rstrip(".")
    if row["status"] == "not_checked":
        return "not checked: %s" % ", ".join(row["not_checked"])
    if row["status"] == "needs_human":
        return " ".join(row["to_do"]).rstrip(".")
    return "still open: %s" % ", ".join(row["still_open"])


class FilterModule:
    """The filter evidence_totals."""

    def filters(self):
        """Return the filters of this file by name."""
        return {"evidence_totals": evidence_totals}
