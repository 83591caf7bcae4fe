# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Apps that register themselves: anybody may, where that is on, and such an app has no creator."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from ..context import Context, Created
from ..errors import AppError
from ..oauth import is_public, new_app
from ..routing import Routes
from ..versions import PUBLIC_CLIENTS
from .oauth_apps import check_app

ROUTES = Routes()


@ROUTES.post("/oauth/apps/register", session_required=False, since=PUBLIC_CLIENTS)
def register(context: Context) -> Any:
    """Register an app, with a secret unless it asks for none."""
    asked = context.json()
    if not isinstance(asked, dict):
        return _refused("invalid_client_metadata", "Invalid JSON in request body")
    if not context.settings.feature("oauth_provider"):
        return _refused("unsupported_operation", "OAuth service provider is disabled")
    if not context.settings["dynamic_client_registration"]:
        return _refused("unsupported_operation", "Dynamic client registration is disabled")
    urls, homepage = asked.get("redirect_uris") or [], str(asked.get("client_uri") or "")
    name = str(asked.get("client_name") or "Dynamically Registered Client")
    fields: dict[str, Any] = {"is_dynamically_registered": True}
    try:
        check_app({"name": name, "callback_urls": urls, "homepage": homepage, **fields})
    except AppError as error:
        return _refused("invalid_client_metadata", error.message)
    if asked.get("token_endpoint_auth_method") == "none":
        fields["client_secret"] = ""
    app = new_app(context.db, "", name, urls, homepage, **fields)
    context.audit("client_id=" + app["id"])
    told = {
        "client_id": app["id"],
        "redirect_uris": urls,
        "token_endpoint_auth_method": "none" if is_public(app) else "client_secret_post",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": "user",
        "client_name": name,
    }
    if app["client_secret"]:
        told["client_secret"] = app["client_secret"]
    if homepage:
        told["client_uri"] = homepage
    return Created(told)


def _refused(error: str, description: str) -> web.Response:
    """An error as the standard for registration has it, and not as Mattermost's."""
    body = json.dumps({"error": error, "error_description": description})
    return web.Response(status=400, text=body, content_type="application/json")
