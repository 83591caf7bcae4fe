# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of a list, and their alternative names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from .problems import ListError, Unusable, excerpt

# Each column and its other names. Case, spaces, underscores, hyphens and dots make no difference.
COLUMNS = {
    "user": (
        "username",
        "users",
        "login",
        "login name",
        "account",
        "account name",
        "sAMAccountName",
        "mattermost user",
        "mattermost username",
    ),
    "email": ("e-mail address", "mail", "mail address", "work email", "company email", "business email"),
    "leaves_at": (
        "leaves",
        "leaves on",
        "leave date",
        "leaving date",
        "last day",
        "last working day",
        "last day of work",
        "end date",
        "employment end date",
        "exit date",
        "termination date",
    ),
    "left_at": ("left", "left on", "date left"),
    "ticket": ("ticket number", "ticket no", "ticket id", "case number", "change number"),
    "requested_by": ("requested", "requester", "requestor"),
    "approved_by": ("approved", "approver"),
    "successor": ("replacement", "taken over by", "hand over to"),
}


def key(name: str) -> str:
    """Return the name of a column in a form for comparison."""
    return re.sub(r"[\s_.\-]+", "", unicodedata.normalize("NFKC", name)).casefold()


_KNOWN = {key(name): column for column, names in COLUMNS.items() for name in (column, *names)}


class Columns:
    """Finds the columns in a header. `given` maps columns to their names in the list."""

    def __init__(self, given: Mapping[str, str] | None = None):
        """Raise ListError for an unknown column."""
        self.given = {column: name.strip() for column, name in (given or {}).items() if name.strip()}
        unknown = sorted(set(self.given) - set(COLUMNS))
        if unknown:
            raise ListError(
                "There is no column %s. The valid columns are: %s." % (excerpt(unknown[0]), ", ".join(COLUMNS))
            )
        taken: dict[str, str] = {}
        for column, name in self.given.items():
            if taken.setdefault(key(name), column) != column:
                raise ListError("The column %s cannot be both %s and %s." % (excerpt(name), taken[key(name)], column))
        self._taken = taken

    def find(self, header: Sequence[str]) -> dict[int, str]:
        """Return the columns of a header by position. Raises Unusable if two match the same column."""
        found: dict[str, list[int]] = {}
        for position, name in enumerate(header):
            column = self._column(name)
            if column:
                found.setdefault(column, []).append(position)
        return {self._the_one(column, places, header): column for column, places in found.items()}

    def names_somebody(self, header: Sequence[str]) -> bool:
        """Return whether a header has a column for the user or the e-mail address."""
        wanted = ["user"] if "user" in self.given else ["user", "email"]
        return any(self._column(name) in wanted for name in header)

    def _column(self, name: str) -> str | None:
        if key(name) in self._taken:
            return self._taken[key(name)]
        column = _KNOWN.get(key(name))
        return None if column in self.given else column

    @staticmethod
    def _the_one(column: str, places: list[int], header: Sequence[str]) -> int:
        exact = [place for place in places if key(header[place]) == key(column)]
        chosen = places if len(places) == 1 else exact
        if len(chosen) == 1:
            return chosen[0]
        names = [excerpt(header[place]) for place in places]
        if len(set(names)) == 1:
            raise Unusable("the column %s occurs %d times" % (names[0], len(names)))
        raise Unusable(
            "the columns %s could each be %s; specify which one to use, for example with columns: {%s: %s}"
            % (" and ".join(names), column, column, header[places[0]].strip())
        )
