# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a journal to rows, of a complete or an aborted run, with one batch in memory at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import deadline, rows, stale_sessions, words
from .errors import JournalUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .journal import Journal, Line

_FIRST_LOOK_BROKE_OFF = "The run was aborted during its first look at this user. Nothing was changed."
_BY_THE_SERVER = "The run was aborted before it could record this. The server reported the time."


class Fold:
    """The contents of a journal. Raises JournalUnreadable if the record of the run is missing."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        run = journal.first("run")
        if run is None:
            raise JournalUnreadable(path=journal.path, reason="its first line was never written")
        self.run = run
        self._index = list(journal.lines())

    def last(self, event: str, step: str | None = None) -> dict[str, Any] | None:
        """Return the last record of an event."""
        lines = [line for line in self._index if line.event == event and (step is None or line.step == step)]
        return next(self.journal.read(lines[-1:]), None)

    def first_step(self, step: str) -> dict[str, Any] | None:
        """Return the first record of a step, which contains the server and the caller."""
        lines = [line for line in self._index if line.event == "step" and line.step == step]
        return next(self.journal.read(lines[:1]), None)

    def server(self) -> dict[str, Any]:
        """Return what the first answer said of the server."""
        steps = (self.first_step(step) for step in (words.BEFORE, words.FOUND, words.EXCLUDED, words.EVERYBODY))
        return {"url": None, "version": None, **next((one["server"] for one in steps if one and one.get("server")), {})}

    def notes(self) -> list[str]:
        """Return the notes of all batches, without duplicates."""
        lines = [line for line in self._index if line.event == "notes"]
        return list(dict.fromkeys(text for record in self.journal.read(lines) for text in record["lines"]))

    def last_record_at(self) -> str:
        """Return when the last record was written."""
        return str(next(self.journal.read(self._index[-1:]), self.run)["at"])

    def under_way(self) -> tuple[int, list[str]] | None:
        """Return the batch that the run was aborted in, and the ids of users who may have been changed."""
        for number, lines in self._batches():
            if not _is_done(lines) and any(line.step for line in lines):
                steps = rows.Steps(list(self.journal.read([line for line in _since_begun(lines) if line.step])))
                if words.AFTER in steps:
                    continue
                seen = steps.results(words.BEFORE) or self._earlier(lines) or []
                return number, [entry["user"]["id"] for entry in seen if entry.get("user")]
        return None

    def rows(self, now: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of each batch, in the order of the plan. `now` is used for ways in that are still open."""
        for number, lines in self._batches():
            yield finished(self._rows_of(number, lines), self.run, now)
        strangers = self.last("missing")
        if strangers:
            yield finished([rows.missing(leaver) for leaver in strangers["leavers"]], self.run, now)

    def _batches(self) -> Iterator[tuple[int, list[Line]]]:
        by_batch: dict[int, list[Line]] = {}
        for line in self._index:
            if (
                line.batch is not None
                and line.event in ("planned", "begun", "step", "rows")
                and line.step != words.FOUND
            ):
                by_batch.setdefault(line.batch, []).append(line)
        yield from sorted(by_batch.items())

    def _rows_of(self, number: int, lines: list[Line]) -> list[dict[str, Any]]:
        known = self._earlier(lines)
        if _is_done(lines) and known is not None:
            return known
        planned = next(self.journal.read([line for line in lines if line.event == "planned"][:1]), {})
        leavers: list[dict[str, Any]] = planned.get("leavers", [])
        if not any(line.event == "begun" for line in lines):
            return [rows.unseen(leaver, words.NOT_REACHED) for leaver in leavers]
        records = list(self.journal.read(_since_begun(lines)))
        return self._broken_off(leavers, records, known or [])

    def _earlier(self, lines: list[Line]) -> list[dict[str, Any]] | None:
        """Return the rows that were recorded for a batch, None if there are no readable ones."""
        record = next(self.journal.read([line for line in lines if line.event == "rows"][-1:]), None)
        return record["rows"] if record else None

    def _broken_off(
        self, leavers: list[dict[str, Any]], records: list[dict[str, Any]], earlier: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        steps = _steps(records, self.run)
        later = steps.by_name.pop(words.LOOKED_LATER, None)
        if later and words.AFTER not in steps:
            steps.by_name[words.AFTER] = dict(later, step=words.AFTER, aborted=True)
        if not earlier and words.BEFORE not in steps:
            looking = self.run["what"] != words.STALE
            return [rows.unseen(leaver, _FIRST_LOOK_BROKE_OFF if looking else words.BROKEN_OFF) for leaver in leavers]
        found = batch_rows(self.run, leavers, steps, earlier)
        if words.AFTER not in steps and self.run["looks_again"]:
            return [rows.not_looked_at_again(row) for row in found or earlier]
        if later:
            deactivates = self.run["settings"].get("deactivate") and not self.run["rehearsal"]
            for row in found:
                row["times"]["looked_later"] = later["at"]
                if deactivates:
                    _by_the_server(row)
        return found


def batch_rows(
    run: dict[str, Any], leavers: list[dict[str, Any]], steps: rows.Steps, earlier: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the rows of a batch from the results of its steps."""
    # The journal of an aborted run may be that of an older version.
    wanted = frozenset(run.get("looked_for") or ())
    return rows.of_batch(leavers, steps, frozenset(run["left_alone"]), run["looks_again"], earlier, wanted)


def finished(found: list[dict[str, Any]], run: dict[str, Any], now: str) -> list[dict[str, Any]]:
    """Return rows with the values that need the run: whether it was a rehearsal, and the deadline."""
    for row in found:
        row["rehearsal"] = run["rehearsal"]
        if "late" not in row or row["late"] is None:
            deadline.add(row, run["target_hours"], now)
    return found


def fold_batch(journal: Journal, run: dict[str, Any], number: int, now: str) -> list[dict[str, Any]]:
    """Return the rows of the batch that was just processed, reading only the records of that batch."""
    records = journal.since("begun", number)
    planned = journal.first("planned", number) or {"leavers": []}
    steps = _steps(records, run)
    before = journal.last("rows", number) if records and records[0].get("look") == 2 else None
    return finished(batch_rows(run, planned["leavers"], steps, before["rows"] if before else []), run, now)


def _steps(records: list[dict[str, Any]], run: dict[str, Any]) -> rows.Steps:
    found: list[dict[str, Any]] = []
    for record in records:
        if record["event"] == "step":
            found += stale_sessions.steps(record, run["rehearsal"]) if record["step"] == words.REVOKED else [record]
    return rows.Steps(found)


def _since_begun(lines: list[Line]) -> list[Line]:
    begun = max((n for n, line in enumerate(lines) if line.event == "begun"), default=len(lines))
    return lines[begun:]


def _is_done(lines: list[Line]) -> bool:
    """Return whether the rows of a batch were written after all of its other records."""
    return lines[-1].event == "rows"


def _by_the_server(row: dict[str, Any]) -> None:
    """Add the deactivation if a later run found one that the aborted run did not record."""
    account = next((entry for entry in row["access"] if entry["access_type"] == words.ACCOUNT), None)
    recorded = any(done["access_type"] == words.ACCOUNT for done in row["done"])
    if account and account["open_before"] and row["deactivated_at"] and not recorded:
        what = "deactivated, according to the server"
        row["done"].insert(
            0,
            {
                "access_type": words.ACCOUNT,
                "title": account["title"],
                "count": 1,
                "what": what,
                "at": row["deactivated_at"],
                "details": [_BY_THE_SERVER],
            },
        )
