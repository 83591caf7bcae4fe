# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run, from its first record to the report. Each method is one task of the role."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from . import (
    clock,
    console_summary,
    ending,
    guards,
    planning,
    publication,
    recovery,
    run_lock,
    second_accounts,
    totals,
    words,
)
from .about_leavers import bare, is_among
from .errors import FolderUnusable, JournalLost, JournalUnwritable, NotBegun, Unrecorded
from .fold import Fold, fold_batch
from .journal import Journal

Result = dict[str, Any]

# The values of a module result that describe the server and the caller rather than a user.
_ABOUT_THE_SERVER = ("server", "caller", "lacks", "summary", "retried", "msg")


def start(options: Result, process: int, temporary: Path, version: str) -> Result:
    """Create the journal of a run. The run ends with `process`; `temporary` is for runs without evidence.

    Returns `journal`, `list` (the path for the list of leavers), `broken` (aborted runs to complete) and `warnings`.
    Raises Refused.
    """
    guards.shard(options["shard_index"], options["shard_count"], options["batch_size"])
    guards.access_review(options["access_review"], options["dir"])
    keeps = bool(options["dir"]) and (not options["check_mode"] or options["rehearsal_report"])
    folder = _folder(options["dir"]) if keeps else temporary
    broken, warnings = recovery.found(folder) if keeps else ([], [])
    started_at = clock.now()
    try:
        journal, base = publication.start(
            folder, file_base(options, started_at), lambda path: run_lock.hold(path, process)
        )
    except OSError as error:
        raise FolderUnusable(folder=folder, reason=error.strerror) from error
    run = dict(
        options,
        base=base,
        journal=str(journal.path),
        started_at=started_at,
        version=version,
        keeps=keeps,
        rehearsal=options["check_mode"],
        # A rehearsal and an audit change nothing, so there is nothing to verify.
        looks_again=options["what"] != words.AUDIT and not options["check_mode"],
        url=None,
    )
    journal.append("run", **run)
    return {"journal": str(journal.path), "list": str(journal.leavers), "broken": broken, "warnings": warnings}


def _folder(name: str) -> Path:
    folder = Path(name)
    try:
        # An existing folder keeps its mode, since it may have other uses.
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusable(folder=folder, reason=error.strerror) from error
    return folder


def file_base(options: Result, started_at: str) -> str:
    """Return the name of the files of a run, without their extension."""
    what = {words.OFFBOARDING: "offboarding", words.AUDIT: "audit", words.STALE: "stale-sessions"}[options["what"]]
    what = "rehearsal-" + what if options["check_mode"] else what
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", options["name"])[:100]
    stamp = started_at.replace("-", "").replace(":", "")
    shard = "-shard%dof%d" % (options["shard_index"], options["shard_count"]) if options["shard_count"] > 1 else ""
    return "%s-%s-%s%s" % (what, name, stamp, shard)


