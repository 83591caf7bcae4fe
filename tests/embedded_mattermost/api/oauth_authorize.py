# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OAuth 2.0 flow as a user sees it, outside /api/v4: an app asks to be let in, is let in, is shut out again."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus, urlencode

from aiohttp import web

from ..clock import millis
from ..context import STATUS_OK, Context
from ..errors import AppError, invalid_param, no_permission
from ..ids import is_http_url, is_valid_id
from ..oauth import authorise, drop_access, drop_codes, grant, is_public, new_code, previous_access
from ..routing import Routes
from ..versions import PUBLIC_CLIENTS, SINCE_11
from .oauth_apps import TURNED_OFF

ROUTES = Routes()
FIELDS = ("client_id", "response_type", "redirect_uri", "state", "scope", "code_challenge", "code_challenge_method")


def _check(asked: dict[str, str]) -> None:
    if not is_valid_id(asked["client_id"]):
        raise AppError("model.authorize.is_valid.client_id.app_error", 400)
    if not asked["response_type"]:
        raise AppError("model.authorize.is_valid.response_type.app_error", 400)
    if not is_http_url(asked["redirect_uri"]):
        raise AppError("model.authorize.is_valid.redirect_uri.app_error", 400)


@ROUTES.post("/oauth/authorize", base="")
def authorize(context: Context) -> Any:
    """A user lets an app in. The answer says where to go with the code, or with the token itself."""
    body = context.json()
    if not isinstance(body, dict):
        raise invalid_param("authorize_request")
    asked = {name: str(body.get(name) or "") for name in FIELDS}
    _check(asked)
    if context.session and context.session.get("is_oauth"):
        raise no_permission()
    context.audit("attempt")
    redirect = _let_in(context, asked)
    context.audit("success" if context.settings.since(SINCE_11) else "")
    return {"redirect": redirect}


@ROUTES.get("/oauth/authorize", base="", session_required=False)
def authorize_page(context: Context) -> Any:
    """The page that asks. A trusted app, or one that was let in before, is let in without a question."""
    asked = {name: context.query(name) for name in FIELDS}
    _check(asked)
    context.require_feature("oauth_provider", "api.oauth.authorize_oauth.disabled.app_error")
    app = context.db.oauth_apps.get(asked["client_id"])
    if app is None:
        raise AppError("app.oauth.get_app.find.app_error", 404)
    if context.session is None:
        _page_audit(context)
        here = context.server.path_prefix + "/login?redirect_to=" + quote_plus(context.request.path_qs)
        return web.Response(status=302, headers={"Location": here, "Content-Type": "application/json"})
    before = any(key == (context.caller_id, "oauth_app", app["id"]) for key in context.db.preferences)
    if app["is_trusted"] or before:
        redirect = _let_in(context, asked)
        _page_audit(context)
        return web.Response(status=302, headers={"Location": redirect, "Content-Type": "application/json"})
    _page_audit(context)
    return web.Response(text="<html><head></head><body></body></html>\n", content_type="text/html")


def _page_audit(context: Context) -> None:
    if context.settings.since(SINCE_11):
        context.audit("success")


def _let_in(context: Context, asked: dict[str, str]) -> str:
    """Let an app in and return where to go. One that has a token already gets no other one beside it."""
    context.require_feature("oauth_provider", TURNED_OFF)
    db, redirect_uri, state = context.db, asked["redirect_uri"], asked["state"]
    app = db.oauth_apps.get(asked["client_id"])
    if app is None:
        raise AppError("app.oauth.get_app.find.app_error", 404)
    if redirect_uri not in app["callback_urls"]:
        raise AppError("api.oauth.allow_oauth.redirect_callback.app_error", 400)
    kind, scope = asked["response_type"], asked["scope"] or "user"
    newer = context.settings.since(PUBLIC_CLIENTS)
    if newer and kind == "code" and is_public(app) and not asked["code_challenge"]:
        raise AppError("api.oauth.allow_oauth.pkce_required_public.app_error", 400)
    if kind not in ("code", "token"):
        return redirect_uri + "?error=unsupported_response_type&state=" + state
    if kind == "token":
        if previous_access(db, context.caller_id, app["id"]):
            return redirect_uri + "?error=server_error&state=" + state
        data = grant(db, app, context.user(context.caller_id), redirect_uri, scope, context.settings)
        data["refresh_token"] = ""
        values = {
            "access_token": data["token"],
            "expires_in": max(0, data["expires_at"] - millis()) // 1000,
            "scope": scope,
            "state": state,
            "token_type": "bearer",
        }
        authorise(db, context.caller_id, app["id"], scope)
        return redirect_uri + "#" + urlencode(values)
    code = new_code(
        db,
        context.caller_id,
        app["id"],
        redirect_uri=redirect_uri,
        state=state,
        scope=scope,
        code_challenge=asked["code_challenge"],
    )
    authorise(db, context.caller_id, app["id"], scope)
    return "%s?code=%s&state=%s" % (redirect_uri, code["code"], quote_plus(state))


@ROUTES.post("/oauth/deauthorize", base="")
def deauthorize(context: Context) -> Any:
    """A user shuts an app out again; nobody can do that for another user."""
    client_id = context.json_strings().get("client_id", "")
    if not is_valid_id(client_id):
        raise invalid_param("client_id")
    context.require_feature("oauth_provider", TURNED_OFF)
    db, user_id = context.db, context.caller_id
    data = previous_access(db, user_id, client_id)
    if data is not None:
        drop_access(db, data)
    if context.settings.since(SINCE_11):
        drop_codes(db, user_id, client_id)
    db.preferences.pop((user_id, "oauth_app", client_id), None)
    db.forget_cached_sessions(user_id)
    context.audit("success")
    return STATUS_OK
