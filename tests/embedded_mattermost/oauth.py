# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth 2.0 as a service provider: apps, codes, access data, and the sessions that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .clock import millis
from .ids import new_id, new_secret
from .sessions import new_session
from .versions import SINCE_11

if TYPE_CHECKING:
    from .database import Database, Row
    from .settings import Settings

SESSION_DAYS = 30
CODE_MILLIS = 10 * 60 * 1000
# The category of preferences that a list of authorised apps is read from; its owner may delete them.
AUTHORISED = "oauth_app"


def new_app(db: Database, creator_id: str, name: str, callback_urls: list[str], homepage: str, **fields: Any) -> Row:
    """Insert an app. One without a secret is a public client."""
    now = millis()
    row: Row = {
        "id": new_id(),
        "creator_id": creator_id,
        "create_at": now,
        "update_at": now,
        "client_secret": new_secret(),
        "name": name,
        "description": "",
        "icon_url": "",
        "callback_urls": callback_urls,
        "homepage": homepage,
        "is_trusted": False,
        **fields,
    }
    db.oauth_apps[row["id"]] = row
    return row


def is_public(app: Row) -> bool:
    """Whether an app is a public client: what tells is that it has no secret."""
    return not app["client_secret"]


def authorise(db: Database, user_id: str, app_id: str, scope: str) -> None:
    """Note in the user's preferences that they have authorised an app."""
    db.preferences[user_id, AUTHORISED, app_id] = scope


def authorised_apps(db: Database, user_id: str) -> list[str]:
    """The apps that a user's preferences name. As on a real server the category of a preference is not asked."""
    return [name for owner, _category, name in db.preferences if owner == user_id and name in db.oauth_apps]


def new_code(db: Database, user_id: str, app_id: str, **fields: str) -> Row:
    """Insert an authorisation code."""
    row: Row = {"code": new_secret() + new_id(), "user_id": user_id, "client_id": app_id, "create_at": millis()}
    row.update(fields)
    db.authorisation_codes[row["code"]] = row
    return row


def drop_codes(db: Database, user_id: str, app_id: str = "") -> None:
    """Remove the codes of a user that wait for their exchange, those of one app or all."""
    for code, row in list(db.authorisation_codes.items()):
        if row["user_id"] == user_id and app_id in ("", row["client_id"]):
            del db.authorisation_codes[code]


def previous_access(db: Database, user_id: str, app_id: str) -> Row | None:
    """The access data of a user in an app: there is room for one."""
    for data in db.access_data.values():
        if data["user_id"] == user_id and data["client_id"] == app_id:
            return data
    return None


def grant(db: Database, app: Row, user: Row, redirect_uri: str, scope: str, settings: Settings) -> Row:
    """Begin a session for an app, with its access data."""
    session = new_oauth_session(db, app, user, settings)
    data: Row = {
        "client_id": app["id"],
        "user_id": user["id"],
        "token": session["token"],
        "refresh_token": "" if is_public(app) else new_secret(),
        "redirect_uri": redirect_uri,
        "expires_at": session["expires_at"],
        "scope": scope,
    }
    db.access_data[data["token"]] = data
    return data


def renew(db: Database, app: Row, data: Row, user: Row, settings: Settings) -> None:
    """End the session behind access data and begin another. The cache goes on knowing the old one."""
    old = db.session_tokens.get(data["token"])
    if old is not None:
        db.drop_session(old)
    session = new_oauth_session(db, app, user, settings)
    del db.access_data[data["token"]]
    data.update(token=session["token"], refresh_token=new_secret(), expires_at=session["expires_at"])
    db.access_data[data["token"]] = data


def new_oauth_session(db: Database, app: Row, user: Row, settings: Settings) -> Row:
    """Begin a session as an app has it."""
    props = {"csrf": new_secret(), "platform": app["name"], "os": "OAuth2", "browser": "OAuth2"}
    if settings.since(SINCE_11):
        props.update(oauth_app_id=app["id"], mattermost_app_id="")
    return new_session(db, user, SESSION_DAYS, props, is_oauth=True)


def drop_access(db: Database, data: Row) -> None:
    """End what an app holds for one user."""
    session = db.session_tokens.get(data["token"])
    if session is not None:
        db.drop_session(session)
    del db.access_data[data["token"]]


def drop_app(db: Database, app_id: str) -> None:
    """Delete an app, and with it everybody's sessions in it and authorisations for it."""
    del db.oauth_apps[app_id]
    for data in [data for data in db.access_data.values() if data["client_id"] == app_id]:
        drop_access(db, data)
    for key in [key for key in db.preferences if key[1:] == (AUTHORISED, app_id)]:
        del db.preferences[key]
    db.session_cache.clear()
