# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secure connections to other servers, which share channels with this one. They take a licence and a switch."""

from __future__ import annotations

from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param, no_permission
from ..ids import new_id, new_secret
from ..routing import Routes
from ..versions import SECURE_CONNECTIONS

ROUTES = Routes()
MANAGE, SHARE = "manage_secure_connections", "manage_shared_channels"
ALIVE_MILLIS = 5 * 60 * 1000


def _require_service(context: Context) -> None:
    if not context.settings["secure_connections"]:
        raise AppError("api.remote_cluster.service_not_enabled.app_error", 501)


def _find(context: Context) -> Row:
    row = context.db.remote_clusters.get(context.id_part("remote_id"))
    if row is None or row["delete_at"]:
        raise AppError("api.remote_cluster.get.not_found", 404)
    return row


def _shown(row: Row) -> Row:
    return {**row, "token": "", "remote_token": ""}


@ROUTES.get("/remotecluster", since=SECURE_CONNECTIONS)
def get_remote_clusters(context: Context) -> Any:
    """The connections by page; with creator_id those that somebody made."""
    if not context.can(MANAGE) and not context.can(SHARE):
        raise no_permission()
    _require_service(context)
    deleted = context.flag("include_deleted")
    rows = [row for row in context.db.remote_clusters.values() if deleted or not row["delete_at"]]
    if context.query("creator_id"):
        rows = [row for row in rows if row["creator_id"] == context.query("creator_id")]
    if context.flag("exclude_offline"):
        rows = [row for row in rows if row["last_ping_at"] > millis() - ALIVE_MILLIS]
    if context.flag("only_confirmed"):
        rows = [row for row in rows if not row["site_url"].startswith("pending_")]
    return [_shown(row) for row in context.page(rows)]


@ROUTES.post("/remotecluster", since=SECURE_CONNECTIONS)
def create_remote_cluster(context: Context) -> Any:
    """Make a connection; the answer has the invitation for the other side."""
    context.require(MANAGE)
    _require_service(context)
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("remoteCluster")
    if not asked.get("default_team_id"):
        raise invalid_param("remote_cluster.default_team_id")
    name = str(asked.get("name", ""))
    row: Row = {
        "remote_id": new_id(),
        "remote_team_id": "",
        "name": name,
        "display_name": str(asked.get("display_name") or name),
        "site_url": "pending_" + new_id(),
        "default_team_id": str(asked["default_team_id"]),
        "create_at": millis(),
        "delete_at": 0,
        "last_ping_at": 0,
        "last_global_user_sync_at": 0,
        "token": new_secret(),
        "remote_token": "",
        "topics": "",
        "creator_id": context.caller_id,
        "plugin_id": "",
        "options": 0,
    }
    context.db.remote_clusters[row["remote_id"]] = row
    told: dict[str, Any] = {"remote_cluster": _shown(row), "invite": new_secret() + new_id()}
    if not asked.get("password"):
        told["password"] = new_secret()
    return Created(told)


@ROUTES.get("/remotecluster/{remote_id}", since=SECURE_CONNECTIONS)
def get_remote_cluster(context: Context) -> Any:
    """One connection."""
    if not context.can(MANAGE) and not context.can(SHARE):
        raise no_permission()
    context.id_part("remote_id")
    _require_service(context)
    return _shown(_find(context))


@ROUTES.delete("/remotecluster/{remote_id}", since=SECURE_CONNECTIONS)
def delete_remote_cluster(context: Context) -> Any:
    """End a connection. It leaves no row in the log."""
    context.require(MANAGE)
    context.id_part("remote_id")
    _require_service(context)
    _find(context)["delete_at"] = millis()
    return STATUS_OK
