# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server's clock, which a test may set wrong: what it says is in every row, and in the header Date."""

from __future__ import annotations

import time

DAY = 24 * 60 * 60 * 1000

_shift = 0.0


def set_shift(seconds: float) -> None:
    """Let the clock go so many seconds fast; negative ones, slow."""
    global _shift  # pylint: disable=global-statement
    _shift = float(seconds)


def shift() -> float:
    """Return by how many seconds the clock is wrong."""
    return _shift


def now() -> float:
    """Return the time in seconds since the epoch."""
    return time.time() + _shift


def millis() -> int:
    """Return the time in milliseconds since the epoch."""
    return int(now() * 1000)
