# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration: what clients are told of it, and what an administrator reads and changes."""

from __future__ import annotations

from typing import Any

from ..context import Context
from ..errors import AppError, invalid_param, no_permission
from ..routing import Routes
from ..versions import JSON_EVERYWHERE, MAGIC_LINKS

ROUTES = Routes()
# name in the configuration: (section, setting of this server)
SWITCHES = {
    "EnableIncomingWebhooks": ("ServiceSettings", "incoming_webhooks"),
    "EnableOutgoingWebhooks": ("ServiceSettings", "outgoing_webhooks"),
    "EnableCommands": ("ServiceSettings", "commands"),
    "EnableOAuthServiceProvider": ("ServiceSettings", "oauth_provider"),
    "EnableUserAccessTokens": ("ServiceSettings", "user_access_tokens"),
    "EnableBotAccountCreation": ("ServiceSettings", "bots"),
    "EnableEmailInvitations": ("ServiceSettings", "email_invitations"),
    "EnableMultifactorAuthentication": ("ServiceSettings", "mfa"),
    "DisableBotsWhenOwnerIsDeactivated": ("ServiceSettings", "disable_bots_on_owner_deactivation"),
    "EnableDynamicClientRegistration": ("ServiceSettings", "dynamic_client_registration"),
    "EnableUserCreation": ("TeamSettings", "user_creation"),
    "EnableOpenServer": ("TeamSettings", "open_server"),
    "RestrictCreationToDomains": ("TeamSettings", "restrict_creation_to_domains"),
    "EnableSignUpWithEmail": ("EmailSettings", "sign_up_with_email"),
    "EnablePublicLink": ("FileSettings", "public_links"),
    "Enable": ("GuestAccountsSettings", "guest_accounts"),
    "EnableGuestMagicLink": ("GuestAccountsSettings", "guest_magic_links"),
}
# What clients are told without a session too, and what only with one.
FOR_ALL = ("EnableUserCreation", "EnableOpenServer", "EnableSignUpWithEmail", "EnableMultifactorAuthentication")
WITH_SESSION = (
    "EnableIncomingWebhooks", "EnableOutgoingWebhooks", "EnableCommands", "EnableOAuthServiceProvider",
    "EnableUserAccessTokens", "EnableBotAccountCreation", "EnableEmailInvitations", "EnablePublicLink",
)  # fmt: skip


def _value(context: Context, setting: str) -> Any:
    features = context.settings["features"]
    return features[setting] if setting in features else context.settings[setting]


@ROUTES.get("/config/client", session_required=False)
def client_config(context: Context) -> Any:
    """What a client has to know; every value is a string."""
    if context.query("format") != "old" and not context.settings.since(JSON_EVERYWHERE):
        raise AppError("api.config.client.old_format.app_error", 501)

    def switch(name: str) -> str:
        return str(_value(context, SWITCHES[name][1])).lower()

    shown = {
        "BuildEnterpriseReady": "",
        "EnableGuestAccounts": str(context.settings["guest_accounts"]).lower(),
        "SiteName": "Mattermost",
        "Version": context.settings["version"],
        **{name: switch(name) for name in FOR_ALL},
    }
    if context.settings.since(MAGIC_LINKS):
        shown["EnableGuestMagicLink"] = switch("EnableGuestMagicLink")
    if context.session is not None:
        shown["EnableUserDeactivation"] = "false"
        shown.update({name: switch(name) for name in WITH_SESSION})
    return shown


def _config(context: Context) -> dict[str, dict[str, Any]]:
    sections: dict[str, dict[str, Any]] = {}
    for name, (section, setting) in SWITCHES.items():
        sections.setdefault(section, {})[name] = _value(context, setting)
    return sections


@ROUTES.get("/config")
def get_config(context: Context) -> Any:
    """The configuration, as far as this server has one."""
    if not context.is_admin:
        raise no_permission()
    return _config(context)


@ROUTES.put("/config")
def update_config(context: Context) -> Any:
    """Put another configuration in the place of the whole one."""
    _change(context)
    context.audit("updateConfig")
    return _config(context)


@ROUTES.put("/config/patch")
def patch_config(context: Context) -> Any:
    """Change some of it. It leaves no row in the log."""
    _change(context)
    return _config(context)


def _change(context: Context) -> None:
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("config")
    if not context.is_admin:
        raise no_permission()
    changes: dict[str, Any] = {"features": {}}
    for name, (section, setting) in SWITCHES.items():
        values = asked.get(section)
        if isinstance(values, dict) and values.get(name) is not None:
            where = changes["features"] if setting in context.settings["features"] else changes
            where[setting] = values[name]
    context.server.change_settings(changes)
