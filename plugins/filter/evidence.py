# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put together what was found, done and found again about each user."""

from __future__ import annotations

DOCUMENTATION = r"""
name: evidence
short_description: Put together what was found, done and found again about users
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Takes the results of M(offboarding.mattermost.mattermost_access_info) from before, those of the modules that changed
    something, and those from afterwards, and returns one row for each user, with the status that the user ends with.
  - It is what the role P(offboarding.mattermost.offboard#role) writes its evidence from.
positional: []
options:
  _input:
    description: RV(offboarding.mattermost.mattermost_access_info#module:results) from before.
    type: list
    elements: dict
    required: true
  account:
    description: RV(offboarding.mattermost.mattermost_user#module:results), or an empty list.
    type: list
    elements: dict
    default: []
  closed:
    description: RV(offboarding.mattermost.mattermost_access_revoke#module:results), or an empty list.
    type: list
    elements: dict
    default: []
  after:
    description: RV(offboarding.mattermost.mattermost_access_info#module:results) from afterwards, or an empty list.
    type: list
    elements: dict
    default: []
  times:
    description:
      - When the steps were done (ISO 8601), with the keys V(before), V(account), V(closed) and V(after).
    type: dict
    default: {}
  leave:
    description: The kinds of access that were left alone on purpose. They do not count against a user.
    type: list
    elements: str
    default: []
  earlier:
    description: What this filter returned after a look before this one. What was found and done then is kept.
    type: list
    elements: dict
    default: []
"""

EXAMPLES = r"""
- name: Put together what is known about the users
  ansible.builtin.set_fact:
    rows: "{{ before.results | offboarding.mattermost.evidence(closed=closed.results, after=after.results) }}"
  vars:
    before: {results: []}
    closed: {results: []}
    after: {results: []}
"""

RETURN = r"""
_value:
  description:
    - One row for each user, once, in the order asked.
    - RV(ignore:status) is V(closed), V(needs_human) (only a person can close what is left), V(open), V(not_checked),
      V(failed) or V(missing).
  type: list
  elements: dict
  sample:
    - requested: user1
      user: {id: q4599d99ni8k88f5yugzw7t85a, username: user1, email: user1@example.com}
      status: closed
      deactivated_at: "2026-11-22T02:08:10Z"
      ways_in_before: 5
      ways_in_after: 0
      still_open: []
      not_checked: []
      to_do: []
      left_alone: []
      errors: []
      kinds:
        - kind: token
          title: User access tokens
          before: open
          after: closed
          open_before: 1
          open_after: 0
          reason: null
      done:
        - kind: token
          title: User access tokens
          count: 1
          what: 1 closed
          at: "2026-11-22T02:08:11Z"
          details: ["6uddzn4wi3gt8m9dhiynx43qxy, ci"]
"""

_TOLD = ("id", "username", "name", "role", "trigger", "description", "kind", "browser", "bot")


def evidence(before, account=None, closed=None, after=None, times=None, leave=None, earlier=None):
    """Return one row for each user of the results from before."""
    vanished = {entry["requested"] for entry in after or [] if not entry.get("user")}
    account, closed, after = (_by_user(results) for results in (account, closed, after))
    earlier = {row["user"]["id"]: row for row in earlier or [] if row.get("user")}
    rows, seen = [], set()
    for entry in before or []:
        user = entry.get("user")
        key = user["id"] if user else entry["requested"]
        if key in seen:
            continue
        seen.add(key)
        if not user:
            rows.append(dict(_row(entry, None, {}, {}, {}, {}, ()), status="missing"))
            continue
        parts = (account.get(key) or {}, closed.get(key) or {}, after.get(key))
        if entry["requested"] in vanished:
            # Between the looks somebody deleted the account, and with it every way in.
            parts = parts[:2] + ({"user": user, "gone": True},)
        row = _row(entry, user, parts[0], parts[1], parts[2], times or {}, tuple(leave or ()))
        rows.append(_joined(earlier[key], row) if key in earlier else row)
    return rows


