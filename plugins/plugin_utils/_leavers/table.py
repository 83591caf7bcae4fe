# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a list, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .cells import clean
from .problems import Problem, Unusable

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LINE = re.compile("([^\r\n]*)(?:\r\n|\n|\r|$)")


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says: its line, counted from 1, and its cells by column, those that are empty left out."""

    line: int
    cells: dict[str, str]


@dataclass
class Table:
    """The rows that can be read and those that cannot. Each row of the list is in one of the two."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # The columns that were found; and by the list's own names those that mean nothing here, with their latest date.
    columns: set[str] = field(default_factory=set)
    unread: dict[str, str] = field(default_factory=dict)
    # What the numbers of rows count: "line", or "entry" where everything stands in one line.
    unit: str = "line"

    def add(self, line: int, cells: Mapping[str, str]) -> None:
        """Take a row, or the reason why it cannot be taken. `cells` is by column, as the file has them."""
        cleaned = {}
        try:
            for column, text in cells.items():
                cell = clean(text, "the cell for %s" % column)
                if cell:
                    cleaned[column] = cell
            if not cleaned.get("user") and not cleaned.get("email"):
                raise Unusable("nobody is named: the cell for the user is empty")
        except Unusable as error:
            self.refuse(line, str(error))
            return
        self.rows.append(Row(line, cleaned))

    def refuse(self, line: int, why: str) -> None:
        """Note that a row cannot be used."""
        self.problems.append(Problem(line, why))

    def not_read(self, name: str, cell: str) -> None:
        """Note a cell of a column that means nothing here."""
        name, latest = name.strip(), _DATE.match(cell.strip())
        self.unread[name] = max(self.unread.get(name, ""), latest[0] if latest else "")


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank with their numbers, counted from 1.

    Only what editors and spreadsheets call a line break parts lines; str.splitlines knows eight others.
    """
    for number, line in enumerate(_LINE.finditer(text), 1):
        if line[1].strip():
            yield number, line[1]
