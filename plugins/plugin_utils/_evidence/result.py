# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run came to, for other programs: the fact offboard_result, as docs/docsite/rst/notifications.rst has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import second_accounts, totals, words
from .about_leavers import called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .fold import Fold

# How many users are named, and how many manual steps of each. The evidence has them all.
USERS = 50
TASKS = 20

# The longest first, where one is the end of another.
_SUFFIXES = {".accounts.json": "accounts", ".html": "page", ".json": "json", ".csv": "csv"}


class People:
    """The users that are named, those who are not finished first. Takes rows batch by batch and keeps no more."""

    def __init__(self) -> None:
        self._kept: dict[bool | None, list[dict[str, Any]]] = {False: [], None: [], True: []}

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """Take the rows of a batch."""
        for row in rows:
            finished = _finished(row)
            if len(self._kept[finished]) < USERS:
                self._kept[finished].append(_person(row, finished))

    def first(self) -> list[dict[str, Any]]:
        """Return the first of them."""
        return [person for kept in self._kept.values() for person in kept][:USERS]


class Outcome:
    """What is known at the end of a run, whether its report could be written or not."""

    def __init__(self, run: dict[str, Any], server: dict[str, Any], finished_at: str) -> None:
        self.run = run
        self.server = {key: server.get(key) for key in ("url", "version")}
        self.finished_at = finished_at
        self.totals: dict[str, Any] = totals.add({}, [])
        self.people = People()
        self.not_due = 0
        self.vanished: list[str] = []
        self.second_accounts = second_accounts.Found([], [])

    def as_fact(self, failure: str | None, files: Iterable[str]) -> dict[str, Any]:
        """Return the fact. `failure` is the sentence that the role fails with, `files` are those of the evidence."""
        counted = self.totals
        missing = counted["statuses"].get(words.MISSING, 0)
        named = self.people.first()
        return {
            "id": self.run["base"],
            "what": self.run["what"],
            "check_mode": self.run["check_mode"],
            "server": self.server,
            "started_at": self.run["started_at"],
            "finished_at": self.finished_at,
            "totals": {
                "users": counted["users"],
                "finished": counted["users"] - counted["unfinished"] - missing,
                "unfinished": counted["unfinished"],
                "missing": missing,
                "not_due": self.not_due,
                "vanished": len(self.vanished),
                "second_accounts": len(self.second_accounts.questions),
                "ways_in_before": counted["ways_in_before"],
                "ways_in_after": counted["ways_in_after"],
                "to_do": counted["to_do_count"],
            },
            "users": named,
            "users_more": counted["users"] - len(named),
            "vanished": self.vanished[:USERS],
            "second_accounts": self.second_accounts.questions[:USERS],
            "second_accounts_not_checked": self.second_accounts.not_checked,
            "files": _by_type(files),
            "failure": failure,
        }


def of_journal(fold: Fold, server: dict[str, Any], now: str) -> Outcome:
    """Return what a journal comes to where there is no report that has counted it."""
    outcome = Outcome(fold.run, server, now)
    for batch in fold.rows(now):
        outcome.totals = totals.add(outcome.totals, batch)
        outcome.people.add(batch)
    outcome.vanished = (fold.last("vanished") or {}).get("users") or []
    outcome.second_accounts = second_accounts.of_fold(fold)
    outcome.not_due = len((fold.last("not_due") or {}).get("leavers") or [])
    return outcome


def _finished(row: dict[str, Any]) -> bool | None:
    return None if row["status"] == words.MISSING else row["status"] in words.FINISHED


def _person(row: dict[str, Any], finished: bool | None) -> dict[str, Any]:
    to_do = row["to_do"][:TASKS]
    if len(row["to_do"]) > TASKS:
        to_do.append("%d more: see the evidence" % (len(row["to_do"]) - TASKS))
    return {
        "user": called(row),
        "finished": finished,
        "still_open": row["still_open"],
        "not_checked": row["not_checked"],
        "to_do": to_do,
    }


def _by_type(files: Iterable[str]) -> dict[str, str]:
    found = {}
    for path in files:
        kind = next((kind for suffix, kind in _SUFFIXES.items() if path.endswith(suffix)), None)
        if kind:
            found[kind] = path
    return found
