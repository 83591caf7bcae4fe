# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a run: written from the same rows, put in their place all together or not at all."""

from __future__ import annotations

import array
import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from . import (
    access_review,
    clauses,
    clock,
    csv_file,
    deadline,
    headline,
    json_file,
    page,
    second_accounts,
    totals,
    words,
)
from .errors import ReportUnwritable
from .result import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .fold import Fold

# Sorts users whose access is still open before all users with known minutes.
_LAST = 1 << 62


class Report:
    """The totals of a journal, and its rows, late ones first, as often as needed.

    The rows are kept in an anonymous temporary file, so that a hundred thousand of them need no memory.
    """

    def __init__(self, fold: Fold, place: Path | None, broken: str | None = None) -> None:
        self.run = {"finished_by": None, **fold.run}
        self.broken = broken
        self.finished_at = clock.now()
        look = fold.first_step(words.BEFORE) or fold.first_step(words.EXCLUDED) or {}
        found = fold.last("step", words.EVERYBODY) or {}
        self.server: dict[str, Any] = {"url": None, "version": None, **(look.get("server") or {})}
        self.caller: dict[str, Any] = look.get("caller") or {}
        self.lacks: dict[str, list[str]] = look.get("lacks") or {}
        self.looked_at: str | None = look.get("at")
        self.not_due: list[dict[str, Any]] = (fold.last("not_due") or {}).get("leavers") or []
        self.vanished: list[str] = (fold.last("vanished") or {}).get("users") or []
        self.second_accounts = second_accounts.of_fold(fold)
        self.notes = fold.notes()
        self.population = _population(found, self.run)
        self.outcome = Outcome(self.run, self.server, self.finished_at)
        self.outcome.not_due = len(self.not_due)
        self.outcome.vanished = self.vanished
        self.outcome.second_accounts = self.second_accounts
        self._rows = tempfile.TemporaryFile(dir=place)  # noqa: SIM115  # closed by close()
        self._offsets = array.array("Q")
        self.totals = self.outcome.totals = self._take(fold)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows, late ones first."""
        for offset in self._offsets:
            self._rows.seek(offset)
            yield json.loads(self._rows.readline())

    def close(self) -> None:
        """Close the temporary file of the rows."""
        self._rows.close()

    def header(self) -> dict[str, Any]:
        """Return the values of the whole run, as shown in the JSON file."""
        return {
            "schema": json_file.SCHEMA,
            "generated_by": "offboarding.mattermost.offboard",
            "collection_version": self.run["version"],
            "what": self.run["what"],
            "rehearsal": self.run["rehearsal"],
            "server": self.server,
            "caller": self.caller,
            "not_allowed": self.lacks,
            "started_at": self.run["started_at"],
            "finished_at": self.finished_at,
            "complete": self.broken is None,
            "broken": self.broken,
            "finished_by": self.run["finished_by"],
            "settings": self.run["settings"],
            "left_alone": self.run["left_alone"],
            "target_hours": self.run["target_hours"],
            "population": self.population,
            "not_due": self.not_due,
            "vanished": self.vanished,
            "second_accounts": self.second_accounts.questions,
            "second_accounts_not_checked": self.second_accounts.not_checked,
            "handed_over": self.notes,
            "totals": self.totals,
        }

    def write(self, folder: Path, mode: int) -> list[Path]:
        """Write the files and return them. Raises ReportUnwritable, without writing any, if one cannot be written."""
        base = self.run["base"]
        files = {suffix: folder / ("%s.%s" % (base, suffix)) for suffix in self._suffixes()}
        drafts: list[tuple[str, Path]] = []
        try:
            for suffix, path in files.items():
                handle, draft = tempfile.mkstemp(prefix=".%s." % base, suffix=".%s.part" % suffix, dir=folder)
                drafts.append((draft, path))
                with open(handle, "w", encoding="utf-8", errors="replace", newline="") as stream:
                    self._write(suffix, stream)
                    stream.flush()
                    os.fsync(stream.fileno())
                os.chmod(draft, mode)
            for draft, path in drafts:
                os.replace(draft, path)
        except OSError as error:
            raise self._failed(folder, error.strerror or type(error).__name__) from error
        except page.TemplateError as error:
            raise self._failed(folder, str(error)) from error
        finally:
            for draft, _path in drafts:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(draft)
        return list(files.values())

    def _suffixes(self) -> tuple[str, ...]:
        # Whoever imports the accounts takes those that are not in the file for gone: not half an audit.
        review = self.run.get("access_review") and self.broken is None
        return ("html", "json", "csv", access_review.SUFFIX) if review else ("html", "json", "csv")

    def _write(self, suffix: str, stream: IO[str]) -> None:
        if suffix == "json":
            json_file.write(stream, self.header(), self.rows())
        elif suffix == "csv":
            csv_file.write(stream, self.rows(), self.run)
        elif suffix == access_review.SUFFIX:
            access_review.write(stream, self.rows(), self.server)
        else:
            head = headline.of(self.run, self.totals, self.broken)
            page.write(stream, self, head, clauses.of(self.run, self.totals, self.broken))

    def _failed(self, folder: Path, reason: str) -> ReportUnwritable:
        return ReportUnwritable(folder=folder, reason=reason.rstrip("."), journal=self.run["journal"])

    def _take(self, fold: Fold) -> dict[str, Any]:
        counted: dict[str, Any] = totals.add({}, [])
        minutes, late = [], {}
        for batch in fold.rows(self.finished_at):
            counted = totals.add(counted, batch)
            self.outcome.people.add(batch)
            for row in batch:
                self._offsets.append(self._rows.tell())
                self._rows.write(json.dumps(row, separators=(",", ":"), default=str).encode("ascii") + b"\n")
                if row["minutes_to_close"] is not None:
                    minutes.append(row["minutes_to_close"])
                if row["late"]:
                    # Users who still have access come before those who had it for too long.
                    waited = row["minutes_to_close"]
                    late[self._offsets[-1]] = -(_LAST if waited is None else waited)
        if late:
            ordered = sorted(self._offsets, key=lambda offset: (late.get(offset, 1), offset))
            self._offsets = array.array("Q", ordered)
        return dict(counted, **deadline.summary(minutes))


def _population(record: dict[str, Any], run: dict[str, Any]) -> dict[str, Any] | None:
    """Return the server's own count of accounts, if it was requested, and which accounts it counts."""
    total = (record.get("summary") or {}).get("server_total")
    if total is None:
        return None
    who = {"any": "all accounts"}.get(run["everybody"], "%s accounts" % run["everybody"])
    return {
        "server_total": total,
        "listed": len(record.get("users") or []),
        "query": "GET /api/v4/users/stats/filtered, %s without bots" % who,
    }
