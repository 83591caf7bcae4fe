# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of a log, indexed by subject: the log of one administrator may be searched for thousands of users."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import Row


class Entries:
    """`rows`, newest first, by API path and by the id of their subject."""

    __slots__ = ("_about", "_of", "rows")

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = sorted(rows, key=lambda row: -row.at)
        self._of: dict[str, list[Row]] = {}
        self._about: dict[tuple[str, str | None], list[Row]] = {}
        for row in self.rows:
            self._of.setdefault(row.action, []).append(row)
            self._about.setdefault((row.action, row.subject), []).append(row)

    def of(self, *actions: str) -> list[Row]:
        """Return the rows with these paths, newest first."""
        return _merged([self._of.get(action, []) for action in actions])

    def about(self, subject: str, *actions: str) -> list[Row]:
        """Return the rows with these paths whose first id is that of the subject, newest first."""
        return _merged([self._about.get((action, subject), []) for action in actions])


def _merged(lists: list[list[Row]]) -> list[Row]:
    if len(lists) == 1:
        return lists[0]
    return sorted((row for rows in lists for row in rows), key=lambda row: -row.at)
