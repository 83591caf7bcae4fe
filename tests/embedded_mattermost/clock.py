# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server's clock, which a test may set wrong: what it says is in every row, and in the header Date."""

from __future__ import annotations

import time
from email.utils import formatdate

DAY = 24 * 60 * 60 * 1000


class _Clock:
    shift = 0.0


def shift() -> float:
    """Return by how many seconds the clock is wrong."""
    return _Clock.shift


def set_shift(seconds: float) -> None:
    """Let the clock go so many seconds fast; negative ones, slow."""
    _Clock.shift = float(seconds)


def now() -> float:
    """Return the time in seconds since the epoch."""
    return time.time() + _Clock.shift


def millis() -> int:
    """Return the time in milliseconds since the epoch."""
    return int(now() * 1000)


def http_date() -> str:
    """Return the time as the header Date has it."""
    return formatdate(now(), usegmt=True)
