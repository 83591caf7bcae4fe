# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The short messages that go over the wire with an error's id."""

from __future__ import annotations

MESSAGES = {
    "api.bot.create_disabled": "Bot creation has been disabled.",
    "api.command.admin_only.app_error": "Integrations have been limited to admins only.",
    "api.command.disabled.app_error": "Commands have been disabled by the system admin.",
    "api.command.duplicate_trigger.app_error": "This trigger word is already in use. Please choose another word.",
    "api.command.execute_command.failed.app_error": "Command with a trigger of '{trigger}' failed.",
    "api.command.execute_command.not_found.app_error": (
        "Command with a trigger of '{trigger}' not found. To send a message beginning with \"/\", try adding an"
        " empty space at the beginning of the message."
    ),
    "api.command.execute_command.start.app_error": "No command trigger found.",
    "api.config.client.old_format.app_error": (
        "New format for the client configuration is not supported yet. Please specify format=old in the query string."
    ),
    "api.context.404.app_error": "Sorry, we could not find the page.",
    "api.context.invalid_body_param.app_error": "Invalid or missing {name} in request body.",
    "api.context.invalid_url_param.app_error": "Invalid or missing {name} parameter in request URL.",
    "api.context.permissions.app_error": "You do not have the appropriate permissions.",
    "api.context.session_expired.app_error": "Invalid or expired session, please login again.",
    "api.context.token_provided.app_error": "Session is not OAuth but token was provided in the query string.",
    "api.incoming_webhook.disabled.app_error": "Incoming webhooks have been disabled by the system admin.",
    "api.incoming_webhook.invalid_username.app_error": "Invalid username.",
    "api.license.client.old_format.app_error": (
        "New format for the client license is not supported yet. Please specify format=old in the query string."
    ),
    "api.oauth.allow_oauth.redirect_callback.app_error": (
        "invalid_request: Supplied redirect_uri did not match registered callback_url."
    ),
    "api.oauth.allow_oauth.turn_off.app_error": "The system admin has turned off OAuth2 Service Provider.",
    "api.oauth.get_access_token.bad_client_id.app_error": "invalid_request: Bad client_id.",
    "api.oauth.get_access_token.bad_client_secret.app_error": "invalid_request: Missing client_secret.",
    "api.oauth.get_access_token.bad_grant.app_error": "invalid_request: Bad grant_type.",
    "api.oauth.get_access_token.credentials.app_error": "invalid_client: Invalid client credentials.",
    "api.oauth.get_access_token.disabled.app_error": "The system admin has turned off OAuth2 Service Provider.",
    "api.oauth.get_access_token.expired_code.app_error": "invalid_grant: Invalid or expired authorization code.",
    "api.oauth.get_access_token.internal_user.app_error": (
        "server_error: Encountered internal server error while pulling user from database."
    ),
    "api.oauth.get_access_token.missing_code.app_error": "invalid_request: Missing code.",
    "api.oauth.get_access_token.missing_refresh_token.app_error": "invalid_request: Missing refresh_token.",
    "api.oauth.get_access_token.redirect_uri.app_error": (
        "invalid_request: Supplied redirect_uri does not match authorization code redirect_uri."
    ),
    "api.oauth.get_access_token.refresh_token.app_error": "invalid_grant: Invalid refresh token.",
    "api.oauth.register_oauth_app.turn_off.app_error": "The system admin has turned off OAuth2 Service Provider.",
    "api.outgoing_webhook.disabled.app_error": "Outgoing webhooks have been disabled by the system admin.",
    "api.roles.patch_roles.license.error": "Your license does not support advanced permissions.",
    "api.roles.patch_roles.not_allowed_permission.error": (
        "One or more of the following permissions that you are trying to add or remove is not allowed"
    ),
    "api.team.get_all_teams.insufficient_permissions": "You don't have the appropriate permissions to list all teams",
    "api.team.is_team_creation_allowed.disabled.app_error": (
        "Team creation has been disabled. Please ask your System Administrator for details."
    ),
    "api.user.check_user_login_attempts.too_many.app_error": (
        "Your account is locked because of too many failed password attempts. Please reset your password."
    ),
    "api.user.check_user_mfa.bad_code.app_error": "Invalid MFA token.",
    "api.user.check_user_password.invalid.app_error": "Login failed because of invalid password.",
    "api.user.delete_user.not_enabled.app_error": (
        "Permanent user deletion feature is not enabled. Please contact your System Administrator."
    ),
    "api.user.login.blank_pwd.app_error": "Password field must not be blank",
    "api.user.login.bot_login_forbidden.app_error": "Bot login is forbidden.",
    "api.user.login.inactive.app_error": (
        "Login failed because your account has been deactivated.  Please contact an administrator."
    ),
    "api.user.login.invalid_credentials_email_username": "Enter a valid email or username and/or password.",
    "api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error": (
        "You cannot modify the status of a user that is managed by LDAP."
    ),
    "api.user.update_active.not_enable.app_error": (
        "You cannot deactivate yourself because this feature is not enabled. Please contact your System Administrator."
    ),
    "api.user.update_active.permissions.app_error": "You do not have the appropriate permissions.",
    "api.user.update_password.context.app_error": (
        "Update password failed because context user_id did not match props user_id."
    ),
    "api.user.update_password.incorrect.app_error": (
        'The "Current Password" you entered is incorrect. Please check that Caps Lock is off and try again.'
    ),
    "api.user.update_password.oauth.app_error": (
        "Update password failed because the user is logged in through an OAuth service."
    ),
    "api.user.update_user_roles.license.app_error": "Custom Permission Schemes not supported by current license",
    "api.webhook.create_outgoing.intersect.app_error": (
        "Outgoing webhooks from the same channel cannot have the same trigger words/callback URLs."
    ),
    "api.webhook.create_outgoing.permissions.app_error": "Invalid permissions to create outgoing webhook.",
    "api.webhook.create_outgoing.triggers.app_error": "Either trigger_words or channel_id must be set.",
    "app.channel.get.existing.app_error": "Unable to find the existing channel.",
    "app.channel.get_by_name.missing.app_error": "Channel does not exist.",
    "app.oauth.get_app.find.app_error": "Unable to find the requested app.",
    "app.post.get.app_error": "Unable to get the post.",
    "app.role.check_roles_exist.role_not_found": "The provided role does not exist",
    "app.role.get.app_error": "Unable to get role.",
    "app.role.get_by_name.app_error": "Unable to get role.",
    "app.session.get.app_error": "We encountered an error finding the session.",
    "app.session.remove.app_error": "Unable to remove the session.",
    "app.team.get.find.app_error": "Unable to find the existing team.",
    "app.team.get_by_name.missing.app_error": "Unable to find the existing team.",
    "app.team.get_member.missing.app_error": "No team member found for that user ID and team ID.",
    "app.team.save.existing.app_error": "Must call update for existing team.",
    "app.user.get_by_username.app_error": (
        "Unable to find an existing account matching your username for this team. This team may require an "
        "invite from the team owner to join."
    ),
    "app.user.missing_account.const": "Unable to find the user.",
    "app.user.save.email_exists.app_error": "An account with that email already exists.",
    "app.user.save.username_exists.app_error": "An account with that username already exists.",
    "app.user_access_token.disabled": (
        "Personal access tokens are disabled on this server. Please contact your system administrator for details."
    ),
    "app.user_access_token.get_by_user.app_error": "Unable to get the personal access tokens by user.",
    "app.webhooks.get_incoming.app_error": "Unable to get the webhook.",
    "app.webhooks.get_outgoing.app_error": "Unable to get the webhook.",
    "embedded.writes_forbidden": "This server was told to expect no changes.",
    "mfa.validate_token.authenticate.app_error": "Invalid MFA token.",
    "model.authorize.is_valid.client_id.app_error": "Invalid client id.",
    "model.authorize.is_valid.redirect_uri.app_error": "Invalid redirect uri.",
    "model.authorize.is_valid.response_type.app_error": "Invalid response type.",
    "model.channel.is_valid.2_or_more.app_error": "Name must be 2 or more lowercase alphanumeric characters.",
    "model.channel.is_valid.type.app_error": "Invalid type.",
    "model.command.is_valid.method.app_error": "Invalid Method.",
    "model.command.is_valid.team_id.app_error": "Invalid team ID.",
    "model.command.is_valid.trigger.app_error": "Invalid trigger.",
    "model.command.is_valid.url.app_error": "Invalid URL.",
    "model.command.is_valid.url_http.app_error": (
        "Invalid URL. Must be a valid URL and start with http:// or https://."
    ),
    "model.incoming_hook.parse_data.app_error": "Unable to parse incoming data.",
    "model.oauth.is_valid.callback.app_error": "Callback URL must be a valid URL and start with http:// or https://.",
    "model.oauth.is_valid.homepage.app_error": "Homepage must be a valid URL and start with http:// or https://.",
    "model.oauth.is_valid.name.app_error": "Invalid name.",
    "model.outgoing_hook.is_valid.callback.app_error": "Invalid callback URLs.",
    "model.outgoing_hook.is_valid.team_id.app_error": "Invalid team ID.",
    "model.outgoing_hook.is_valid.url.app_error": (
        "Invalid callback URLs. Each must be a valid URL and start with http:// or https://."
    ),
    "model.team.is_valid.characters.app_error": "Name must be 2 or more lowercase alphanumeric characters.",
    "model.team.is_valid.name.app_error": "Invalid name.",
    "model.team.is_valid.type.app_error": "Invalid type.",
    "model.user.is_valid.email.app_error": "Invalid email.",
    "model.user.is_valid.pwd.app_error": "Your password must contain at least {min} characters.",
    "model.user.is_valid.username.app_error": (
        "Username must begin with a letter, and contain between 3 to 22 lowercase characters made up of "
        'numbers, letters, and the symbols ".", "-", and "_".'
    ),
    "store.sql_bot.get.missing.app_error": "Bot does not exist.",
    "store.sql_channel.save_channel.exists.app_error": "A channel with that name already exists on the same team.",
    "store.sql_command.save.get.app_error": "Unable to get the command.",
    "web.incoming_webhook.channel.app_error": "Couldn't find the channel.",
    "web.incoming_webhook.channel_locked.app_error": "This webhook is not permitted to post to the requested channel.",
    "web.incoming_webhook.disabled.app_error": "Incoming webhooks have been disabled by the system admin.",
    "web.incoming_webhook.invalid.app_error": "Invalid webhook.",
    "web.incoming_webhook.permissions.app_error": "Inappropriate channel permissions.",
    "web.incoming_webhook.text.app_error": "No text specified.",
    "web.incoming_webhook.user.app_error": "Couldn't find the user.",
}
