# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Aborted runs: their journals are still in the folder, and their locks are free."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import clock, manifest, planning, run_lock, words
from .errors import JournalUnreadable, NotCompleted
from .fold import Fold
from .journal import Journal
from .publication import publish

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTHING_SAID = (
    "The run ended without recording why: it was interrupted or killed, or its machine failed. Its last record is from"
    " {at}."
)


def found(folder: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the aborted runs of a folder, and warnings about those that cannot be read.

    Each has its `journal`, the `url` of its server, the `users` (ids) who may have been changed after their last look,
    and the types of access that it `looked_for`.
    """
    runs, warnings = [], []
    for path in _journals(folder):
        try:
            with run_lock.taken(str(path)) as free:
                if free:
                    run = _describe(path)
                    if run:
                        runs.append(run)
        except (OSError, JournalUnreadable) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            warnings.append(str(NotCompleted(path=path, reason=reason)))
    return runs, warnings


def finish(
    path: Path, looked: dict[str, Any] | None, by: dict[str, Any], only_if_looked: bool = False
) -> dict[str, Any] | None:
    """Write the report of an aborted run. Returns what was published, None if another run was faster.

    `looked` is a current result of mattermost_access_info for the users of the run; it is used if it is from the same
    server. With `only_if_looked`, a run that needs such a result and has none is left to another run. `by` contains
    the `version` and the `signing_key` of the current run. Raises EvidenceError.
    """
    try:
        return _finish(path, looked, by, only_if_looked)
    except OSError as error:
        raise NotCompleted(path=path, reason=error.strerror or type(error).__name__) from error


def _finish(
    path: Path, looked: dict[str, Any] | None, by: dict[str, Any], only_if_looked: bool
) -> dict[str, Any] | None:
    with run_lock.taken(str(path)) as free:
        if not free:
            return None
        journal = Journal(path)
        if not _worth_telling(journal):
            journal.remove()
            return None
        fold = Fold(journal)
        if manifest.has(path.parent, fold.run["base"]):
            # Only the removal of the journal was missing.
            journal.remove()
            return None
        under_way = fold.under_way()
        seen = bool(looked) and _same_server(looked or {}, fold)
        if under_way and only_if_looked and not seen:
            return None
        if under_way and looked and seen:
            record = {key: looked.get(key) for key in ("results", "server")}
            journal.append("step", under_way[0], words.LOOKED_LATER, **record)
            fold = Fold(journal)
        fold.run["finished_by"] = {"at": clock.now(), "version": by["version"]}
        return publish(fold, path.parent, broken_off(fold), by.get("signing_key"))


def broken_off(fold: Fold) -> str | None:
    """Return why a run was aborted, as far as known; None if only the report was missing."""
    if fold.last("finished"):
        return None
    told = fold.last("broken")
    if told:
        return str(told["message"])
    return _NOTHING_SAID.format(at=fold.last_record_at().replace("T", " ").replace("Z", " UTC"))


def _journals(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from sorted(folder.glob(".*.journal"))


def _describe(path: Path) -> dict[str, Any] | None:
    journal = Journal(path)
    if not _worth_telling(journal):
        journal.remove()
        return None
    fold = Fold(journal)
    under_way = fold.under_way()
    first = fold.first_step(words.BEFORE) or {}
    return {
        "journal": str(path),
        "run": fold.run["base"],
        "url": (first.get("server") or {}).get("url"),
        "users": under_way[1] if under_way else [],
        "looked_for": fold.run.get("looked_for") or [],
    }


def _worth_telling(journal: Journal) -> bool:
    """Say whether a run came so far that somebody was to be worked on, and no guard refused it."""
    return planning.is_whole(journal) and not journal.has("refused")


def _same_server(looked: dict[str, Any], fold: Fold) -> bool:
    first = fold.first_step(words.BEFORE) or {}
    now, then = (record.get("server") or {} for record in (looked, first))
    return bool(looked.get("results")) and now.get("url") is not None and now.get("url") == then.get("url")
