# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Points 5 and the full rate limit: what a slow or a strict server costs."""

from __future__ import annotations

from statistics import median
from typing import Iterator

from .figures import Figure, at_most, exactly, told
from .process import run_module
from .speed import REVOKE
from .stage import Stage

USERS = 1000
LATENCY = 0.05
CONCURRENCY = 32


def latency(repeat: int) -> Iterator[Figure]:
    """Point 5: 50 ms on every answer."""
    ratios = []
    with Stage() as stage:
        names = stage.fill(USERS)
        for number in range(repeat):
            if number:
                stage.refill()
            stage.control("PUT", "/settings", {"latency": LATENCY})
            run = run_module(REVOKE, url=stage.url, token=stage.token, users=names, concurrency=CONCURRENCY)
            stage.control("PUT", "/settings", {"latency": 0})
            assert stage.sessions_left() == 0
            ideal = run.result["summary"]["requests"] * LATENCY / CONCURRENCY
            ratios.append(run.seconds / ideal)
    yield told("latency 50 ms, 32 at once, %d users: ideal, seconds" % USERS, "%.2f" % ideal)
    yield at_most("5. time / ideal", median(ratios), 1.3)


def rate_limit() -> Iterator[Figure]:
    """The limit that Mattermost has when it is on: 10 a second after a burst of 100. Takes over three minutes."""
    with Stage() as stage:
        names = stage.fill(USERS)
        stage.count_anew()
        stage.control("PUT", "/settings", {"rate_limit": {"per_second": 10, "burst": 100}})
        run = run_module(REVOKE, url=stage.url, token=stage.token, users=names)
        counted = stage.counted()
        stage.control("PUT", "/settings", {"rate_limit": None})
        assert stage.sessions_left() == 0
    ideal = (counted["total"] - counted["refused"] - 101) / 10
    yield exactly("rate limit 10/s: users that failed", run.result["summary"]["failed"], 0)
    yield at_most("rate limit 10/s: refused / all requests", counted["refused"] / counted["total"], 0.05, "%.3f")
    yield told("rate limit 10/s: time / ideal", "%.2f (%.0f seconds)" % (run.seconds / ideal, run.seconds))
