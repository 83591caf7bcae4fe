# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OAuth 2.0 flow as an app sees it, outside /api/v4: a code or a refresh token becomes an access token."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from ..clock import millis
from ..context import Context
from ..database import Row
from ..errors import AppError
from ..ids import is_valid_id
from ..oauth import CODE_MILLIS, grant, is_public, previous_access, renew
from ..routing import Routes
from ..versions import CODES_END, PUBLIC_CLIENTS

ROUTES = Routes()


@ROUTES.post("/oauth/access_token", base="", session_required=False, trusted=True)
def access_token(context: Context) -> Any:
    """An app exchanges a code, or a refresh token, for a token."""
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
    if not form.get("client_secret") and not context.settings.since(PUBLIC_CLIENTS):
        raise _refused("bad_client_secret", 400)
    context.audit("attempt")
    context.require_feature("oauth_provider", "api.oauth.get_access_token.disabled.app_error")
    app = context.db.oauth_apps.get(form["client_id"])
    if app is None:
        raise _refused("credentials", 404)
    _check_client(context, app, form)
    data = _by_code(context, app, form) if kind == "authorization_code" else _by_refresh_token(context, app, form)
    context.audit("success")
    body = {
        "access_token": data["token"],
        "token_type": "bearer",
        "expires_in": round(max(0, data["expires_at"] - millis()) / 1000),
        "scope": "",
        "refresh_token": data["refresh_token"],
        "id_token": "",
    }
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "Pragma": "no-cache"}
    return web.Response(body=json.dumps(body).encode(), headers=headers)


def _refused(reason: str, status: int) -> AppError:
    return AppError("api.oauth.get_access_token.%s.app_error" % reason, status)


def _check_client(context: Context, app: Row, form: dict[str, str]) -> None:
    """Refuse an app that is not the one that it says. One without a secret proves itself with a verifier."""
    newer, secret = context.settings.since(PUBLIC_CLIENTS), form.get("client_secret", "")
    if newer and is_public(app):
        if secret:
            raise AppError("model.oauth.validate_grant.public_client_secret.app_error", 400)
        if form["grant_type"] == "refresh_token":
            raise AppError("model.oauth.validate_grant.public_client_refresh_token.app_error", 400)
        if not form.get("code_verifier"):
            raise AppError("model.oauth.validate_grant.pkce_required.app_error", 400)
    elif app["client_secret"] != secret:
        if newer:
            raise AppError("model.oauth.validate_grant.credentials.app_error", 401)
        raise _refused("credentials", 403)


def _check_verifier(code: Row, verifier: str) -> None:
    challenge = code["code_challenge"]
    if not challenge and verifier:
        raise AppError("model.authorize.validate_pkce.not_used_in_auth.app_error", 400)
    if challenge and not verifier:
        raise AppError("model.authorize.validate_pkce.verifier_required.app_error", 400)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    if challenge and digest != challenge:
        raise AppError("model.authorize.validate_pkce.verification_failed.app_error", 400)


def _by_code(context: Context, app: Row, form: dict[str, str]) -> Row:
    db, settings = context.db, context.settings
    code = db.authorisation_codes.get(form["code"])
    if code is None:
        raise _refused("expired_code", 400)
    if millis() > code["create_at"] + CODE_MILLIS:
        del db.authorisation_codes[form["code"]]
        raise _refused("expired_code", 403)
    if code["client_id"] != app["id"] and settings.since(PUBLIC_CLIENTS):
        raise _refused("client_id_mismatch", 400)
    if code["redirect_uri"] != form.get("redirect_uri"):
        raise _refused("redirect_uri", 400)
    if settings.since(PUBLIC_CLIENTS):
        _check_verifier(code, form.get("code_verifier", ""))
    user = db.users.get(code["user_id"])
    if user is None:
        raise _refused("internal_user", 404)
    if user["delete_at"] and settings.since(CODES_END):
        raise _refused("expired_code", 403)
    del db.authorisation_codes[form["code"]]
    data = previous_access(db, user["id"], app["id"])
    if data is None:
        return grant(db, app, user, code["redirect_uri"], code["scope"], settings)
    if data["expires_at"] < millis():
        renew(db, app, data, user, settings)
    return data


def _by_refresh_token(context: Context, app: Row, form: dict[str, str]) -> Row:
    """Begin another session. Whether its user is still active was not asked before the point releases of mid-2026."""
    for data in context.db.access_data.values():
        if data["refresh_token"] == form["refresh_token"]:
            user = context.db.users.get(data["user_id"])
            if data["client_id"] != app["id"] and context.settings.since(PUBLIC_CLIENTS):
                raise _refused("client_id_mismatch", 400)
            if user is None:
                raise _refused("internal_user", 404)
            if user["delete_at"] and context.settings["refresh_needs_active_user"]:
                raise _refused("refresh_token", 403)
            renew(context.db, app, data, user, context.settings)
            return data
    raise _refused("refresh_token", 404)
