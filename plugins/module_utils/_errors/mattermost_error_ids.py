# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All error ids of Mattermost that the collection handles.

Ids that the code handles come first, under a name for their meaning. Different ids of several
versions of Mattermost are listed together. HINTS states what to do about an id.
"""

from __future__ import annotations

# Already gone: removed by somebody else, or by an earlier attempt of the request.
SESSION_GONE = ("app.session.get.app_error",)
ACCOUNT_GONE = ("app.user.missing_account.const", "app.user.update.find.app_error")
USER_ACCESS_TOKEN_GONE = ("app.user_access_token.get_by_user.app_error",)
INCOMING_WEBHOOK_GONE = ("app.webhooks.get_incoming.app_error",)
OUTGOING_WEBHOOK_GONE = ("app.webhooks.get_outgoing.app_error",)
OAUTH_APP_GONE = ("app.oauth.get_app.find.app_error",)
SLASH_COMMAND_GONE = (
    "store.sql_command.get.missing.app_error",
    "api.command.command_not_found.app_error",
    "store.sql_command.save.get.app_error",
)
SECURE_CONNECTION_GONE = ("api.remote_cluster.get.not_found",)
TEAM_MEMBERSHIP_GONE = ("app.team.get_member.missing.app_error",)

SESSION_EXPIRED = "api.context.session_expired.app_error"
NO_SUCH_ENDPOINT = "api.context.404.app_error"
MANAGED_BY_LDAP = "api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error"
LAST_ADMIN = "app.user.update.lastAdmin.app_error"
# The same message is being posted by an earlier attempt of the request.
POST_IN_THE_MAKING = ("api.post.deduplicate_create_post.pending",)
PUBLIC_OAUTH_CLIENT = "api.oauth.regenerate_secret.public_client.app_error"

# What to do about an error, by its id. {needs} is the permission that the request requires.
HINTS = {
    "api.context.permissions.app_error": "The token needs {needs}.",
    "api.user.update_active.permissions.app_error": "The token needs {needs}.",
    SESSION_EXPIRED: "The token is wrong, expired or revoked, or its account is deactivated: create a new one.",
    "api.user.login.invalid_credentials_email_username": "Check username and password.",
    "api.user.login.invalid_credentials_email": "Check username and password.",
    "api.user.login.invalid_credentials_username": "Check username and password.",
    "api.user.login.invalid_credentials_sso": "Check username and password.",
    "api.user.check_user_password.invalid.app_error": "Check username and password.",
    "api.user.login.inactive.app_error": "The account that runs this module is deactivated.",
    "api.user.login.bot_login_forbidden.app_error": "A bot cannot log in: use its token instead.",
    "mfa.validate_token.authenticate.app_error": "Set mfa_code to a current multi-factor authentication code.",
    "api.user.check_user_mfa.bad_code.app_error": "Set mfa_code to a current multi-factor authentication code.",
    "api.context.mfa_required.app_error": "Set up multi-factor authentication for the account first.",
    "api.user.check_user_login_attempts.too_many.app_error": "The account is locked after too many failed log-in"
    " attempts: reset its password.",
    "app.session.remove.app_error": "A session could not be removed. The remaining sessions were tried one by one.",
    MANAGED_BY_LDAP: "Change the state of the account in the LDAP directory, then synchronize Mattermost.",
    "api.user.update_active.not_enable.app_error": "An account cannot deactivate itself: use another admin's token.",
    "store.sql_bot.get.missing.app_error": "The bot no longer exists, or the token lacks {needs}.",
    "api.incoming_webhook.disabled.app_error": "Incoming webhooks are disabled: they work again when the feature is"
    " enabled.",
    "api.outgoing_webhook.disabled.app_error": "Outgoing webhooks are disabled: they work again when the feature is"
    " enabled.",
    "api.command.disabled.app_error": "Slash commands are disabled: they work again when the feature is enabled.",
    "api.oauth.allow_oauth.turn_off.app_error": "The OAuth provider is disabled: its apps work again when it is"
    " enabled.",
    "api.remote_cluster.service_not_enabled.app_error": "Secure connections are disabled: they work again when the"
    " feature is enabled.",
    "model.post.is_valid.msg.app_error": "Shorten the message: Mattermost accepts up to 16383 characters.",
    "model.post.is_valid.message_length.app_error": "Shorten the message: Mattermost accepts up to 16383 characters.",
    "app.user.missing_account.const": "The user no longer exists on the server.",
    "app.user.update.find.app_error": "The user no longer exists on the server.",
}

# Both mean that the token does not belong to a person or bot, but to an authorized app.
OAUTH_HINT = (
    "The token belongs to an OAuth app, which is not allowed to do this: use a personal access token, or log in."
)

# The server failed with an error id that is not in HINTS: its message seldom says why.
SERVER_FAILED_HINT = "Look for the cause in the log of the server."
