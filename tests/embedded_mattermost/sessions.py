# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of sessions: how they begin and in what ways they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .clock import DAY, millis
from .errors import AppError
from .ids import new_id, new_secret

if TYPE_CHECKING:
    from .context import Context
    from .database import Database, Row

CACHE_MILLIS = 10 * 60 * 1000
WEB_DAYS = 180
ACCESS_TOKEN_DAYS = 100 * 365


def new_session(
    db: Database, user: Row, days: int = WEB_DAYS, props: dict[str, str] | None = None, **fields: Any
) -> Row:
    """Begin a session for a user."""
    now = millis()
    return db.add_session(
        {
            "id": new_id(),
            "token": new_secret(),
            "create_at": now,
            "expires_at": now + days * DAY,
            "last_activity_at": now,
            "user_id": user["id"],
            "device_id": "",
            "roles": user["roles"],
            "is_oauth": False,
            "expired_notify": False,
            "props": props or {},
            **fields,
        }
    )


def start_access_token_session(context: Context, token: str) -> Row | None:
    """Begin the session that a user access token makes for itself at its next use."""
    db = context.db
    access_token = db.tokens.get(token)
    if access_token is None or not access_token["is_active"]:
        return None
    user = db.users.get(access_token["user_id"])
    if user is None or user["delete_at"]:
        return None
    if not user.get("is_bot") and not context.settings.feature("user_access_tokens"):
        return None
    props = {"user_access_token_id": access_token["id"], "type": "UserAccessToken", "is_guest": "false"}
    if user.get("is_bot"):
        props["is_bot"] = "true"
    return new_session(db, user, ACCESS_TOKEN_DAYS, props, token=token)


def revoke(db: Database, session: Row) -> None:
    """End one session. That of an app whose access data is missing goes too, and then it is an error."""
    db.drop_session(session)
    if session.get("is_oauth") and db.access_data.pop(session["token"], None) is None:
        raise AppError("app.session.remove.app_error", 500)
    db.forget_cached_sessions(session["user_id"])


def revoke_all(db: Database, user_id: str) -> None:
    """End all sessions of a user that the replica knows.

    At an OAuth session whose access data is missing it breaks off: later sessions stay, and so does the cache.
    """
    for session in by_activity(db.replica.sessions_of(user_id)):
        if session["id"] not in db.sessions:
            continue  # a lagging replica still lists it
        db.drop_session(session)
        if session.get("is_oauth") and db.access_data.pop(session["token"], None) is None:
            raise AppError("app.session.remove.app_error", 500)
    db.forget_cached_sessions(user_id)


def revoke_everyone(db: Database) -> None:
    """End every session of the server, the caller's too, and all access of OAuth apps."""
    db.access_data.clear()
    for session in list(db.sessions.values()):
        db.drop_session(session)
    db.session_cache.clear()


def by_activity(sessions: list[Row]) -> list[Row]:
    """Sort as a list shows them: newest activity first."""
    return sorted(sessions, key=_activity, reverse=True)


def _activity(session: Row) -> float:
    value = session.get("last_activity_at", 0)
    return value if isinstance(value, (int, float)) else 0


def shown(session: Row, team_members: list[Row]) -> Row:
    """A session as the API shows it: only the token is blanked. A test may have named fields to leave out."""
    row = {**session, "token": "", "team_members": team_members, "local": False}
    for name in row.pop("_missing", ()):
        row.pop(name, None)
    return row
