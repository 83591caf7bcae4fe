# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's clock, as the Date header of its answers tells it.

Whether a session has expired is for the server to say: a controller whose clock is wrong would
take living sessions for expired ones.
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
    """Tells the server's time. Until the server told it, the time of this machine stands in."""

    def __init__(self) -> None:
        self._ahead: float | None = None  # seconds that the server's clock is ahead of this machine's

    def observe(self, date: str | None) -> None:
        """Take the time from the Date header of an answer that has just arrived."""
        told = http_date(date)
        if told is not None:
            self._ahead = told - time.time()

    @property
    def ahead(self) -> int | None:
        """The seconds that the server's clock is ahead of this machine's, None where it does not tell."""
        return None if self._ahead is None else round(self._ahead)

    def now(self) -> int:
        """Return the server's time in milliseconds since the epoch. It is exact to about a second."""
        return int((time.time() + (self._ahead or 0.0)) * 1000)
