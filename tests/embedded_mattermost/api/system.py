# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server itself: is it there, what is it, what is on."""

from __future__ import annotations

from typing import Any

from ..context import Context
from ..errors import AppError
from ..routing import Routes
from ..versions import SINCE_11

ROUTES = Routes()
LIMITS = (
    "activeUserCount", "lastAccessiblePostTime", "maxUsersHardLimit", "maxUsersLimit", "postHistoryLimit",
    "singleChannelGuestCount", "singleChannelGuestLimit",
)  # fmt: skip
CLIENT_VERSIONS = (
    "AndroidLatestVersion",
    "AndroidMinVersion",
    "DesktopLatestVersion",
    "DesktopMinVersion",
    "IosLatestVersion",
    "IosMinVersion",
)


@ROUTES.get("/system/ping", session_required=False)
def ping(context: Context) -> Any:
    """Say that the server is up."""
    newer = context.settings.since(SINCE_11)
    names = [name for name in CLIENT_VERSIONS if not (newer and name.startswith("Desktop"))]
    told = {**dict.fromkeys(names, ""), "status": "OK"}
    if newer:
        told["ActiveSearchBackend"] = "database"
    if context.query("get_server_status"):
        told.update(database_status="OK", filestore_status="OK")
    return told


@ROUTES.get("/license/client", session_required=False)
def client_licence(context: Context) -> Any:
    """Whether there is a licence; every value is a string."""
    if context.query("format") != "old" and not context.settings.since(SINCE_11):
        raise AppError("api.license.client.old_format.app_error", 501)
    return {"IsLicensed": str(context.settings["licensed"]).lower()}


@ROUTES.get("/limits/server", since=SINCE_11)
def server_limits(context: Context) -> Any:
    """How many users the server takes; whoever is no administrator is told nothing of it."""
    users = context.db.users.values()
    limit = context.settings["user_limit"] or 0
    active = sum(1 for row in users if not row["delete_at"] and not row.get("is_bot"))
    told = dict.fromkeys(LIMITS, 0)
    if context.can("sysconsole_read_user_management_users"):
        # It warns from four fifths of it on.
        told.update(activeUserCount=active, maxUsersLimit=limit * 4 // 5, maxUsersHardLimit=limit)
    return told
