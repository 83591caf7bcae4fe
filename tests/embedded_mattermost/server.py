# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server's parts in one place: tables, settings, faults and counters."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable

from . import clock
from .database import Database
from .faults import Faults
from .furnace import Furnace
from .ids import PASSWORD_MARK
from .journal import Journal
from .limiter import RateLimiter
from .settings import Settings
from .versions import SINCE_11

ADMIN_USERNAME = "admin"
# What everybody whom the server seeds can log in with; a test part's word and no secret.
PASSWORD = PASSWORD_MARK + "1"
# Permissions that newer versions name otherwise.
NEWER_NAMES = {
    "manage_incoming_webhooks": "manage_own_incoming_webhooks",
    "manage_outgoing_webhooks": "manage_own_outgoing_webhooks",
    "manage_slash_commands": "manage_own_slash_commands",
}


class Server:
    """One running server."""

    def __init__(self, path_prefix: str = "", bench: bool = False, **settings: Any) -> None:
        self.db = Database()
        self.settings = Settings(**settings)
        self.faults = Faults()
        self.journal = Journal()
        self.path_prefix = "/" + path_prefix.strip("/") if path_prefix.strip("/") else ""
        self.furnace = Furnace() if bench else None
        self.limiter: RateLimiter | None = None
        self.login_limiter: RateLimiter | None = None
        self.doomed_tokens: dict[str, int] = {}  # token: requests that it still lives through
        self.background: set[asyncio.Future[Any]] = set()  # what goes on beside the requests
        self.outage: Callable[[float, float], Awaitable[None]] | None = None

    def go_on(self, work: Awaitable[None]) -> None:
        """Do something beside the requests."""
        task = asyncio.ensure_future(work)
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    def change_settings(self, changes: dict[str, Any]) -> None:
        """Set what a test asked for and let it take effect."""
        self.settings.change(changes)
        if "rate_limit" in changes:
            self.limiter = _limiter(self.settings["rate_limit"])
        if "login_rate_limit" in changes:
            self.login_limiter = _limiter(self.settings["login_rate_limit"])
        self._let_take_effect()

    def _let_take_effect(self) -> None:
        self.db.replica.lag = self.settings["replica_lag"]
        if clock.shift() != self.settings["clock_shift"]:
            clock.set_shift(self.settings["clock_shift"])
            # What it holds is good until a time of the old clock.
            self.db.session_cache.clear()

    def reset(self) -> None:
        """Back to default settings and no faults; users and what they have stay."""
        self.settings.reset()
        self.faults.replace([])
        self.limiter = None
        self.login_limiter = None
        self.doomed_tokens = {}
        self._let_take_effect()

    def grants(self, role_names: list[str], permission: str) -> bool:
        """Whether one of the roles has a permission."""
        roles = self.db.roles
        return any(permission in roles[name]["permissions"] for name in role_names if name in roles)

    def name_of_permission(self, permission: str) -> str:
        """What the version that is set calls a permission."""
        newer = self.settings.since(SINCE_11)
        return NEWER_NAMES.get(permission, permission) if newer else permission


def _limiter(limit: dict[str, Any] | None) -> RateLimiter | None:
    return RateLimiter(limit["per_second"], limit["burst"]) if limit else None
