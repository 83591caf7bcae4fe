# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Durations as users write them, and times as Mattermost writes them."""

from __future__ import annotations

import datetime
import re
from typing import Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import MalformedDuration

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_EPOCH = datetime.datetime(1970, 1, 1)


def seconds(option: str, text: Any) -> int | None:
    """Return a duration such as 90s, 30m, 12h, 30d or 4w in seconds, None for None.

    Raises InputError, naming the option, for anything else.
    """
    if text is None:
        return None
    match = re.match(r"^\s*([0-9]{1,9})\s*([smhdw])\s*$", str(text))
    if not match:
        raise MalformedDuration(option=option, value=text)
    return int(match.group(1)) * _UNITS[match.group(2)]


def milliseconds(value: Any) -> int:
    """Return a time of the server as an int, 0 if it is not a number of milliseconds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0
    try:
        return int(value)
    except (ValueError, OverflowError):  # NaN and Infinity, which Python's JSON parser accepts
        return 0


def iso(value: Any) -> str | None:
    """Return milliseconds since the epoch as ISO 8601 in UTC, None for 0 (never) and for no number."""
    ms = milliseconds(value)
    if ms <= 0:
        return None
    try:
        when = _EPOCH + datetime.timedelta(milliseconds=ms)
    except OverflowError:  # too large: use the last second that ISO 8601 can represent
        when = datetime.datetime.max
    return when.isoformat(timespec="seconds") + "Z"
