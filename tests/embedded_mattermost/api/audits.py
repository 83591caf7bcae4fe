# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log: what one user did, and what everybody did."""

from __future__ import annotations

from typing import Any

from ..context import Context
from ..routing import Routes
from ..versions import SINCE_11

ROUTES = Routes()


@ROUTES.get("/users/{user_id}/audits")
def get_audits_of_user(context: Context) -> Any:
    """What a user did, newest first, by page."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    return _page(context, user_id)


@ROUTES.get("/audits")
def get_audits(context: Context) -> Any:
    """What everybody did, newest first, by page."""
    context.require("read_audits")
    return _page(context, "")


def _page(context: Context, user_id: str) -> Any:
    """A page of the log. Newer versions write null where it is empty."""
    rows = context.db.audits.newest(user_id, *context.offset_and_limit())
    return rows or (None if context.settings.since(SINCE_11) else [])
