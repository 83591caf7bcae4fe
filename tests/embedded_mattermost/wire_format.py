# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fields that rows have on the wire in one version and not in another. In the tables they are as in 5.37."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .versions import SINCE_11

if TYPE_CHECKING:
    from .settings import Settings

ADDED: dict[str, dict[str, Any]] = {
    "team": {"cloud_limits_archived": False},
    "channel": {
        "autotranslation": False,
        "banner_info": None,
        "default_category_name": "",
        "last_root_post_at": 0,
        "policy_enforced": False,
        "policy_is_active": False,
    },
    "channel member": {"autotranslation_disabled": False, "urgent_mention_count": 0},
    "post": {"file_ids": []},
    "oauth app": {"mattermost_app_id": ""},
}
REMOVED = {"post": ("parent_id",)}


def as_version(settings: Settings, kind: str, row: Any) -> Any:
    """Return a row of a kind with the fields that the version that is set sends."""
    if not settings.since(SINCE_11):
        return row
    gone = REMOVED.get(kind, ())
    if kind == "channel member":
        row = {**row, "notify_props": {**row["notify_props"], "channel_auto_follow_threads": "off"}}
    return {**{name: value for name, value in row.items() if name not in gone}, **ADDED[kind]}