class Run:
    """The run of a journal. Raises JournalLost if there is none."""

    def __init__(self, path: str) -> None:
        self.journal = Journal(path)
        try:
            run = self.journal.first("run")
        except OSError as error:
            raise JournalLost(path=path, reason=error.strerror) from error
        if run is None:
            raise JournalLost(path=path, reason="its first line is missing")
        self.run = run

    def take_list(self, vanished: list[str] | None = None) -> Result:
        """Take the list of leavers over. Returns `batches`, None where `chunks` of it have to be looked up first.

        `to_compare` are those whose second accounts are to be looked for.
        `vanished` were due, are no longer on the list, and are still active: somebody has to decide about them.
        """
        if vanished:
            self.journal.append("vanished", users=vanished)
        try:
            with self.journal.leavers.open(encoding="utf-8") as entries:
                counted = planning.take(self.journal, self.run, entries)
        except FileNotFoundError:
            # A run for everybody has no list.
            counted = planning.take(self.journal, self.run, [])
        self.journal.leavers.unlink(missing_ok=True)
        return self._divided(counted)

    def chunk(self, number: int) -> Result:
        """Return the names in a chunk of the list, to be looked up."""
        record = self.journal.first("listed", number) or {"leavers": []}
        fallbacks = [one["fallback"] for one in record["leavers"] if one["fallback"]]
        return {"users": [one["requested"] for one in record["leavers"]] + fallbacks}

    def plan(self) -> Result:
        """Divide the accounts into batches. Returns the numbers of `users` and `batches`, and `to_compare`.

        Raises Refused.
        """
        return self._divided(planning.complete(self.journal, self.run))

    def _divided(self, counted: Result) -> Result:
        to_compare = second_accounts.to_compare(self.journal, self.run)
        return dict(counted, journal=self.run["journal"], to_compare=to_compare)

    def begin(self, batch: int, look: int) -> Result:
        """Record that a batch is about to be processed, and return its `users`."""
        planned = self.journal.first("planned", batch) or {"leavers": []}
        if look == 1:
            users = [leaver.get("id") or leaver["requested"] for leaver in planned["leavers"]]
        else:
            known = self.journal.last("rows", batch) or {"rows": []}
            users = [row["user"]["id"] for row in known["rows"] if row["user"]]
        self.journal.append("begun", batch, look=look, users=users)
        return {"users": users, "batch": batch, "admins_leaving": False, "successors": self._successors(batch)}

    def _successors(self, batch: int) -> dict[str, str]:
        """Return the successors that the list of leavers names for the users of a batch."""
        planned = self.journal.first("planned", batch) or {"leavers": []}
        return {
            one.get("id") or one["requested"]: one["successor"] for one in planned["leavers"] if one.get("successor")
        }

    def record(self, batch: int | None, step: str, result: Result) -> None:
        """Record what a module returned."""
        if step == words.SECOND_ACCOUNTS:
            failure = message_of(result) if result.get("ids") is None else None
            asked = second_accounts.of_result(self.journal, self.run, result, failure)
            self.journal.append("second_accounts", **asked._asdict())
            return
        if step in (words.FOUND, words.EVERYBODY, words.EXCLUDED, words.ADMINS):
            # Names are looked up in chunks, whose number is recorded as the batch. The other steps have no batch.
            self.journal.append("step", batch if step == words.FOUND else None, step, **planning.found(result))
            return
        kept = {key: result[key] for key in _ABOUT_THE_SERVER if result.get(key) is not None}
        found = result["results"]
        if step == words.BEFORE:
            left_out = {bare(name) for name in self.run["exclude"]}
            found = [entry for entry in found if not (entry.get("user") and is_among(entry["user"], left_out))]
        if not self.run["access_review"]:
            # Names and dates of people are kept where somebody asked for them.
            found = [{key: value for key, value in entry.items() if key != "profile"} for entry in found]
        self.journal.append("step", batch, step, results=found, **kept)
        notes = console_summary.notes(result)
        if notes:
            self.journal.append("notes", batch, lines=notes)
        if step == words.BEFORE:
            # What the next task needs, so that it does not have to read the full results again.
            users = [entry["user"] for entry in found if entry.get("user")]
            self.journal.append(
                "looked",
                batch,
                users=[user["id"] for user in users],
                strangers=[entry["requested"] for entry in found if not entry.get("user")],
                admins=[user["id"] for user in users if user.get("system_admin") and user.get("active")],
                **{key: kept[key] for key in ("server", "caller", "lacks") if key in kept},
            )

    def admit(self, batch: int) -> Result:
        """Return the `users` (ids) of a batch after its first look, and whether there are `admins_leaving`.

        Checks the guards at the first batch: raises Refused.
        """
        begun = self.journal.last("begun", batch) or {}
        if begun.get("look") == 2:
            again: Result = {"users": begun["users"], "batch": batch, "admins_leaving": False}
            return dict(again, successors=self._successors(batch))
        looked = self.journal.last("looked", batch)
        if looked is None:
            raise JournalLost(path=self.journal.path, reason="the first look was not recorded")
        users = list(dict.fromkeys(looked["users"]))
        told: Result = {"users": users, "batch": batch, "admins_leaving": False, "successors": self._successors(batch)}
        if batch == 0 and self.run["what"] == words.OFFBOARDING:
            self._guard(looked, users)
            told["admins_leaving"] = bool(self._leaving_admins())
        return told

    def refuse_last_admin(self) -> Result:
        """Raise Refused if no active system admin would be left."""
        active = self.journal.last("step")
        if active is None or active["step"] != words.ADMINS:
            raise JournalLost(path=self.journal.path, reason="the system admins were not recorded")
        guards.admins(active["users"], set(self._leaving_admins()))
        return {}

    def _guard(self, looked: Result, users: list[str]) -> None:
        if self.journal.first("ready") is None:
            if self.run["missing_users"] == "fail":
                guards.unknown(looked["strangers"], (looked.get("server") or {}).get("url"))
            guards.number(len(users), self.run["max_users"])
        me = str((looked.get("caller") or {}).get("id"))
        guards.caller(looked, me in users or self._is_planned(me), self.run["settings"]["deactivate"])

    def _is_planned(self, user_id: str) -> bool:
        lines = [line for line in self.journal.lines() if line.event == "planned"]
        return any(leaver.get("id") == user_id for record in self.journal.read(lines) for leaver in record["leavers"])

    def _leaving_admins(self) -> list[str]:
        """Return the ids of the active system admins among the leavers."""
        record = self.journal.first("ready") or self.journal.last("looked", 0) or {"admins": []}
        return list(record["admins"])

    def complete(self, batch: int) -> Result:
        """Compute and record the rows of a batch. Returns `progress`, a line or None."""
        now = clock.now()
        found = fold_batch(self.journal, self.run, batch, now)
        self.journal.append("rows", batch, rows=found)
        counted = totals.add((self.journal.last("counted") or {}).get("totals", {}), found)
        ready = self.journal.first("ready")
        if ready is None:
            return {"progress": None, "users": counted["users"]}
        self.journal.append("counted", totals=counted)
        seconds = clock.seconds_between(self.run["started_at"], now) or 0
        return {
            "progress": console_summary.progress(self.run, counted, ready["users"], seconds),
            "users": counted["users"],
        }

    def break_off(self, failed: Result, task: str | None) -> Result:
        """Record what ended the run, and return the `users` who may have been changed since anybody looked.

        A guard leaves no report, since nobody was touched. What the journal does not know leaves the report to a later
        run, which can ask the server: raises Unrecorded.
        """
        message = message_of(failed)
        if failed.get("refused") or not planning.is_whole(self.journal):
            return self._refuse(message)
        try:
            self.journal.append("broken", message=message, task=task)
        except JournalUnwritable as error:
            raise Unrecorded(message=message) from error
        if failed.get("unrecorded"):
            raise Unrecorded(message=message)
        under_way = Fold(self.journal).under_way()
        batch, users = under_way or (None, [])
        return {"message": message, "batch": batch, "users": users}

    def _refuse(self, message: str) -> Result:
        """Record that nothing was begun. Raises NotBegun where even that cannot be written."""
        try:
            self.journal.append("refused", message=message)
        except JournalUnwritable as error:
            self.journal.remove()
            raise NotBegun(message=message) from error
        return {"message": message, "batch": None, "users": []}

    def end(self) -> Result:
        """Write the report, and return what there is to tell."""
        return ending.end(self.journal, self.run)


def message_of(failed: Result) -> str:
    """Return why a task failed. If the task loops, its first failed item has the reason."""
    items = [item for item in failed.get("results") or [] if isinstance(item, dict) and item.get("failed")]
    texts = [item.get("msg") for item in items] + [failed.get("msg")]
    return next((str(text) for text in texts if text), "A task failed.")
