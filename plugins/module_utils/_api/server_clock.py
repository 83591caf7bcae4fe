# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's clock, from the Date header of its answers.

Whether a session has expired depends on the server's clock: with the wrong time of another
machine, valid sessions could appear to be expired.
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime


def http_date(text: str | None) -> float | None:
    """Return an HTTP date as seconds since the epoch, None for anything else."""
    try:
        return parsedate_to_datetime(text or "").timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


class ServerClock:
    """Provides the server's time or, before the first answer, the local time."""

    def __init__(self) -> None:
        self._ahead: float | None = None  # seconds by which the server's clock is ahead of the local one

    def observe(self, date: str | None) -> None:
        """Read the time from the Date header of a new answer."""
        told = http_date(date)
        if told is not None:
            self._ahead = told - time.time()

    @property
    def ahead(self) -> int | None:
        """The seconds by which the server's clock is ahead of the local one, None if unknown."""
        return None if self._ahead is None else round(self._ahead)

    def now(self) -> int:
        """Return the server's time in milliseconds since the epoch. It is accurate to about a second."""
        return int((time.time() + (self._ahead or 0.0)) * 1000)
