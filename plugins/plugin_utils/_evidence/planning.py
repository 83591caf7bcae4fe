# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a list of leavers and the accounts found for it to the batches of a run, which are kept in the journal."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO

from . import guards, words
from .about_leavers import account_of, bare, by_name, is_among, leaver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .journal import Journal

# The number of names that one module call looks up.
CHUNK = 2000
_KEPT = ("summary", "server", "caller", "lacks")
_OF_A_USER = ("id", "username", "email", "active", "system_admin")


def take(journal: Journal, run: dict[str, Any], entries: Iterable[str]) -> dict[str, int | None]:
    """Write the list of leavers, one JSON object an entry. Returns how many `batches` there are, and how many `chunks`.

    A list that fits into one batch is looked up by the first look at the batch, which saves a module call. All users
    of a longer list must be looked up before any is changed: then `batches` is None, and the chunks have to be
    looked up. Only the dates are written for users who are not due yet.
    """
    left_out = {bare(name) for name in run["exclude"]}
    chunk: list[dict[str, Any]] = []
    chunks, due, later, fallback = 0, 0, [], False
    for entry in map(json.loads, entries):
        if not entry["due"]:
            later.append({key: entry[key] for key in ("user", "leaves_at", "dated", "source")})
            continue
        if bare(entry["user"]) in left_out:
            continue
        if len(chunk) == CHUNK:
            journal.append("listed", chunks, leavers=chunk)
            chunk, chunks = [], chunks + 1
        chunk.append(leaver(entry))
        fallback = fallback or bool(entry.get("fallback"))
        due += 1
    if later:
        journal.append("not_due", leavers=later)
    if run["everybody"] is None and run["shard_count"] == 1 and due <= min(run["batch_size"], CHUNK) and not fallback:
        if due:
            journal.append("planned", 0, leavers=chunk)
        return {"batches": 1 if due else 0, "chunks": 0}
    if chunk:
        journal.append("listed", chunks, leavers=chunk)
        chunks += 1
    return {"batches": None, "chunks": chunks}


def found(result: dict[str, Any]) -> dict[str, Any]:
    """Return the values to keep of a result of mattermost_user_info, each name once."""
    kept = {key: result[key] for key in _KEPT if result.get(key) is not None}
    users = result.get("users") or []
    if not users:
        users = [{"id": i, "username": name} for i, name in zip(result.get("ids") or [], result.get("usernames") or [])]
    if result.get("results") is not None and result.get("caller"):
        # The result of a call without users, which returns the calling account.
        users = [result["caller"]]
    users = [{key: user[key] for key in _OF_A_USER if key in user} for user in users]
    return dict(kept, users=users)


def complete(journal: Journal, run: dict[str, Any]) -> dict[str, int]:
    """Write the batches, now that every account is known. Returns the numbers of `users` and `batches`.

    Raises Refused if a user was not found, or if there are too many.
    """
    with tempfile.TemporaryFile() as file:
        everybody = _Everybody(file, run["exclude"])
        everybody.read(journal)
        if run["missing_users"] == "fail":
            guards.unknown([leaver["requested"] for leaver in everybody.strangers], run["url"])
        guards.number(len(everybody.places), run["max_users"])
        # Sorted by name, so that every shard of a job sees the same order.
        mine = slice(run["shard_index"], None, run["shard_count"])
        share = sorted(everybody.places.values())[mine]
        if everybody.strangers[mine]:
            journal.append("missing", leavers=everybody.strangers[mine])
        starts = range(0, len(share), run["batch_size"])
        for number, start in enumerate(starts):
            part = share[start : start + run["batch_size"]]
            journal.append("planned", number, leavers=[everybody.leaver(place) for _name, place in part])
        # Of all shards: together they must not deactivate the last system admin.
        admins = sorted(set(everybody.admins) & set(everybody.places))
    counted = {"users": len(share), "batches": len(starts)}
    journal.append("ready", admins=admins, users=counted["users"], batches=counted["batches"])
    return counted


def is_whole(journal: Journal) -> bool:
    """Return whether all batches are on disk. Before that, nobody is processed."""
    events = {line.event for line in journal.lines()}
    if "planned" not in events:
        return False
    # A list that fits into one batch is planned as it is read.
    run = journal.first("run") or {}
    return "ready" in events or ("listed" not in events and run.get("everybody") is None)


class _Everybody:
    """All users to process, without duplicates. Only their names and their offsets in a file are kept in memory."""

    def __init__(self, file: BinaryIO, exclude: list[str]) -> None:
        self.places: dict[str, tuple[str, int]] = {}
        self.strangers: list[dict[str, Any]] = []
        self.admins: list[str] = []
        self._left_out = {bare(name) for name in exclude}
        self._file = file

    def read(self, journal: Journal) -> None:
        """Take all users that the journal lists and the server has."""
        lines = list(journal.lines())
        listed = {line.batch: line for line in lines if line.event == "listed"}
        excluded: set[str] = set()
        for line in lines:
            if line.event != "step":
                continue
            [record] = journal.read([line])
            users = record["users"]
            self.admins += [user["id"] for user in users if user.get("system_admin") and user.get("active")]
            if line.step == words.EXCLUDED:
                excluded.update(user["id"] for user in users)
            elif line.step == words.EVERYBODY:
                self._take(dict(user, requested=user["username"]) for user in users)
            elif line.step == words.FOUND:
                accounts = by_name(users)
                [part] = journal.read([listed[line.batch]])
                pairs = [(one, account_of(one, accounts)) for one in part["leavers"]]
                self._take(dict(one, **user) for one, user in pairs if user)
                self.strangers += [one for one, user in pairs if user is None]
        for user_id in excluded:
            self.places.pop(user_id, None)

    def leaver(self, place: int) -> dict[str, Any]:
        """Return what is known about a user."""
        self._file.seek(place)
        known: dict[str, Any] = json.loads(self._file.readline())
        return known

    def _take(self, leavers: Iterable[dict[str, Any]]) -> None:
        for one in leavers:
            if one["id"] not in self.places and not is_among(one, self._left_out):
                self.places[one["id"]] = (one["username"], self._file.seek(0, os.SEEK_END))
                self._file.write(json.dumps(one).encode("ascii") + b"\n")
