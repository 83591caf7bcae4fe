# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a file atomically, readable only by its owner."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable


def write(path: str, parts: Iterable[str]) -> None:
    """Create or replace a file with mode 0600, and create its folder. Raises OSError."""
    folder = os.path.dirname(path) or "."
    os.makedirs(folder, mode=0o700, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=folder, prefix=".offboarding-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        os.replace(written, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(written)
        raise
