# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the lists of a run, one after the other, into one roster."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from . import formats
from .columns import Columns
from .decoding import decode
from .moments import moment
from .problems import ListError, Problem, Unusable, refusal
from .roster import Roster
from .table import Table


class Reader:
    """Reads lists into `roster`. Every method raises ListError, after all rows were read."""

    def __init__(self, now: datetime.datetime, zone: datetime.tzinfo, defaults: Mapping[str, str] | None = None):
        """Read as of `now`. `zone` applies to dates; `defaults` contains the values for empty cells."""
        self.now = now
        self.zone = zone
        self.defaults = {column: text.strip() for column, text in (defaults or {}).items() if text.strip()}
        self.roster = Roster()
        self.warnings: list[str] = []
        # The columns that were not used, by their names in the list.
        self.unread: list[str] = []
        # Whether the numbers of each list count lines or entries.
        self._units: dict[str, str] = {}
        for column in ("leaves_at", "left_at"):
            if column in self.defaults:
                self._check_time(column)

    def read_users(self, users: Sequence[str], name: str = "users") -> None:
        """Take the users of an option."""
        table = Table(unit="entry")
        for number, user in enumerate(users, 1):
            table.add(number, {"user": user})
        self._take(table, name)

    def read_file(
        self,
        name: str,
        data: bytes,
        columns: Columns | None = None,
        form: str = "auto",
        delimiter: str = "",
        encoding: str = "",
    ) -> None:
        """Take the people of a file; `name` is the path as given by the user, and `form` one of formats.FORMATS."""
        text = decode(data, name, encoding)
        table = formats.read(text, name, columns or Columns(), form, delimiter)
        self.unread = list(table.unread)
        today = self.now.astimezone(self.zone).date().isoformat()
        for title, latest in table.unread.items():
            if latest > today:
                self.warnings.append(
                    "The column '%s' of %s is not used, although it contains future dates (%s). If it states when "
                    "users leave, name it: columns: {leaves_at: %s}" % (title, name, latest, title)
                )
        self._take(table, name)

    def _take(self, table: Table, name: str) -> None:
        problems: list[Problem] = table.problems + self.roster.take(
            table.rows, name, self.zone, self.now, self.defaults
        )
        self.roster.rows += len(table.problems)
        self._units[name] = table.unit
        problems += self.roster.successors_who_leave(name)
        if problems:
            raise refusal(name, table.unit, problems)
        # A leaver in this list may be a successor in an earlier one.
        for earlier, unit in self._units.items():
            if problems := self.roster.successors_who_leave(earlier):
                raise refusal(earlier, unit, problems)

    def _check_time(self, column: str) -> None:
        try:
            when = moment(self.defaults[column], self.zone, column)
            if column == "left_at" and when.begins > self.now:
                raise Unusable(
                    "left_at %s is in the future; use leaves_at for a date to wait for" % self.defaults[column]
                )
        except Unusable as error:
            raise ListError("%s. Nothing was changed." % error) from None
