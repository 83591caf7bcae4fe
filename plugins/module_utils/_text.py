# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes text from other sources safe to show: one printable line of limited length."""

from __future__ import annotations

from typing import Any


def one_line(value: Any, limit: int = 200) -> str:
    """Return a string as one printable line of at most `limit` characters; anything else as ''."""
    if not isinstance(value, str):
        return ""
    if not value.isprintable():
        value = "".join(c if c.isprintable() else " " for c in value)
    text = " ".join(value.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def first_few(names: list[str], limit: int = 5) -> str:
    """Return "a, b, c and 7 more"."""
    shown = ", ".join(names[:limit])
    rest = len(names) - limit
    return "%s and %d more" % (shown, rest) if rest > 0 else shown


def masked(secret: Any) -> str:
    """Return enough of a secret id to distinguish it from others, but too little to use it."""
    return secret[:4] + "…" if isinstance(secret, str) and len(secret) > 12 else "…"
