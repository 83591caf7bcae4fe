# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows as CSV (RFC 4180): one line for each user and type of access, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING, Any

from . import words
from .about_leavers import ABOUT

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = (
    "username",
    "email",
    "user_id",
    "status",
    "access_type",
    "verdict_before",
    "verdict_after",
    "open_before",
    "open_after",
    "done",
    "done_at",
    "reason",
    "run",
    *ABOUT,
    "deactivated_at",
    "last_closed_at",
    "minutes_to_close",
    "late",
    "request_ids",
)

# Characters that start a formula, in ASCII and full-width forms, and those that spreadsheets trim before it.
_RISKY = tuple("=+-@\t\r\n \uff1d\uff0b\uff0d\uff20")


def write(stream: IO[str], rows: Iterable[dict[str, Any]], run: dict[str, Any]) -> None:
    """Write a header and the rows. The column "run" distinguishes a rehearsal from a real run."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    what = "rehearsal of %s" % run["what"] if run["rehearsal"] else run["what"]
    for row in rows:
        first, last = _who(row), [what, *_when(row)]
        # Escaped once for each user rather than once for each type of access.
        first, last = [_cell(value) for value in first], [_cell(value) for value in last]
        for entry in row["access"]:
            writer.writerow([*first, *[_cell(value) for value in _access(entry, row)], *last])
        if not row["access"]:
            writer.writerow([*first, *[""] * 7, _cell(" ".join(row["errors"])), *last])


def _who(row: dict[str, Any]) -> list[Any]:
    user = row["user"] or {}
    return [user.get("username") or row["requested"], user.get("email"), user.get("id"), row["status"]]


def _when(row: dict[str, Any]) -> list[Any]:
    late = None if row["late"] is None else ("yes" if row["late"] else "no")
    told = [row[key] for key in (*ABOUT, "deactivated_at", "last_closed_at", "minutes_to_close")]
    return [*told, late, " ".join(row["request_ids"])]


def _access(entry: dict[str, Any], row: dict[str, Any]) -> list[Any]:
    done = [deed for deed in row["done"] if deed["access_type"] == entry["access_type"]]
    if not done and row["looked_again"] and entry["open_before"] and not entry["open_after"]:
        # Deactivating an account ends its sessions and may disable its bots.
        done = [{"what": "found closed", "at": row["times"].get(words.AFTER)}]
    return [
        entry["access_type"],
        entry["before"],
        entry["after"],
        entry["open_before"],
        entry["open_after"],
        "; ".join(deed["what"] for deed in done),
        "; ".join(deed["at"] for deed in done if deed["at"]),
        entry["reason"],
    ]


def _cell(value: Any) -> Any:
    """Return a value as a cell that a spreadsheet shows and never evaluates."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    # JSON can contain an unpaired surrogate, which cannot be encoded.
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return "'" + text if text.startswith(_RISKY) else text
