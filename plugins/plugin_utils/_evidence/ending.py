# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a run: the report, what the play says, the sentence that it fails with, and what others are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import clock, console_summary, deadline, message, publication, recovery, result, second_accounts
from .errors import EvidenceError, JournalUnwritable, ReportUnwritable, SignatureFailed
from .fold import Fold
from .journal import Journal


def end(journal: Journal, run: dict[str, Any]) -> dict[str, Any]:
    """Write the report of a run, where one is kept.

    Returns `summary` (lines), `failure` (a sentence or None), `report`, `files`, `totals`, `outcome` (the fact
    offboard_result) and `message` (the same for people). What cannot be written is a failure like any other: people
    have to be told of the rest.
    """
    fold = Fold(journal)
    refused = fold.last("refused")
    if refused:
        return _not_begun(fold, str(refused["message"]))
    told = fold.last("broken")
    broken = str(told["message"]) if told else None
    problem = None
    try:
        if broken is None:
            journal.append("finished")
        out = _published(fold, broken)
    except SignatureFailed as error:
        problem, out = str(error), error.published or {}
    except (JournalUnwritable, ReportUnwritable) as error:
        problem, out = str(error), _unpublished(fold)
    out["report"] = out["files"][0] if out["files"] else None
    page = out["report"] or ("not written" if run["keeps"] else None)
    out["summary"] = console_summary.lines(
        run, out["totals"], out["server"], page, out.pop("not_due"), out.pop("notes")
    )
    if out["outcome"].vanished:
        out["summary"].append(console_summary.vanished(out["outcome"].vanished))
    out["summary"] += second_accounts.lines(out["outcome"].second_accounts)
    failure = console_summary.failure(run, out["totals"], broken)
    out["failure"] = " ".join(filter(None, (failure, problem))) or None
    # Where the report of this run cannot be written, neither can those of others.
    finishes = run["keeps"] and problem is None
    out["also_written"], out["warnings"] = _finish_others(journal.path.parent, run) if finishes else ([], [])
    return _told(out, broken or problem)


def _published(fold: Fold, broken: str | None) -> dict[str, Any]:
    run, folder = fold.run, fold.journal.path.parent
    if run["keeps"] and fold.journal.has("planned"):
        return publication.publish(fold, folder, broken, run["signing_key"])
    report = publication.opened(fold, folder, broken)
    report.close()
    fold.journal.remove()
    return {**publication.told(report), "files": []}


def _unpublished(fold: Fold) -> dict[str, Any]:
    """Return what there is to tell where the report cannot be written."""
    outcome = result.of_journal(fold, fold.server(), clock.now())
    not_due = (fold.last("not_due") or {}).get("leavers") or []
    counted = dict(outcome.totals, **deadline.summary([]))
    told = {"totals": counted, "server": outcome.server, "not_due": not_due, "notes": fold.notes()}
    return {**told, "outcome": outcome, "files": []}


def _not_begun(fold: Fold, why: str) -> dict[str, Any]:
    """Return what there is to tell of a run that a guard refused: nothing but why."""
    outcome = result.Outcome(fold.run, fold.server(), clock.now())
    fold.journal.remove()
    out: dict[str, Any] = {"summary": [], "failure": why, "report": None, "files": [], "totals": outcome.totals}
    return _told(dict(out, outcome=outcome, also_written=[], warnings=[]), why, begun=False)


def _told(out: dict[str, Any], reason: str | None, begun: bool = True) -> dict[str, Any]:
    fact = out["outcome"].as_fact(out["failure"], out["files"])
    return dict(out, outcome=fact, message=message.of(fact, reason, begun))


def _finish_others(folder: Path, run: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Complete the reports of aborted runs on other servers, which cannot be checked from here."""
    found, warnings = recovery.found(folder)
    files: list[str] = []
    for other in found:
        try:
            done = recovery.finish(Path(other["journal"]), None, run)
            files += done["files"] if done else []
        except (EvidenceError, OSError) as error:
            warnings.append(str(error))
    return files, warnings
