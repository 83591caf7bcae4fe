# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV: a header, then one row a line, separated by commas, semicolons, tabs or another delimiter.

Each line is read by itself, so that an unclosed quotation mark cannot swallow the rows below it. A cell with a line
break is refused for the same reason: it cannot be distinguished from such a mistake.
"""

from __future__ import annotations

import csv
import re

from .cells import check_line
from .columns import Columns
from .problems import ListError, Unusable, excerpt
from .table import Table, numbered_lines

_DELIMITERS = (",", ";", "\t")
_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
# Excel uses this line above the header.
_SEP = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


def delimiter_of(name: str) -> str:
    """Return the character that an option names, "" for none. Raises ListError."""
    delimiter = _NAMES.get(name.strip().lower(), name)
    if len(delimiter) > 1 or delimiter in ('"', "\n", "\r", "\0", " ") or delimiter.isalnum():
        raise ListError(
            "The delimiter %s is not valid. Use comma, semicolon, tab, pipe or another single character."
            % excerpt(name)
        )
    return delimiter


def header_of(text: str, columns: Columns, delimiter: str = "") -> tuple[int, str, list[str]] | None:
    """Return the header's line, the delimiter and the names, None if there is no column for the user.

    Raises Unusable if the header cannot be read.
    """
    line, delimiters, header = _first_line(text, delimiter)
    readings = [one for one in delimiters if columns.names_somebody(_loosely(header, one))]
    if not readings:
        return None
    parting = [one for one in readings if one in header]
    if len(parting) > 1:
        raise Unusable("it can be read with more than one delimiter; specify which one to use with delimiter")
    check_line(header)
    chosen = (parting or readings)[0]
    return line, chosen, _cells(header, chosen)


def read(text: str, name: str, columns: Columns, delimiter: str = "") -> Table:
    """Return the rows of a CSV text. Raises ListError if its header cannot be used; `name` is the file's."""
    try:
        found = header_of(text, columns, delimiter)
        if found is None:
            raise Unusable(_nobody(text, columns, delimiter))
        first, delimiter, header = found
        places = columns.find(header)
    except Unusable as error:
        raise ListError(
            "The header of %s (line %d) cannot be used: %s. Nothing was changed."
            % (name, _first_line(text, delimiter)[0], error)
        ) from None
    table = Table(columns=set(places.values()))
    for number, line in numbered_lines(text):
        if number <= first:
            continue
        try:
            check_line(line)
            cells = _cells(line, delimiter)
            if len(cells) != len(header):
                raise Unusable("it has %s and the header has %d" % (_count(cells), len(header)))
            if not any(cell.strip() for cell in cells):
                raise Unusable("every cell is empty; delete the line")
        except Unusable as error:
            table.refuse(number, str(error))
            continue
        table.add(number, {column: cells[place] for place, column in places.items()})
        for place, title in enumerate(header):
            if place not in places and title.strip():
                table.not_read(title, cells[place])
    return table


def _count(cells: list[str]) -> str:
    return "1 cell" if len(cells) == 1 else "%d cells" % len(cells)


def _first_line(text: str, delimiter: str) -> tuple[int, tuple[str, ...], str]:
    """Return the header's line, its possible delimiters, and its text."""
    lines = numbered_lines(text)
    number, line = next(lines, (1, ""))
    if sep := _SEP.fullmatch(line.strip()):
        number, line = next(lines, (number, ""))
        delimiter = delimiter or delimiter_of(sep[1])
    return number, (delimiter,) if delimiter else _DELIMITERS, line


def _loosely(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line that may not be CSV."""
    try:
        return _cells(line, delimiter)
    except Unusable:
        return [cell.strip(' "') for cell in line.split(delimiter)]


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line. Raises Unusable if a quotation mark is misplaced or not closed."""
    if '"' in line:
        _check_quotes(line, delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise Unusable("it is not CSV: %s" % error) from None


def _check_quotes(line: str, delimiter: str) -> None:
    """Raise Unusable unless each quotation mark begins or ends a cell, or is doubled within one."""
    cell = re.compile(' *"(?:[^"]|"")*"|[^"%s]*' % re.escape(delimiter))
    place = 0
    while True:
        found = cell.match(line, place)
        place = found.end() if found else place
        if place == len(line):
            return
        if line[place] != delimiter:
            break
        place += 1
    if line.count('"') % 2:
        raise Unusable("a quotation mark is not closed, or a cell contains a line break")
    raise Unusable('there is a stray quotation mark; within quotes a quotation mark is written twice ("")')


def _nobody(text: str, columns: Columns, delimiter: str) -> str:
    """Return the reason why a header has no column for the user."""
    delimiters, header = _first_line(text, delimiter)[1:]
    names = max((_loosely(header, one) for one in delimiters), key=len)
    there = "; there are " + ", ".join(excerpt(one.strip()) for one in names[:10]) if header.strip() else ""
    if "user" in columns.given:
        return "there is no column %s%s" % (excerpt(columns.given["user"]), there)
    return "no column contains the user or the e-mail address%s; specify the column of the user with column" % there
