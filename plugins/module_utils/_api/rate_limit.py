# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The request rate of one client, shared by all its workers.

Mattermost announces its limit in X-RateLimit-* headers. A client that reads them slows down
before requests are refused, instead of running into HTTP 429 with thirty-two workers.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server_clock import http_date

if TYPE_CHECKING:
    from collections.abc import Callable

# A proxy may request an hour, which is too long for an interactive run: the retry after this
# many seconds is refused again, and the message states what to do.
LONGEST_PAUSE = 60.0


class RateLimit:
    """Schedules the requests. `in_flight` is the maximum number of concurrent requests."""

    def __init__(
        self,
        in_flight: int = 1,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._in_flight = in_flight
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._interval = 0.0  # seconds between two requests; 0 = no limit
        self._next = 0.0  # the time of the next request

    def wait(self) -> None:
        """Sleep until this request may be sent."""
        if not self._interval and not self._next:
            return  # no limit was announced so far: no lock on the fast path
        with self._lock:
            now = self._clock()
            moment = max(now, self._next)
            self._next = moment + self._interval
        if moment > now:
            self._sleep(moment - now)

    def observe(self, headers: Any) -> None:
        """Learn from the rate limit headers of an answer that was not refused."""
        remaining = numbers(headers.get("X-RateLimit-Remaining"))
        if not remaining:
            # Only the limit of a limiter without headers (such as that of a proxy) has to be found by probing.
            if self._interval:
                with self._lock:
                    self._interval = self._interval * 0.98 if self._interval > 0.001 else 0.0
            return
        limit = numbers(headers.get("X-RateLimit-Limit"))
        reset = numbers(headers.get("X-RateLimit-Reset"))
        left, used = min(remaining), max(limit or [0]) - min(remaining)
        # Concurrent requests may use up the remaining quota, so slow down that much earlier.
        if left > 2 * self._in_flight or used <= 0 or not reset:
            pace = 0.0
        else:
            # "Reset" is the time until the full quota is restored, so one request is restored every reset/used seconds.
            pace = min(max(reset) / float(used), LONGEST_PAUSE)
        if pace != self._interval:
            with self._lock:
                self._interval = pace

    def refused(self, retry_after: float) -> float:
        """Pause all workers after a 429. Returns the pause in seconds."""
        pause = min(max(retry_after, 0.5), LONGEST_PAUSE)
        with self._lock:
            self._interval = min(max(self._interval * 1.5, 0.05), LONGEST_PAUSE)
            self._next = max(self._next, self._clock() + pause)
        return pause


def retry_after(headers: Any) -> float:
    """Return the seconds to wait after an answer with 429: its header has a number or an HTTP date."""
    text = headers.get("Retry-After")
    seconds = numbers(text)
    if seconds:
        return seconds[0]
    when = http_date(text)
    if when is None:
        return 1.0
    # Both times are the server's, whose clock may differ from the local one.
    now = http_date(headers.get("Date"))
    return max(0.0, when - (time.time() if now is None else now))


def numbers(text: str | None) -> list[float]:
    """Return the numbers of a header that may be repeated ("3, 3"), [] if there are none."""
    found = []
    for part in (text or "").split(","):
        try:
            found.append(float(part))
        except ValueError:
            continue
    return [n for n in found if 0 <= n < 1e9]
