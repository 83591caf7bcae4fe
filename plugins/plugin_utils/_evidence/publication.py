# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishes a report: the files, the line in the manifest and the signature. The journal is removed last."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import manifest, signature
from .errors import ReportUnwritable, SignatureFailed
from .journal import Journal
from .report import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from .fold import Fold


def mode_of(folder: Path) -> int:
    """Return the mode of new files: group-writable only if the folder is."""
    return 0o660 if folder.stat().st_mode & 0o020 else 0o640


def publish(fold: Fold, folder: Path, broken: str | None, signing_key: str | None) -> dict[str, Any]:
    """Write the report of a journal and remove it. Returns `totals`, `files` and the `head` of the manifest.

    Raises ReportUnwritable, after which the journal is still there, and SignatureFailed, which has what was published.
    """
    journal, run = fold.journal, fold.run
    mode = mode_of(folder)
    report = opened(fold, folder, broken)
    try:
        files = report.write(folder, mode)
    finally:
        report.close()
    try:
        line = manifest.add(folder, run["base"], files, mode, what=run["what"], complete=broken is None)
    except OSError as error:
        reason = "%s: %s" % (manifest.NAME, error.strerror)
        raise ReportUnwritable(folder=folder, reason=reason, journal=journal.path) from error
    journal.remove()
    published = {**told(report), "files": [str(path) for path in files], "head": manifest.line_hash(line)}
    if signing_key:
        try:
            published["files"].append(str(signature.sign(folder, run["base"], line, signing_key)))
        except SignatureFailed as error:
            error.published = published
            raise
    return published


def told(report: Report) -> dict[str, Any]:
    """Return the values of a report that the play shows at its end."""
    return {
        "totals": report.totals,
        "server": report.server,
        "not_due": report.not_due,
        "notes": report.notes,
        "outcome": report.outcome,
    }


def opened(fold: Fold, place: Path | None, broken: str | None) -> Report:
    """Return the report of a journal. Raises ReportUnwritable."""
    try:
        return Report(fold, place, broken)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportUnwritable(folder=place, reason=reason, journal=fold.journal.path) from error


def start(folder: Path, base: str, hold: Callable[[str], None]) -> tuple[Journal, str]:
    """Create a journal with a unique name, and return both. Raises OSError.

    `hold(path)` locks it. It is locked before it is renamed, so that no other run mistakes the run for an aborted one.
    """
    handle, draft = tempfile.mkstemp(prefix=".", suffix=".starting", dir=folder)
    os.close(handle)
    try:
        os.chmod(draft, mode_of(folder))
        hold(draft)
        for number in itertools.count(1):
            name = base if number == 1 else "%s-%d" % (base, number)
            path = folder / (".%s.journal" % name)
            if (folder / (name + ".json")).exists():
                continue
            with contextlib.suppress(FileExistsError):
                _name(draft, path)
                return Journal(path), name
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)
    raise AssertionError("numbers do not end")


def _name(draft: str, path: Path) -> None:
    """Rename a file without overwriting. Raises FileExistsError if the name is taken, OSError."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # Some network file systems have no hard links. The remaining race is very unlikely.
        if path.exists():
            raise FileExistsError(path) from None
        os.rename(draft, path)
