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
from ..oauth import authorised_apps, drop_app, is_public, new_app
from ..routing import Routes
from ..versions import PUBLIC_CLIENTS
from ..wire_format import as_version

ROUTES = Routes()
OWN, OTHERS = "manage_oauth", "manage_system_wide_oauth"
TURNED_OFF = "api.oauth.allow_oauth.turn_off.app_error"
INPUT_FIELDS = ("name", "description", "icon_url", "callback_urls", "homepage", "is_trusted")


def find_app(context: Context) -> Row:
    """The app of the address."""
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
    app = find_app(context)
    if app["creator_id"] != context.caller_id:
        context.require(OTHERS)
    return app


def check_app(fields: dict[str, Any]) -> None:
    """Refuse an app whose name or addresses no app may have."""
    if not 0 < len(str(fields.get("name") or "")) <= 64:
        raise AppError("model.oauth.is_valid.name.app_error", 400)
    urls = fields.get("callback_urls") or []
    if not urls or not all(is_http_url(url) for url in urls):
        raise AppError("model.oauth.is_valid.callback.app_error", 400)
    if not is_http_url(fields.get("homepage")) and not fields.get("is_dynamically_registered"):
        raise AppError("model.oauth.is_valid.homepage.app_error", 400)


def _shown(context: Context, app: Row, secret: bool = True) -> Any:
    """An app as this version shows it; whether it is a public client is only to be seen from its empty secret."""
    return as_version(context.settings, "oauth app", app if secret else {**app, "client_secret": ""})


@ROUTES.post("/oauth/apps")
def create_app(context: Context) -> Any:
    """Make an app."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("oauth_app")
    context.require(OWN)
    context.require_feature("oauth_provider", "api.oauth.register_oauth_app.turn_off.app_error")
    check_app(asked)
    fields = {key: asked[key] for key in ("description", "icon_url") if key in asked}
    fields["is_trusted"] = bool(asked.get("is_trusted")) and context.is_admin
    if asked.get("is_public") and context.settings.since(PUBLIC_CLIENTS):
        fields["client_secret"] = ""
    app = new_app(context.db, context.caller_id, asked["name"], asked["callback_urls"], asked["homepage"], **fields)
    context.audit("client_id=" + app["id"])
    return Created(_shown(context, app))


@ROUTES.get("/oauth/apps")
def get_apps(context: Context) -> Any:
    """Apps by page; without the permission for the whole system only the caller's own."""
    if not context.can(OWN):
        raise AppError("api.command.admin_only.app_error", 403)
    context.require_feature("oauth_provider", TURNED_OFF)
    everyone = context.can(OTHERS)
    apps = context.db.oauth_apps.values()
    mine = [app for app in apps if everyone or app["creator_id"] == context.caller_id]
    return [_shown(context, app) for app in context.page(mine)]


@ROUTES.get("/oauth/apps/{app_id}")
def get_app(context: Context) -> Any:
    """One app, with its secret."""
    return _shown(context, _managed(context))


@ROUTES.get("/oauth/apps/{app_id}/info")
def get_app_info(context: Context) -> Any:
    """One app without its secret, for everybody."""
    return _shown(context, find_app(context), secret=False)


@ROUTES.put("/oauth/apps/{app_id}")
def update_app(context: Context) -> Any:
    """Change an app. It moves update_at, which therefore says nothing about the secret."""
    app_id = context.id_part("app_id")
    context.audit("attempt")
    context.require(OWN)
    asked = context.json()
    if not isinstance(asked, dict) or asked.get("id") != app_id:
        raise invalid_param("oauth_app" if not isinstance(asked, dict) else "app_id")
    app = _managed(context)
    fields = {"description": "", "icon_url": "", **{key: asked[key] for key in INPUT_FIELDS if key in asked}}
    check_app({**app, **fields})
    fields["is_trusted"] = bool(asked.get("is_trusted")) if context.is_admin else app["is_trusted"]
    _change(context, app, **fields)
    context.audit("success")
    return _shown(context, app)


def _change(context: Context, app: Row, **fields: Any) -> None:
    """Change an app. Its row moves to the end of the table, as it may on a real server: lists have no order."""
    app.update(fields, update_at=millis())
    context.db.oauth_apps[app["id"]] = context.db.oauth_apps.pop(app["id"])


@ROUTES.delete("/oauth/apps/{app_id}")
def delete_app(context: Context) -> Any:
    """Delete an app; the sessions of all its users end."""
    context.id_part("app_id")
    context.audit("attempt")
    drop_app(context.db, _managed(context)["id"])
    context.audit("success")
    return STATUS_OK


@ROUTES.post("/oauth/apps/{app_id}/regen_secret")
def regenerate_secret(context: Context) -> Any:
    """Give an app another secret. What the app holds by then goes on working."""
    app = _managed(context)
    if is_public(app):
        raise AppError("api.oauth.regenerate_secret.public_client.app_error", 400)
    _change(context, app, client_secret=new_secret())
    context.audit("success")
    return _shown(context, app)


@ROUTES.get("/users/{user_id}/oauth/apps/authorized")
def get_authorised_apps(context: Context) -> Any:
    """The apps that a user has authorised, as far as they left that in their preferences."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    context.require_feature("oauth_provider", TURNED_OFF)
    apps = [context.db.oauth_apps[app_id] for app_id in authorised_apps(context.db, user_id)]
    return [_shown(context, app, secret=False) for app in context.page(apps)]
