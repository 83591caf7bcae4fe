# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One row for each user, from the results of the steps of a batch. The page, JSON and CSV show these rows."""

from __future__ import annotations

from typing import Any

from . import changes, observations, words
from .about_leavers import ABOUT

# Verdicts that require a manual step or a manual check.
_FOR_A_PERSON = (words.NEEDS_HUMAN, words.UNKNOWN)
_DELETED = "The account was deleted during the run."


class Steps:
    """The results of each step of a batch, by user, and when it ended."""

    def __init__(self, records: list[dict[str, Any]]) -> None:
        self.by_name = {record["step"]: record for record in records}

    @property
    def lost(self) -> bool:
        """Whether the run was aborted and may have closed something without recording it."""
        return bool(self.by_name.get(words.AFTER, {}).get("aborted")) and words.CLOSED not in self.by_name

    def __contains__(self, step: str) -> bool:
        return step in self.by_name

    def results(self, step: str) -> list[dict[str, Any]]:
        """Return the results of a step, an empty list if it did not run."""
        return self.by_name.get(step, {}).get("results") or []

    def of_each(self, step: str) -> dict[str, dict[str, Any]]:
        """Return the results of a step by the ids of the users."""
        return {entry["user"]["id"]: entry for entry in self.results(step) if entry.get("user")}

    @property
    def times(self) -> dict[str, str]:
        """When each completed step ended."""
        return {step: record["at"] for step, record in self.by_name.items() if record.get("results") is not None}


def of_batch(
    leavers: list[dict[str, Any]],
    steps: Steps,
    left_alone: frozenset[str] = frozenset(),
    looks_again: bool = True,
    earlier: list[dict[str, Any]] | None = None,
    wanted: frozenset[str] = frozenset(),
) -> list[dict[str, Any]]:
    """Return one row for each user of a batch, in the order asked.

    `looks_again`: whether this run must verify its result before anything counts as closed. `earlier` are the rows of
    the first look, whose findings and actions are kept. `wanted` are the types of access that have to be looked at:
    one of which no step tells is not checked.
    """
    known = {row["user"]["id"]: row for row in earlier or [] if row.get("user")}
    first = steps.results(words.BEFORE) or steps.results(words.AFTER) or steps.results(words.CLOSED)
    blocked, closed, after = (steps.of_each(step) for step in (words.BLOCKED, words.CLOSED, words.AFTER))
    vanished = {entry["requested"] for entry in steps.results(words.AFTER) if not entry.get("user")}
    about = {leaver["requested"]: leaver for leaver in leavers}
    about.update((leaver["id"], leaver) for leaver in leavers if leaver.get("id"))
    rows: dict[str, dict[str, Any]] = {}
    for entry in first:
        user = entry.get("user")
        key = user["id"] if user else entry["requested"]
        if key in rows:
            continue
        leaver = about.get(key) or about.get(entry["requested"]) or {}
        last = after.get(key)
        if user and (entry["requested"] in vanished or user["id"] in vanished):
            # The account was deleted between the two looks, and with it every way in.
            last = {"user": user, "gone": True}
        parts = [blocked.get(key) or {}, closed.get(key) or {}, last]
        row = _row(leaver, entry, parts, steps, left_alone, looks_again, wanted - left_alone)
        if key in known:
            row = _joined(known[key], row) if user else _deleted_later(known[key])
        rows[key] = row
    return list(rows.values())


def unseen(leaver: dict[str, Any], error: str) -> dict[str, Any]:
    """Return the row of a user for whom no step returned anything."""
    user = {key: leaver.get(key) for key in ("id", "username", "email")} if leaver.get("id") else None
    row = _empty(leaver, leaver["requested"], user)
    return dict(row, status=words.NOT_CHECKED, not_checked=["everything"], errors=[error])


