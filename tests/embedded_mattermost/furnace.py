# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bench mode: each request costs the processor time that it costs on a real server."""

from __future__ import annotations

from time import thread_time

LIST_SECONDS = 0.87e-3
REVOKE_SECONDS = 1.75e-3
OTHER_SECONDS = 0.3e-3
# What other work (seeding, a control request) may count for requests that come later.
SLACK_SECONDS = 5e-3


class Furnace:
    """Burns time until the thread has used what the requests so far should have cost.

    It keeps one account over all requests: what the framework spends on reading and writing, which no
    handler can see, is thereby part of the price and not on top of it.
    """

    def __init__(self) -> None:
        self._due = thread_time()

    def burn(self, seconds: float) -> None:
        """Spend what is left of the price of one request."""
        self._due = max(self._due, thread_time() - SLACK_SECONDS) + seconds
        while thread_time() < self._due:
            pass
