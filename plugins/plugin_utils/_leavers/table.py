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
    """One row: its line, counted from 1, and its non-empty cells by column."""

    line: int
    cells: dict[str, str]


@dataclass
class Table:
    """The rows of a list: those that can be used, and the problems of those that cannot."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # The columns found, and the names of the unused columns with their latest date.
    columns: set[str] = field(default_factory=set)
    unread: dict[str, str] = field(default_factory=dict)
    # Whether rows are numbered by "line", or by "entry" if the whole list is on one line.
    unit: str = "line"

    def add(self, line: int, cells: Mapping[str, str]) -> None:
        """Add a row, or the reason why it cannot be used. `cells` contains the raw text by column."""
        cleaned = {}
        try:
            for column, text in cells.items():
                cell = clean(text, "the cell for %s" % column)
                if cell:
                    cleaned[column] = cell
            if not cleaned.get("user") and not cleaned.get("email"):
                raise Unusable("no user is named: the cell for the user is empty")
        except Unusable as error:
            self.refuse(line, str(error))
            return
        self.rows.append(Row(line, cleaned))

    def refuse(self, line: int, why: str) -> None:
        """Record that a row cannot be used."""
        self.problems.append(Problem(line, why))

    def not_read(self, name: str, cell: str) -> None:
        """Record a cell of an unused column."""
        name, latest = name.strip(), _DATE.match(cell.strip())
        self.unread[name] = max(self.unread.get(name, ""), latest[0] if latest else "")


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank with their numbers, counted from 1.

    Only CR, LF and CRLF separate lines, as in editors and spreadsheets; str.splitlines has eight more separators.
    """
    for number, line in enumerate(_LINE.finditer(text), 1):
        if line[1].strip():
            yield number, line[1]