def missing(leaver: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a user who does not exist on the server."""
    return dict(_empty(leaver, leaver["requested"], None), status=words.MISSING)


def not_looked_at_again(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as not checked, because the user may have been changed after the last look."""
    if row["status"] == words.MISSING:
        return row
    access = [dict(entry, after=None, open_after=None) for entry in row["access"]]
    return dict(
        row,
        status=words.NOT_CHECKED,
        not_checked=["everything"],
        errors=[*row["errors"], words.BROKEN_OFF],
        access=access,
        ways_in_after=None,
        looked_again=False,
    )


def _empty(leaver: dict[str, Any], requested: str, user: dict[str, Any] | None) -> dict[str, Any]:
    return {
        # The name in the list, not the id that it was resolved to.
        "requested": leaver.get("requested") or requested,
        "user": user,
        "status": words.MISSING,
        **{key: leaver.get(key) for key in ABOUT},
        "administrator": False,
        "deactivated_at": None,
        "ways_in_before": 0,
        "ways_in_after": None,
        "looked_again": False,
        "still_open": [],
        "not_checked": [],
        "left_alone": [],
        "to_do": [],
        "errors": [],
        "access": [],
        "done": [],
        "request_ids": [],
        "times": {},
    }


def _row(
    leaver: dict[str, Any],
    before: dict[str, Any],
    parts: list[dict[str, Any] | None],
    steps: Steps,
    left_alone: frozenset[str],
    looks_again: bool,
    wanted: frozenset[str],
) -> dict[str, Any]:
    user = before.get("user")
    row = _empty(leaver, before["requested"], user)
    if not user:
        return row
    blocked, closed, after = parts[0] or {}, parts[1] or {}, parts[2]
    if after and after.get("gone"):
        after = observations.outliving(after, before, closed)
        wanted &= frozenset(words.OUTLIVE_THE_ACCOUNT)
    else:
        after = None if after is None else observations.with_closing(after, closed, words.AFTER)
    before = observations.with_closing(before, closed, words.BEFORE)
    before = observations.with_last(before, after or {}, steps.lost)
    last = before if after is None else after
    access = last.get("access") or {}
    gone = bool(last.get("gone"))
    opened = list(last.get("still_open") or [])
    unseen = list(last.get("not_checked") or [])
    # Nobody has looked at them, such as where the server did not find the user when the others were closed.
    unseen += sorted(wanted - set(access) - set(unseen))
    row.update(
        user=dict(user, **(last.get("user") or {})),
        administrator=_administered(access) or bool(user.get("system_admin")),
        deactivated_at=_deactivated_at(last) or _deactivated_at(before),
        ways_in_before=before.get("ways_in") or 0,
        looked_again=after is not None,
        still_open=[name for name in opened if name not in left_alone],
        not_checked=[name for name in unseen if name not in left_alone],
        left_alone=list(dict.fromkeys(name for name in [*opened, *unseen] if name in left_alone)),
        to_do=_to_do(access, left_alone),
        errors=[e["error"]["message"] for e in (before, blocked, closed, after or {}) if e.get("error")],
        access=[_access(name, before, after, gone) for name in {**access, **(before.get("access") or {})}],
        done=changes.of(blocked, closed, steps.times),
        request_ids=[*(blocked.get("request_ids") or []), *(closed.get("request_ids") or [])],
        times=steps.times,
    )
    if before.get("profile"):
        row["profile"] = dict(before["profile"], last_activity_at=_last_activity(before))
    if after is not None:
        row["ways_in_after"] = after.get("ways_in") or 0
    elif looks_again:
        row["not_checked"] = row["not_checked"] or ["everything"]
    if gone:
        row["errors"].append(_DELETED)
        status = _status(row, access, False)
        return dict(row, status=words.MISSING if status == words.CLOSED else status)
    # A user whose look failed has no types of access, which must not count as none open.
    if not access:
        row["not_checked"] = row["not_checked"] or ["everything"]
    return dict(row, status=_status(row, access, looks_again and after is None))


def _deleted_later(first: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a user whose account was deleted between the two looks of a run."""
    lasting = [entry for entry in first["access"] if entry["access_type"] in words.OUTLIVE_THE_ACCOUNT]
    ended = {"after": words.CLOSED, "open_after": 0, "reason": None}
    titles = tuple("%s: " % entry["title"] for entry in lasting)
    row = dict(
        first,
        access=[entry if entry in lasting else dict(entry, **ended) for entry in first["access"]],
        still_open=[name for name in first["still_open"] if name in words.OUTLIVE_THE_ACCOUNT],
        not_checked=[name for name in first["not_checked"] if name in words.OUTLIVE_THE_ACCOUNT],
        to_do=[task for task in first["to_do"] if task.startswith(titles)],
        ways_in_after=sum(entry["open_after"] or 0 for entry in lasting),
        errors=[*first["errors"], _DELETED],
    )
    status = _status(row, {entry["access_type"]: {"verdict": entry["after"]} for entry in lasting}, False)
    return dict(row, status=words.MISSING if status == words.CLOSED else status)


def _to_do(access: dict[str, Any], left_alone: frozenset[str]) -> list[str]:
    """Return the manual steps, except for types of access that are deliberately not closed."""
    asked = [seen for name, seen in access.items() if name not in left_alone]
    return ["%s: %s" % (seen["title"], task) for seen in asked for task in _tasks(seen)]


def _tasks(seen: dict[str, Any]) -> list[str]:
    """Return one sentence for each item, with the reference that confirms it, or the reason if there are no items."""
    advised = [item for item in seen.get("found") or [] if item.get("open") and item.get("advice")]
    if advised:
        return ["%s (reference %s)" % (item["advice"], item.get("reference")) for item in advised]
    return [seen["reason"]] if seen.get("reason") and seen.get("verdict") in _FOR_A_PERSON else []


def _status(row: dict[str, Any], access: dict[str, Any], unseen_after: bool) -> str:
    if unseen_after:
        return words.NOT_CHECKED
    if any(access.get(name, {}).get("verdict") != words.NEEDS_HUMAN for name in row["still_open"]):
        return words.OPEN
    if row["not_checked"]:
        return words.FAILED if row["errors"] else words.NOT_CHECKED
    return words.NEEDS_HUMAN if row["still_open"] else words.CLOSED


def _access(name: str, before: dict[str, Any], after: dict[str, Any] | None, gone: bool) -> dict[str, Any]:
    found = (before.get("access") or {}).get(name)
    seen = None
    if after is not None:
        # A failed look has no verdict, and the earlier one may no longer be true.
        unseen_now = (
            {"verdict": words.CLOSED} if gone else {"verdict": words.FAILED, "reason": "The result was not verified."}
        )
        seen = (after.get("access") or {}).get(name) or unseen_now
    before_known = found is not None
    found = found or seen or {}
    last = found if seen is None else seen
    return {
        "access_type": name,
        "title": found.get("title") or last.get("title") or name,
        # None: not recorded.
        "before": found.get("verdict") if before_known else None,
        "after": None if seen is None else seen["verdict"],
        "open_before": observations.count_open(found) if before_known else 0,
        "open_after": None if seen is None else observations.count_open(seen),
        "reason": last.get("reason"),
    }


def _last_activity(entry: dict[str, Any]) -> str | None:
    """Return the last activity of the sessions that a user has, None where there are none."""
    found = ((entry.get("access") or {}).get(words.SESSION) or {}).get("found") or []
    return max((str(item["last_activity_at"]) for item in found if item.get("last_activity_at")), default=None)


def _deactivated_at(entry: dict[str, Any]) -> str | None:
    found = ((entry.get("access") or {}).get(words.ACCOUNT) or {}).get("found") or [{}]
    deactivated_at: str | None = found[0].get("deactivated_at")
    return deactivated_at


def _administered(access: dict[str, Any]) -> bool:
    """Say whether somebody is or was an administrator: of each, that they may have made accounts is to be looked at."""
    found = (access.get("changed_account") or {}).get("found") or []
    return any(item.get("what") == "accounts_made" for item in found)


def _joined(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a second look together with the findings and actions of the first."""
    found = {entry["access_type"]: entry for entry in first["access"]}
    for entry in second["access"]:
        if entry["access_type"] in found:
            earlier = found[entry["access_type"]]
            entry.update(before=earlier["before"], open_before=earlier["open_before"])
    again = {entry["access_type"]: entry for entry in second["access"]}
    # An aborted second look lacks the types of access that cannot be closed.
    access = [again.pop(entry["access_type"], entry) for entry in first["access"]] + list(again.values())
    looked = second["times"].get(words.AFTER)
    return dict(
        second,
        access=access,
        administrator=bool(first.get("administrator")) or second["administrator"],
        deactivated_at=second["deactivated_at"] or first["deactivated_at"],
        ways_in_before=first["ways_in_before"],
        done=first["done"] + second["done"],
        request_ids=first["request_ids"] + second["request_ids"],
        times=dict(first["times"], **({"second_look": looked} if looked else {})),
    )
