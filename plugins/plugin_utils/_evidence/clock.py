# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times in journals and reports: ISO 8601 in UTC, to the second."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """Return the current time of the controller."""
    return datetime.now(timezone.utc).strftime(_FORM)


def parse(value: Any) -> datetime | None:
    """Return a time with its zone, None if it is not a time. A time without a zone is UTC."""
    if not isinstance(value, str) or not value:
        return None
    try:
        moment = datetime.fromisoformat(value.strip().replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def as_text(moment: datetime) -> str:
    """Return a time in the format of reports."""
    return moment.astimezone(timezone.utc).strftime(_FORM)


def seconds_between(first: Any, second: Any) -> float | None:
    """Return the seconds from one time to another, None if either is unknown."""
    begin, end = parse(first), parse(second)
    return None if begin is None or end is None else (end - begin).total_seconds()


def minutes_between(first: Any, second: Any) -> int | None:
    """Return the full minutes from one time to another, None if either is unknown."""
    seconds = seconds_between(first, second)
    return None if seconds is None else int(seconds // 60)
