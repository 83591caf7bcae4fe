# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OAuth 2.0 flow, outside /api/v4: a user authorises an app, the app fetches and refreshes its token."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlencode

from aiohttp import web

from ..clock import millis
from ..context import STATUS_OK, Context
from ..database import Row
from ..errors import AppError, invalid_param, no_permission
from ..ids import is_http_url, is_valid_id
from ..oauth import CODE_MILLIS, SESSION_DAYS, grant, new_code, renew
from ..routing import Routes

ROUTES = Routes()
TURNED_OFF = "api.oauth.allow_oauth.turn_off.app_error"


@ROUTES.post("/oauth/authorize", base="")
def authorize(context: Context) -> Any:
    """A user lets an app in. The answer says where to go with the code."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("authorize_request")
    client_id, redirect_uri = str(asked.get("client_id", "")), str(asked.get("redirect_uri", ""))
    if not is_valid_id(client_id):
        raise AppError("model.authorize.is_valid.client_id.app_error", 400)
    if not asked.get("response_type"):
        raise AppError("model.authorize.is_valid.response_type.app_error", 400)
    if not is_http_url(redirect_uri):
        raise AppError("model.authorize.is_valid.redirect_uri.app_error", 400)
    if context.session and context.session.get("is_oauth"):
        raise no_permission()
    context.require_feature("oauth_provider", TURNED_OFF)
    app = context.db.oauth_apps.get(client_id)
    if app is None:
        raise AppError("app.oauth.get_app.find.app_error", 404)
    if redirect_uri not in app["callback_urls"]:
        raise AppError("api.oauth.allow_oauth.redirect_callback.app_error", 400)
    state, scope = str(asked.get("state", "")), str(asked.get("scope") or "user")
    if asked["response_type"] == "token":
        user = context.user(context.caller_id)
        data = grant(context.db, app, user, redirect_uri, scope, context.settings)
        data["refresh_token"] = ""
        context.db.authorised_apps[context.caller_id, client_id] = scope
        values = {"access_token": data["token"], "token_type": "bearer", "scope": scope, "state": state}
        return {"redirect": redirect_uri + "#" + urlencode({**values, "expires_in": SESSION_DAYS * 86400})}
    if asked["response_type"] != "code":
        return {"redirect": redirect_uri + "?error=unsupported_response_type&state=" + state}
    code = new_code(context.db, context.caller_id, client_id, redirect_uri, state, scope)
    return {"redirect": "%s?code=%s&state=%s" % (redirect_uri, code["code"], quote_plus(state))}


@ROUTES.post("/oauth/deauthorize", base="")
def deauthorize(context: Context) -> Any:
    """A user shuts an app out again; nobody can do that for another user."""
    client_id = context.json_strings().get("client_id", "")
    if not is_valid_id(client_id):
        raise invalid_param("client_id")
    context.require_feature("oauth_provider", TURNED_OFF)
    db, user_id = context.db, context.caller_id
    for token, data in list(db.access_data.items()):
        if data["user_id"] == user_id and data["client_id"] == client_id:
            session = db.session_tokens.get(token)
            if session is not None:
                db.drop_session(session)
            del db.access_data[token]
    db.authorised_apps.pop((user_id, client_id), None)
    db.forget_cached_sessions(user_id)
    return STATUS_OK


@ROUTES.post("/oauth/access_token", base="", session_required=False, trusted=True)
def access_token(context: Context) -> Any:
    """An app exchanges a code, or a refresh token, for a token. A refresh token works for a deactivated user too."""
    form = {name: values[0] for name, values in parse_qs(context.raw_body.decode("utf-8", "replace")).items()}
    kind = form.get("grant_type")
    if kind not in ("authorization_code", "refresh_token"):
        raise _refused("bad_grant", 400)
    if kind == "authorization_code" and not form.get("code"):
        raise _refused("missing_code", 400)
    if kind == "refresh_token" and not form.get("refresh_token"):
        raise _refused("missing_refresh_token", 400)
    if not is_valid_id(form.get("client_id", "")):
        raise _refused("bad_client_id", 400)
    if not form.get("client_secret"):
        raise _refused("bad_client_secret", 400)
    context.require_feature("oauth_provider", "api.oauth.get_access_token.disabled.app_error")
    app = context.db.oauth_apps.get(form["client_id"])
    if app is None:
        raise _refused("credentials", 404)
    if app["client_secret"] != form["client_secret"]:
        raise _refused("credentials", 403)
    data = _by_code(context, app, form) if kind == "authorization_code" else _by_refresh_token(context, app, form)
    body = {
        "access_token": data["token"],
        "token_type": "bearer",
        "expires_in": max(0, data["expires_at"] - millis()) // 1000,
        "scope": "",
        "refresh_token": data["refresh_token"],
        "id_token": "",
    }
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "Pragma": "no-cache"}
    return web.Response(body=json.dumps(body).encode(), headers=headers)


def _refused(reason: str, status: int) -> AppError:
    return AppError("api.oauth.get_access_token.%s.app_error" % reason, status)


def _by_code(context: Context, app: Row, form: dict[str, str]) -> Row:
    db, settings = context.db, context.settings
    code = db.authorisation_codes.get(form["code"])
    if code is None:
        raise _refused("expired_code", 400)
    if millis() > code["create_at"] + CODE_MILLIS:
        del db.authorisation_codes[form["code"]]
        raise _refused("expired_code", 403)
    if code["redirect_uri"] != form.get("redirect_uri"):
        raise _refused("redirect_uri", 400)
    user = db.users.get(code["user_id"])
    if user is None:
        raise _refused("internal_user", 404)
    del db.authorisation_codes[form["code"]]
    for data in db.access_data.values():
        if data["user_id"] == user["id"] and data["client_id"] == app["id"]:
            if data["expires_at"] < millis():
                renew(db, app, data, user, settings)
            return data
    return grant(db, app, user, code["redirect_uri"], code["scope"], settings)


def _by_refresh_token(context: Context, app: Row, form: dict[str, str]) -> Row:
    for data in context.db.access_data.values():
        if data["refresh_token"] == form["refresh_token"]:
            user = context.db.users.get(data["user_id"])
            if user is None:
                raise _refused("internal_user", 404)
            renew(context.db, app, data, user, context.settings)
            return data
    raise _refused("refresh_token", 404)
