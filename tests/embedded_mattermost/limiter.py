# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rate limiter: a leaky bucket for each key, with the headers that Mattermost sends."""

from __future__ import annotations

import math
import time


class RateLimiter:
    """The generic cell rate algorithm, over any number of keys."""

    def __init__(self, per_second: float, burst: int) -> None:
        self.limit = int(burst) + 1
        self._interval = 1.0 / per_second
        self._tolerance = self._interval * self.limit
        self._arrivals: dict[str, float] = {}

    def take(self, key: str) -> tuple[bool, list[tuple[str, str]]]:
        """Count one request. Return whether it may pass, and the headers that say how things stand."""
        now = time.monotonic()
        arrival = max(now, self._arrivals.get(key, now))
        allowed_at = arrival + self._interval - self._tolerance
        passes = now >= allowed_at
        if passes:
            arrival += self._interval
            self._arrivals[key] = arrival
        backlog = arrival - now
        remaining = max(0, int((self._tolerance - backlog) / self._interval + 1e-9))
        headers = [
            ("X-RateLimit-Limit", str(self.limit)),
            ("X-RateLimit-Remaining", str(remaining)),
            ("X-RateLimit-Reset", str(math.ceil(backlog))),
        ]
        if not passes:
            headers.append(("Retry-After", str(math.ceil(allowed_at - now))))
        return passes, headers
