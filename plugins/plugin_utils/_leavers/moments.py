# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates and times in a list."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import zoneinfo

from .problems import ListError, Unusable, excerpt

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s*(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?", re.ASCII | re.IGNORECASE)
_HOW = "write it as 2026-11-30 or 2026-11-30T17:00+01:00"


@dataclass(frozen=True)
class Moment:
    """A point in time. `begins` is the same time or, for a date alone, the start of that day."""

    at: datetime.datetime
    begins: datetime.datetime

    def __str__(self) -> str:
        """Return the time as ISO 8601 in UTC, to the second."""
        return iso(self.at)


def iso(when: datetime.datetime) -> str:
    """Return a time as ISO 8601 in UTC, to the second."""
    return when.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def time_zone(name: str) -> datetime.tzinfo:
    """Return a time zone by its IANA name or its offset from UTC. Raises ListError."""
    name = name.strip()
    if name.upper() in ("", "UTC", "Z", "GMT"):
        return datetime.timezone.utc
    if offset := _OFFSET.fullmatch(name):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours <= 14 and minutes < 60:
            return datetime.timezone(datetime.timedelta(hours=hours, minutes=minutes) * (-1 if offset[1] == "-" else 1))
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ListError(
            "The time zone %s is unknown on this controller. Use a name such as Europe/Berlin (requires the system's "
            "tzdata or Python's package tzdata) or an offset from UTC such as +01:00." % excerpt(name)
        ) from None


def moment(text: str, zone: datetime.tzinfo, what: str) -> Moment:
    """Return the time of a text in ISO 8601.

    A date alone is the end of that day, since people work on their last day. `zone` applies to dates and to times
    without a zone; `what` names the column, for messages. Raises Unusable.
    """
    parts = _MOMENT.fullmatch(text)
    if not parts:
        raise Unusable("%s %s is not an unambiguous date: %s" % (what, excerpt(text), _HOW))
    try:
        day = datetime.date.fromisoformat(parts["day"])
        if not parts["time"]:
            begins = datetime.datetime.combine(day, datetime.time.min, zone)
            ends = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min, zone)
            return Moment(_utc(ends), _utc(begins))
        if parts["zone"]:
            zone = time_zone(parts["zone"])
        at = _utc(datetime.datetime.combine(day, datetime.time.fromisoformat(parts["time"]), zone))
    except (ValueError, OverflowError, ListError):
        raise Unusable("%s %s is not a valid date: %s" % (what, excerpt(text), _HOW)) from None
    return Moment(at, at)


def _utc(when: datetime.datetime) -> datetime.datetime:
    return when.astimezone(datetime.timezone.utc)
