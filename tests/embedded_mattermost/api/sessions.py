# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions: list them, end one, end all of a user, end everybody's."""

from __future__ import annotations

from typing import Any

from ..context import STATUS_OK, Context
from ..errors import AppError, invalid_param, invalid_url_param
from ..furnace import LIST_SECONDS, REVOKE_SECONDS
from ..routing import Routes
from ..sessions import by_activity, revoke, revoke_all, revoke_everyone, shown

ROUTES = Routes()


@ROUTES.get("/users/{user_id}/sessions", price=LIST_SECONDS)
def get_sessions(context: Context) -> Any:
    """The sessions of a user; expired ones too, and of an unknown user none."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    members = context.db.teams_of(user_id)
    return [shown(row, members) for row in by_activity(context.db.replica.sessions_of(user_id))]


@ROUTES.post("/users/{user_id}/sessions/revoke", price=REVOKE_SECONDS)
def revoke_session(context: Context) -> Any:
    """End one session, named by its id (or, as on a real server, by its token)."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    session_id = context.json_strings().get("session_id")
    if not session_id:
        raise invalid_param("session_id")
    session = context.db.session(session_id)
    if session is None:
        raise AppError("app.session.get.app_error", 400)
    if session["user_id"] != user_id:
        raise invalid_url_param("user_id")
    revoke(context.db, session)
    context.audit()
    return STATUS_OK


@ROUTES.post("/users/{user_id}/sessions/revoke/all", price=REVOKE_SECONDS)
def revoke_all_sessions(context: Context) -> Any:
    """End all sessions of a user; the answer is the same where there was none."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    revoke_all(context.db, user_id)
    context.audit()
    return STATUS_OK


@ROUTES.post("/users/sessions/revoke/all", price=REVOKE_SECONDS)
def revoke_sessions_of_everyone(context: Context) -> Any:
    """End everybody's sessions."""
    context.require("manage_system")
    revoke_everyone(context.db)
    context.audit()
    return STATUS_OK


@ROUTES.put("/users/sessions/device")
def attach_device(context: Context) -> Any:
    """A phone tells the server where it can be pushed to; other sessions of that device end."""
    device_id = context.json_strings().get("device_id")
    if not device_id:
        raise invalid_param("device_id")
    assert context.session is not None
    for row in context.db.sessions_of(context.caller_id):
        if row.get("device_id") == device_id and row["id"] != context.session["id"]:
            revoke(context.db, row)
    context.db.change_session(context.session, device_id=device_id)
    context.audit()
    return STATUS_OK
