# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as CSV, for sorting and filtering: one line for each integration, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

COLUMNS = (
    "person",
    "successor",
    "kind",
    "name",
    "bot",
    "team",
    "channels",
    "does",
    "last_used_at",
    "last_used",
    "members",
    "people",
    "becomes",
    "what_happens",
)
# Spreadsheets evaluate a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def lines(people: list[dict[str, Any]]) -> str:
    """Return the lines with CRLF line ends, and a byte order mark by which spreadsheets recognize UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for one in people:
        for group in one["groups"]:
            for row in group["rows"]:
                channels = ", ".join(str(channel.get("name")) for channel in row.get("channels") or ())
                told = dict(row, person=one["name"], successor=one["successor"], channels=channels)
                told["people"] = ", ".join(str(name) for name in row.get("people") or ())
                writer.writerow([cell(told.get(column)) for column in COLUMNS])
        for name, reason in sorted(one["not_checked"].items()):
            told = {"person": one["name"], "kind": name, "becomes": "not_checked", "what_happens": reason}
            writer.writerow([cell(told.get(column)) for column in COLUMNS])
        if one["missing"] or one["error"]:
            reason = one["error"] or "There is no such account."
            told = {"person": one["name"], "becomes": "not_checked", "what_happens": reason}
            writer.writerow([cell(told.get(column)) for column in COLUMNS])
    return "\ufeff" + buffer.getvalue()


def cell(value: Any) -> str:
    """Return a cell that spreadsheets do not evaluate as a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text
