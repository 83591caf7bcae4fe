# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Detects the format of a list."""

from __future__ import annotations

import os

from . import delimited, json_list, plain_text, yaml_list
from .columns import Columns
from .problems import ListError, Unusable
from .table import Table

FORMATS = ("auto", "text", "csv", "json", "yaml")
_BY_ENDING = {".json": "json", ".yml": "yaml", ".yaml": "yaml", ".csv": "csv", ".tsv": "csv"}


def read(text: str, name: str, columns: Columns, form: str = "auto", delimiter: str = "") -> Table:
    """Return the rows of a list. `name` is the file's; `form` is one of FORMATS. Raises ListError."""
    delimiter = delimited.delimiter_of(delimiter)
    if form == "auto":
        form = _BY_ENDING.get(os.path.splitext(name)[1].lower()) or _guess(text, columns, delimiter)
    if form == "json":
        table = json_list.read(text, name, columns)
    elif form == "yaml":
        table = yaml_list.read(text, name, columns)
    elif form == "csv" and text.strip():
        table = delimited.read(text, name, columns, delimiter)
    else:
        table = plain_text.read(text)
    _check_columns(table, name, columns)
    return table


def _guess(text: str, columns: Columns, delimiter: str) -> str:
    """Return the format of a file whose name does not show it."""
    begin = text.lstrip()
    if begin.startswith(("[", "{")):
        return "json"
    if begin.startswith(("- ", "---")):
        return "yaml"
    try:
        with_header = delimited.header_of(text, columns, delimiter) is not None
    except Unusable:
        with_header = True
    return "csv" if with_header or delimiter or columns.given else "text"


def _check_columns(table: Table, name: str, columns: Columns) -> None:
    """Refuse a list without a configured column: a misspelt leaves_at would make everybody due."""
    for column, title in columns.given.items():
        if column not in table.columns and (table.rows or table.problems):
            raise ListError(
                "%s has no column '%s', which is configured as %s. Nothing was changed. The other columns are: %s."
                % (name, title, column, ", ".join(sorted(table.unread)) or "none")
            )