def _joined(first, second):
    """Return the row of a second look with what was found and done before the first."""
    before = {kind["kind"]: kind for kind in first["kinds"]}
    for kind in second["kinds"]:
        if kind["kind"] in before:
            kind.update(before=before[kind["kind"]]["before"], open_before=before[kind["kind"]]["open_before"])
    again = {kind["kind"]: kind for kind in second["kinds"]}
    # Where the second look broke off, it has no word on what cannot be closed.
    kinds = [again.pop(kind["kind"], kind) for kind in first["kinds"]] + list(again.values())
    looked = second["times"].get("after")
    times = dict(first["times"], **({"second_look": looked} if looked else {}))
    return dict(
        second,
        kinds=kinds,
        deactivated_at=second["deactivated_at"] or first["deactivated_at"],
        ways_in_before=first["ways_in_before"],
        done=first["done"] + second["done"],
        errors=second["errors"],
        times=times,
    )


def _by_user(results):
    return {entry["user"]["id"]: entry for entry in results or [] if entry.get("user")}


def _row(before, user, account, closed, after, times, leave):
    last = before if after is None else after
    errors = [e["error"]["message"] for e in (before, account, closed, after or {}) if e.get("error")]
    access = last.get("access") or {}
    if last.get("gone"):
        errors.append("The account was deleted during the run.")
    counted = [name for name in (last.get("still_open") or []) if name not in leave]
    unknown = [name for name in (last.get("not_checked") or []) if name not in leave]
    # A user whose inventory failed has no kinds at all, which must not look like none open.
    if user and not access:
        unknown = unknown or ["everything"]
    row = {
        "requested": before["requested"],
        "user": dict(user or {}, **((after or {}).get("user") or {})) or None,
        "deactivated_at": _deactivated_at(last) or _deactivated_at(before),
        "ways_in_before": before.get("ways_in") or 0,
        "ways_in_after": last.get("ways_in") or 0,
        "still_open": counted,
        "not_checked": unknown,
        "left_alone": [name for name in (last.get("still_open") or []) if name in leave],
        "to_do": list(last.get("to_do") or []),
        "errors": errors,
        "kinds": [_kind(name, seen, before, last) for name, seen in (before.get("access") or access).items()],
        "done": _done(account, closed, times),
        "times": dict(times),
    }
    row["status"] = "missing" if last.get("gone") else _status(row, access)
    return row


def _deactivated_at(entry):
    found = ((entry.get("access") or {}).get("account") or {}).get("found") or [{}]
    return found[0].get("deactivated_at")


def _status(row, access):
    if any(access.get(name, {}).get("verdict") != "needs_human" for name in row["still_open"]):
        return "open"
    if row["not_checked"]:
        return "failed" if row["errors"] else "not_checked"
    return "needs_human" if row["still_open"] else "closed"


def _kind(name, seen, before, last):
    first = (before.get("access") or {}).get(name) or seen
    # A look that failed for this user has no verdict of its own, and the one from before would be a guess.
    unseen = {"verdict": "failed", "reason": "Nobody looked again."}
    if last.get("gone"):
        unseen = {"verdict": "closed"}
    now = (last.get("access") or {}).get(name) or unseen
    return {
        "kind": name,
        "title": first["title"],
        "before": first["verdict"],
        "after": now["verdict"],
        "open_before": _open(first),
        "open_after": _open(now),
        "reason": now.get("reason"),
    }


def _open(seen):
    return sum(1 for item in seen.get("found") or [] if item.get("open"))


def _done(account, closed, times):
    done = []
    if account.get("changed"):
        what = "%s, was %s" % (account.get("state"), account.get("previous_state"))
        done.append({"kind": "account", "title": "Account", "count": 1, "what": what, "at": times.get("account"),
                     "details": [account["warning"]] if account.get("warning") else []})  # fmt: skip
    for name, seen in (closed.get("access") or {}).items():
        items = seen.get("closed") or []
        if items:
            done.append({"kind": name, "title": seen["title"], "count": len(items), "what": "%d closed" % len(items),
                         "at": times.get("closed"), "details": [_line(item) for item in items]})  # fmt: skip
    return done


def _line(item):
    return ", ".join(str(item[key]) for key in _TOLD if item.get(key))


class FilterModule:
    """The filter evidence."""

    def filters(self):
        """Return the filters of this file by name."""
        return {"evidence": evidence}
