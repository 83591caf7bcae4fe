# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests may switch on the running server."""

from __future__ import annotations

from typing import Any

FEATURES = ("incoming_webhooks", "outgoing_webhooks", "commands", "oauth_provider", "user_access_tokens", "bots")
DEFAULTS: dict[str, Any] = {
    "version": "5.37.0",
    "licensed": False,
    "rate_limit": None,
    "login_rate_limit": None,
    "latency": 0,
    "replica_lag": 0,
    "features": dict.fromkeys(FEATURES, True),
    "writes_forbidden": False,
    "blank_5xx": False,
    "disable_bots_on_owner_deactivation": True,
    "mfa": True,
}


class Settings:
    """The settings, with checks: a misspelt one in a test is an error and not a test of nothing."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.reset()

    def reset(self) -> None:
        """Back to what the server started with."""
        self.values = {**DEFAULTS, "features": dict(DEFAULTS["features"])}

    def change(self, changes: dict[str, Any]) -> None:
        """Set what is named and keep the rest. Raises ValueError, and then changes nothing."""
        unknown = set(changes) - set(DEFAULTS) | set(changes.get("features") or {}) - set(FEATURES)
        if unknown:
            raise ValueError("unknown settings: " + ", ".join(sorted(unknown)))
        for name in ("rate_limit", "login_rate_limit"):
            limit = changes.get(name)
            if limit is not None and not {"per_second", "burst"} <= set(limit):
                raise ValueError(name + " needs per_second and burst")
        features = {**self.values["features"], **(changes.get("features") or {})}
        self.values.update(changes, features=features)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def feature(self, name: str) -> bool:
        """Whether a feature is on."""
        return bool(self.values["features"][name])

    @property
    def major_version(self) -> int:
        """The number before the first dot."""
        return int(str(self.values["version"]).split(".", 1)[0])
