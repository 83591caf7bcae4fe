# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON: a list of names, or of objects with the columns as keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .columns import Columns
from .problems import ListError, Unusable, excerpt
from .table import Table

_SPACE = " \t\n\r"
_SHAPE = "It must be a list of names, or of objects with a user each."


class _Object(list[Any]):
    """The pairs of an object. A dict would silently keep only the last of two values for one key."""


def read(text: str, name: str, columns: Columns) -> Table:
    """Return the rows of a JSON text. Raises ListError if it is not a list; `name` is the path."""
    table = Table(unit="line" if "\n" in text.strip() else "entry")
    if not text.strip(_SPACE):
        return table
    try:
        for number, (line, entry) in enumerate(_entries(text), 1):
            _take(table, line if table.unit == "line" else number, entry, columns)
    except json.JSONDecodeError as error:
        raise ListError(
            "%s is not valid JSON: line %d, column %d: %s. Nothing was changed."
            % (name, error.lineno, error.colno, error.msg)
        ) from None
    except RecursionError:
        raise ListError("%s is nested too deeply. %s" % (name, _SHAPE)) from None
    except Unusable as error:
        raise ListError("%s is JSON, but %s. %s" % (name, error, _SHAPE)) from None
    return table


def _entries(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the entries of the list one by one, each with its line. Raises Unusable if it is not a list."""
    # Numbers are kept as text: 1.50 must not become 1.5.
    decoder = json.JSONDecoder(object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=str)
    place = _skip(text, 0)
    if text[place] != "[":
        decoder.raw_decode(text, place)
        raise Unusable("not a list")
    place = _skip(text, place + 1)
    line, counted = 1, 0
    more = text[place : place + 1] != "]"
    while more:
        line, counted = line + text.count("\n", counted, place), place
        entry, place = decoder.raw_decode(text, place)
        yield line, entry
        place = _skip(text, place)
        more = text[place : place + 1] == ","
        if more:
            place = _skip(text, place + 1)
    if text[place : place + 1] != "]":
        raise json.JSONDecodeError("a comma or the end of the list is missing", text, place)
    place = _skip(text, place + 1)
    if place < len(text):
        raise json.JSONDecodeError("there is text after the end of the list", text, place)


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in _SPACE:
        place += 1
    return place


def _take(table: Table, line: int, entry: Any, columns: Columns) -> None:
    """Take one entry of the list."""
    try:
        if not isinstance(entry, _Object):
            table.add(line, {"user": _text(entry, "the name")})
            return
        names = [key for key, _value in entry]
        places = columns.find(names)
        if len(set(names)) < len(names):
            raise Unusable("a key occurs twice")
        table.columns.update(places.values())
        table.add(line, {column: _text(entry[place][1], "the value of " + column) for place, column in places.items()})
        for place, (key, value) in enumerate(entry):
            if place not in places:
                table.not_read(key, value if isinstance(value, str) else "")
    except Unusable as error:
        table.refuse(line, str(error))


def _text(value: Any, what: str) -> str:
    """Return the value of a cell as text."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unusable("%s must be text, not %s" % (what, excerpt(json.dumps(value))))
    return value
