# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids in the format of Mattermost. Anything else is never used in a path or query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import NoUsableId

if TYPE_CHECKING:
    from collections.abc import Iterable

ID = re.compile(r"^[a-z0-9]{26}\Z")


def usable_id(row: dict[str, Any], field: str = "id") -> str | None:
    """Return the id of a row, None if it does not have the format of one."""
    value = row.get(field)
    return value if isinstance(value, str) and ID.match(value) else None


def with_ids(rows: Iterable[dict[str, Any]], action: str, url: str, field: str = "id") -> list[dict[str, Any]]:
    """Return the rows. Raises NoUsableId if one has no usable id.

    Such a row could not be closed and must not be ignored, and an id is used in the path of requests.
    """
    rows = list(rows)
    if not all(usable_id(row, field) for row in rows):
        raise NoUsableId(action=action, url=url)
    return rows
