# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth apps: made, listed, given another secret, deleted."""

from __future__ import annotations

from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Row
from ..errors import AppError, invalid_param
from ..ids import is_http_url, new_secret
from ..oauth import drop_app, new_app
from ..routing import Routes

ROUTES = Routes()
OWN, OTHERS = "manage_oauth", "manage_system_wide_oauth"
TURNED_OFF = "api.oauth.allow_oauth.turn_off.app_error"


def _find(context: Context) -> Row:
    app_id = context.id_part("app_id")
    context.require_feature("oauth_provider", TURNED_OFF)
    app = context.db.oauth_apps.get(app_id)
    if app is None:
        raise AppError("app.oauth.get_app.find.app_error", 404)
    return app


def _managed(context: Context) -> Row:
    """The app of the address, for a caller who may manage it."""
    context.id_part("app_id")
    context.require(OWN)
    app = _find(context)
    if app["creator_id"] != context.caller_id:
        context.require(OTHERS)
    return app


@ROUTES.post("/oauth/apps")
def create_app(context: Context) -> Any:
    """Make an app."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("oauth_app")
    context.require(OWN)
    context.require_feature("oauth_provider", "api.oauth.register_oauth_app.turn_off.app_error")
    name, urls, homepage = str(asked.get("name", "")), asked.get("callback_urls") or [], asked.get("homepage")
    if not 0 < len(name) <= 64:
        raise AppError("model.oauth.is_valid.name.app_error", 400)
    if not urls or not all(is_http_url(url) for url in urls):
        raise AppError("model.oauth.is_valid.callback.app_error", 400)
    if not is_http_url(homepage):
        raise AppError("model.oauth.is_valid.homepage.app_error", 400)
    fields = {key: asked[key] for key in ("description", "icon_url") if key in asked}
    fields["is_trusted"] = bool(asked.get("is_trusted")) and context.is_admin
    return Created(new_app(context.db, context.caller_id, name, urls, str(homepage), **fields))


@ROUTES.get("/oauth/apps")
def get_apps(context: Context) -> Any:
    """Apps by page; without the permission for the whole system only the caller's own."""
    if not context.can(OWN):
        raise AppError("api.command.admin_only.app_error", 403)
    context.require_feature("oauth_provider", TURNED_OFF)
    everyone = context.can(OTHERS)
    return context.page(
        [app for app in context.db.oauth_apps.values() if everyone or app["creator_id"] == context.caller_id]
    )


@ROUTES.get("/oauth/apps/{app_id}")
def get_app(context: Context) -> Any:
    """One app, with its secret."""
    return _managed(context)


@ROUTES.get("/oauth/apps/{app_id}/info")
def get_app_info(context: Context) -> Any:
    """One app without its secret, for everybody."""
    return _shown(_find(context))


def _shown(app: Row) -> Row:
    return {**app, "client_secret": ""}


@ROUTES.delete("/oauth/apps/{app_id}")
def delete_app(context: Context) -> Any:
    """Delete an app; the sessions of all its users end."""
    drop_app(context.db, _managed(context)["id"])
    return STATUS_OK


@ROUTES.post("/oauth/apps/{app_id}/regen_secret")
def regenerate_secret(context: Context) -> Any:
    """Give an app another secret."""
    app = _managed(context)
    app.update(client_secret=new_secret(), update_at=millis())
    return app


@ROUTES.get("/users/{user_id}/oauth/apps/authorized")
def get_authorised_apps(context: Context) -> Any:
    """The apps that a user has authorised."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    context.require_feature("oauth_provider", TURNED_OFF)
    apps = context.db.oauth_apps
    keys = context.db.authorised_apps
    return context.page([_shown(apps[app_id]) for owner, app_id in keys if owner == user_id and app_id in apps])
