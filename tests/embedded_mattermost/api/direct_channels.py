# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels of two people, or of a few, that belong to no team."""

from __future__ import annotations

from typing import Any

from ..context import Context, Created
from ..database import Row
from ..errors import AppError, invalid_param, no_permission
from ..ids import is_valid_id, new_id
from ..routing import Routes
from ..teams import direct_channel, join_channel, new_channel
from ..versions import SINCE_11
from ..wire_format import as_version

ROUTES = Routes()


@ROUTES.post("/channels/direct")
def create_direct_channel(context: Context) -> Any:
    """Open the channel of two people, which is there already where they spoke before."""
    ids = context.json_list()
    if len(ids) == 1 and context.settings.since(SINCE_11):
        ids = ids * 2
    if len(ids) != 2:
        raise invalid_param("user_ids")
    if not all(is_valid_id(user_id) for user_id in ids):
        raise invalid_param("user_id")
    context.require("create_direct_channel")
    _require_among(context, ids)
    if any(user_id not in context.db.users for user_id in ids):
        raise AppError("api.channel.create_direct_channel.invalid_user.app_error", 400)
    return Created(_shown(context, direct_channel(context.db, ids[0], ids[1])))


@ROUTES.post("/channels/group")
def create_group_channel(context: Context) -> Any:
    """Open the channel of three to eight people."""
    ids = list(dict.fromkeys([*context.json_list(), context.caller_id]))
    if len(ids) < 3 or not all(is_valid_id(user_id) for user_id in ids):
        raise invalid_param("user_ids")
    context.require("create_group_channel")
    names = [context.user(user_id)["username"] for user_id in ids]
    row = new_channel(context.db, "", new_id() + new_id()[:14], ", ".join(sorted(names)), "", type="G")
    for user_id in ids:
        join_channel(context.db, row["id"], user_id)
    return Created(_shown(context, row))


def _require_among(context: Context, ids: list[str]) -> None:
    if context.caller_id not in ids and not context.is_admin:
        raise no_permission()


def _shown(context: Context, channel: Row) -> Any:
    return as_version(context.settings, "channel", channel)
