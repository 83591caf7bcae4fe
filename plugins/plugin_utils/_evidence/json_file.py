# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows as JSON: the values of the whole run first, then one user a line."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA = 1


def write(stream: IO[str], header: dict[str, Any], rows: Iterable[dict[str, Any]]) -> None:
    """Write a document that can be parsed as a whole or, if it is very large, line by line."""
    stream.write("{\n")
    for key, value in header.items():
        stream.write("%s: %s,\n" % (json.dumps(key), _text(value)))
    stream.write('"users": [')
    separator = "\n"
    for row in rows:
        stream.write(separator + _text(row))
        separator = ",\n"
    stream.write("\n]}\n")


def _text(value: Any) -> str:
    return json.dumps(value, default=str)
