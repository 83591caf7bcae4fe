# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of the action leavers: reads the lists, and compares them with earlier ones."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from ansible_collections.offboarding.mattermost.plugins.plugin_utils import _private_file

from . import memory
from .columns import Columns
from .moments import iso, moment, time_zone
from .problems import ListError, Unusable
from .reading import Reader
from .roster import Leaver

# The options that are defaults for empty cells.
_DEFAULTS = ("leaves_at", "left_at", "ticket", "requested_by", "approved_by", "successor")


def run(
    arguments: dict[str, Any], base: str, content: Callable[[str], bytes], check_mode: bool = False
) -> dict[str, Any]:
    """Return the result of the action.

    `arguments` contains all options of the action. Relative paths start at the directory `base`, and `content` returns
    the bytes of a file. Raises ListError.
    """

    def place(path: str) -> str:
        return os.path.join(base, os.path.expanduser(path))

    if arguments["forget"]:
        return _forget(arguments, place, check_mode)
    reader, columns = _reader(arguments), _columns(arguments)
    remembered = None
    if arguments["file"]:
        if arguments["remember"]:
            remembered = memory.load(place(arguments["remember"]))
        reader.read_file(
            arguments["file"],
            content(place(arguments["file"])),
            columns,
            arguments["format"],
            arguments["delimiter"],
            arguments["encoding"],
        )
    of_the_file = list(reader.roster.leavers)
    reader.read_users(arguments["users"])
    vanished: list[dict[str, str | None]] = []
    called_off: list[dict[str, str | None]] = []
    if remembered is not None:
        vanished, called_off = remembered.compare(reader.roster, of_the_file, iso(reader.now))
        if not check_mode:
            remembered.save()
    result = _result(reader)
    if arguments["into"]:
        _hand_over(place(arguments["into"]), reader.roster.leavers)
    else:
        result["leavers"] = [asdict(leaver) for leaver in reader.roster.leavers]
    return {**result, "vanished": vanished, "called_off": called_off, "forgotten": []}


def _reader(arguments: dict[str, Any]) -> Reader:
    zone = time_zone(arguments["timezone"])
    now = datetime.datetime.now(datetime.timezone.utc)
    if arguments["now"]:
        try:
            now = moment(arguments["now"].strip(), zone, "now").begins
        except Unusable as error:
            raise ListError("%s." % error) from None
    return Reader(now, zone, {name: arguments[name] for name in _DEFAULTS})


def _columns(arguments: dict[str, Any]) -> Columns:
    given = {str(column): str(name) for column, name in arguments["columns"].items()}
    if arguments["column"]:
        if given.get("user", arguments["column"]) != arguments["column"]:
            raise ListError("column and columns name different columns for the user. Set only one of them.")
        given["user"] = arguments["column"]
    return Columns(given)


def _result(reader: Reader) -> dict[str, Any]:
    leavers = reader.roster.leavers
    waiting = sorted((leaver for leaver in leavers if not leaver.due), key=lambda leaver: leaver.leaves_at or "")
    told = ("user", "leaves_at", "dated", "source")
    return {
        "changed": False,
        "due": [leaver.user for leaver in leavers if leaver.due],
        "not_due": [{name: getattr(leaver, name) for name in told} for leaver in waiting],
        "duplicates": reader.roster.duplicates,
        "rows": reader.roster.rows,
        "unread_columns": reader.unread,
        "warnings": reader.warnings,
    }


def _hand_over(path: str, leavers: Iterable[Leaver]) -> None:
    """Write one JSON object a line, so that they can be read one by one."""
    try:
        _private_file.write(path, (json.dumps(asdict(leaver)) + "\n" for leaver in leavers))
    except OSError as error:
        raise ListError(
            "The list cannot be written to %s: %s. Nothing was changed. Name another file with into."
            % (path, error.strerror)
        ) from None


def _forget(arguments: dict[str, Any], place: Callable[[str], str], check_mode: bool) -> dict[str, Any]:
    if not arguments["remember"]:
        raise ListError("forget requires remember, the file to remove the users from.")
    if arguments["users"] or arguments["file"]:
        raise ListError("forget removes users from the file of remember; it cannot be combined with users or file.")
    remembered = memory.load(place(arguments["remember"]))
    forgotten = remembered.forget(arguments["forget"])
    if forgotten and not check_mode:
        remembered.save()
    return {"changed": False, "forgotten": forgotten}
