# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was asked of the server, counted for the tests."""

from __future__ import annotations

from collections import Counter
from typing import Any


class Journal:
    """Counters over all requests outside the control endpoints."""

    def __init__(self) -> None:
        self.total = 0
        self.refused = 0
        self.changing = 0
        self.by_route: Counter[str] = Counter()
        self.by_status: Counter[str] = Counter()
        self.forbidden_writes: list[dict[str, Any]] = []

    def body(self) -> dict[str, Any]:
        """Return it as the control endpoint shows it."""
        return {
            "total": self.total,
            "refused": self.refused,
            "changing": self.changing,
            "by_route": dict(self.by_route),
            "by_status": dict(self.by_status),
            "forbidden_writes": self.forbidden_writes,
        }
