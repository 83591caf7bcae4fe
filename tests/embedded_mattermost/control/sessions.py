# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions as no API makes them, and their sudden end."""

from __future__ import annotations

from typing import Any

from ..authentication import kill_token
from ..clock import millis
from ..context import Context
from ..database import Row
from ..ids import new_secret
from ..routing import Routes
from ..sessions import new_session
from .steering import BASE, body_object

ROUTES = Routes()


def insert_sessions(context: Context, user: Row, rows: list[Any]) -> list[dict[str, str]]:
    """Insert raw sessions: `props` replaces all props, `_missing` names fields that the list then leaves out."""
    made = []
    for fields in rows:
        if not isinstance(fields, dict):
            raise ValueError("a session must be a JSON object")
        orphaned = fields.pop("orphaned_oauth", False)
        default = {"platform": "Linux", "os": "Linux", "browser": "Firefox/128.0", "csrf": new_secret()}
        props = fields.pop("props", default)
        row = new_session(context.db, user, props=props, **fields)
        if row["is_oauth"] and not orphaned:
            context.db.access_data[row["token"]] = _access_data(row)
        elif orphaned:
            row["is_oauth"] = True
        made.append({"id": row["id"], "token": row["token"]})
    return made


def _access_data(session: Row) -> Row:
    return {
        "client_id": session.get("props", {}).get("oauth_app_id", ""),
        "user_id": session["user_id"],
        "token": session["token"],
        "refresh_token": new_secret(),
        "redirect_uri": "",
        "expires_at": session["expires_at"],
        "scope": "user",
    }


@ROUTES.post("/users/{user}/sessions", base=BASE)
def insert(context: Context) -> Any:
    """Insert raw sessions of a user, from a list or from one object with `count`."""
    user_id = context.part("user")
    user = context.db.users.get(user_id) or context.db.user_by_username(user_id)
    if user is None:
        raise ValueError("no such user: " + user_id)
    asked = context.json()
    if isinstance(asked, dict):
        asked = [dict(asked) for _number in range(asked.pop("count", 1))]
    return insert_sessions(context, user, asked or [])


@ROUTES.add("PATCH", "/sessions/{session_id}", base=BASE)
def patch(context: Context) -> Any:
    """Change any field of a session; with orphaned_oauth it becomes one whose access data is missing."""
    row = context.db.sessions.get(context.part("session_id"))
    if row is None:
        raise ValueError("no such session")
    asked = body_object(context)
    if asked.pop("orphaned_oauth", False):
        asked["is_oauth"] = True
        context.db.access_data.pop(row["token"], None)
    context.db.change_session(row, **asked)
    return {**row, "token": ""}


@ROUTES.delete("/sessions/{session_id}", base=BASE)
def delete(context: Context) -> Any:
    """Remove the row only, as the clean-up job does: cache and OAuth access data stay."""
    row = context.db.sessions.get(context.part("session_id"))
    if row is None:
        raise ValueError("no such session")
    context.db.drop_session(row)
    return {"status": "OK"}


@ROUTES.post("/sessions/cleanup", base=BASE)
def cleanup(context: Context) -> Any:
    """Run the job that removes the rows of expired sessions."""
    now = millis()
    expired = [row for row in context.db.sessions.values() if 0 < row.get("expires_at", 0) < now]
    for row in expired:
        context.db.drop_session(row)
    return {"removed": len(expired)}


@ROUTES.post("/sessions/kill", base=BASE)
def kill(context: Context) -> Any:
    """End a token, now or after so many requests more.

    `token` names it; without one, the token dies that is used once `after_requests` requests have come.
    With `cached` true the cache goes on knowing it.
    """
    asked = body_object(context)
    token = asked.get("token", "*")
    if "after_requests" in asked:
        context.server.doomed_tokens[token] = int(asked["after_requests"])
        return {"doomed": token, "after_requests": int(asked["after_requests"])}
    if token == "*":
        raise ValueError("name a token, or after_requests")
    return {"killed": kill_token(context.db, token, bool(asked.get("cached")))}
