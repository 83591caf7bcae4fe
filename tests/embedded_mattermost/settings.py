# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests may switch on the running server."""

from __future__ import annotations

from typing import Any

from .versions import number

FEATURES = ("incoming_webhooks", "outgoing_webhooks", "commands", "oauth_provider", "user_access_tokens", "bots")
DEFAULTS: dict[str, Any] = {
    # the server itself
    "version": "5.37.0",
    "licensed": False,
    "clock_shift": 0,
    "user_limit": None,
    # how it is reached
    "rate_limit": None,
    "login_rate_limit": None,
    "latency": 0,
    "replica_lag": 0,
    "writes_forbidden": False,
    "blank_5xx": False,
    # its configuration
    "features": dict.fromkeys(FEATURES, True),
    "disable_bots_on_owner_deactivation": True,
    "mfa": True,
    "open_server": True,
    "user_creation": True,
    "sign_up_with_email": True,
    "email_invitations": True,
    "restrict_creation_to_domains": "",
    "guest_accounts": False,
    "guest_magic_links": False,
    "public_links": False,
    "secure_connections": False,
    "dynamic_client_registration": False,
    # what point releases mended
    "refresh_needs_active_user": False,
}


class Settings:
    """The settings, with checks: a misspelt one in a test is an error and not a test of nothing."""

    def __init__(self, **start: Any) -> None:
        self.values: dict[str, Any] = {}
        self._start = start
        self.reset()

    def reset(self) -> None:
        """Back to what the server started with."""
        self.values = {**DEFAULTS, "features": dict(DEFAULTS["features"]), **self._start}

    def change(self, changes: dict[str, Any]) -> None:
        """Set what is named and keep the rest. Raises ValueError, and then changes nothing."""
        unknown = set(changes) - set(DEFAULTS) | set(changes.get("features") or {}) - set(FEATURES)
        if unknown:
            raise ValueError("unknown settings: " + ", ".join(sorted(unknown)))
        for name in ("rate_limit", "login_rate_limit"):
            limit = changes.get(name)
            if limit is not None and not {"per_second", "burst"} <= set(limit):
                raise ValueError(name + " needs per_second and burst")
        number(changes.get("version", DEFAULTS["version"]))
        features = {**self.values["features"], **(changes.get("features") or {})}
        self.values.update(changes, features=features)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def feature(self, name: str) -> bool:
        """Whether a feature is on."""
        return bool(self.values["features"][name])

    def since(self, version: str) -> bool:
        """Whether the version that is set is that one or a newer one."""
        return number(self.values["version"]) >= number(version)
