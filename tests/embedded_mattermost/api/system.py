# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server itself: is it there, what is it, what is on."""

from __future__ import annotations

from typing import Any

from ..context import Context
from ..errors import AppError
from ..routing import Routes

ROUTES = Routes()
CLIENT_VERSIONS = (
    "AndroidLatestVersion",
    "AndroidMinVersion",
    "DesktopLatestVersion",
    "DesktopMinVersion",
    "IosLatestVersion",
    "IosMinVersion",
)


@ROUTES.get("/system/ping", session_required=False)
def ping(context: Context) -> Any:
    """Say that the server is up."""
    told = {**dict.fromkeys(CLIENT_VERSIONS, ""), "status": "OK"}
    if context.query("get_server_status"):
        told.update(database_status="OK", filestore_status="OK")
    return told


@ROUTES.get("/license/client", session_required=False)
def client_licence(context: Context) -> Any:
    """Whether there is a licence; every value is a string."""
    if context.query("format") != "old":
        raise AppError("api.license.client.old_format.app_error", 501)
    return {"IsLicensed": str(context.settings["licensed"]).lower()}


@ROUTES.get("/config/client", session_required=False)
def client_config(context: Context) -> Any:
    """What a client has to know; every value is a string."""
    if context.query("format") != "old":
        raise AppError("api.config.client.old_format.app_error", 501)
    switches = {
        "EnableIncomingWebhooks": "incoming_webhooks",
        "EnableOutgoingWebhooks": "outgoing_webhooks",
        "EnableCommands": "commands",
        "EnableOAuthServiceProvider": "oauth_provider",
        "EnableUserAccessTokens": "user_access_tokens",
        "EnableBotAccountCreation": "bots",
    }
    shown = {
        "BuildEnterpriseReady": "",
        "EnableMultifactorAuthentication": str(context.settings["mfa"]).lower(),
        "EnableUserDeactivation": "false",
        "SiteName": "Mattermost",
        "Version": context.settings["version"],
    }
    if context.session is not None:
        shown.update({name: str(context.settings.feature(feature)).lower() for name, feature in switches.items()})
    return shown
