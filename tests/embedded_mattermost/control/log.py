# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log as no API writes it, and the e-mails that the server would have sent."""

from __future__ import annotations

from typing import Any

from ..clock import millis
from ..context import Context
from ..ids import new_id
from ..routing import Routes
from .people import find_user
from .steering import BASE, body_object

ROUTES = Routes()


@ROUTES.post("/users/{user}/audits", base=BASE)
def insert_rows(context: Context) -> Any:
    """Insert rows of a user, of any time and with any text, from a list or from one object with `count`."""
    user = find_user(context, context.part("user"))
    asked = context.json()
    if isinstance(asked, dict):
        asked = [dict(asked) for _number in range(asked.pop("count", 1))]
    rows = []
    for fields in asked or []:
        row = {"id": new_id(), "create_at": millis(), "user_id": user["id"], "action": "", "extra_info": ""}
        row.update({"ip_address": "127.0.0.1", "session_id": "", **fields})
        context.db.audits.insert(row)
        rows.append(row)
    return rows


@ROUTES.post("/audits/prune", base=BASE)
def prune(context: Context) -> Any:
    """Remove the rows that are older than `before` (milliseconds since the epoch), by default all."""
    return {"removed": context.db.audits.prune(int(body_object(context).get("before", millis() + 1)))}


@ROUTES.get("/mailbox", base=BASE)
def get_mailbox(context: Context) -> Any:
    """What was sent by e-mail and not yet used, newest first, with the tokens that open something."""
    return list(context.db.invitations.values())[::-1]
