# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The short messages that go over the wire with an error's id."""

from __future__ import annotations

MESSAGES = {
    "api.bot.create_disabled": "Bot creation has been disabled.",
    "api.channel.create_direct_channel.invalid_user.app_error": "There is no such user to open a direct channel with.",
    "api.command.admin_only.app_error": "Integrations have been limited to admins only.",
    "api.command.disabled.app_error": "Commands have been disabled by the system admin.",
    "api.command.duplicate_trigger.app_error": "This trigger word is already in use. Please choose another word.",
    "api.command.execute_command.failed.app_error": "Command with a trigger of '{trigger}' failed.",
    "api.command.execute_command.not_found.app_error": (
        "Command with a trigger of '{trigger}' not found. To send a message beginning with \"/\", try adding an"
        " empty space at the beginning of the message."
    ),
    "api.command.execute_command.start.app_error": "No command trigger found.",
    "api.command.team_mismatch.app_error": "A command cannot move to another team.",
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
    "api.oauth.allow_oauth.pkce_required_public.app_error": "A public client has to send a code challenge.",
    "api.oauth.allow_oauth.redirect_callback.app_error": (
        "invalid_request: Supplied redirect_uri did not match registered callback_url."
    ),
    "api.oauth.allow_oauth.turn_off.app_error": "The system admin has turned off OAuth2 Service Provider.",
    "api.oauth.authorize_oauth.disabled.app_error": "The OAuth 2.0 service provider is off.",
    "api.oauth.get_access_token.bad_client_id.app_error": "invalid_request: Bad client_id.",
    "api.oauth.get_access_token.bad_client_secret.app_error": "invalid_request: Missing client_secret.",
    "api.oauth.get_access_token.bad_grant.app_error": "invalid_request: Bad grant_type.",
    "api.oauth.get_access_token.client_id_mismatch.app_error": "This was given to another client.",
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
    "api.oauth.regenerate_secret.public_client.app_error": "A public client has no secret to regenerate.",
    "api.oauth.register_oauth_app.turn_off.app_error": "The system admin has turned off OAuth2 Service Provider.",
    "api.outgoing_webhook.disabled.app_error": "Outgoing webhooks have been disabled by the system admin.",
    "api.preference.delete_preferences.delete.app_error": "These are preferences of another user.",
    "api.preference.preferences_category.get.app_error": "There are no preferences of this category.",
    "api.preference.update_preferences.set.app_error": "These are preferences of another user.",
    "api.remote_cluster.get.not_found": "There is no such connection.",
    "api.remote_cluster.service_not_enabled.app_error": "Connections to other servers are off.",
    "api.roles.patch_roles.license.error": "Your license does not support advanced permissions.",
    "api.roles.patch_roles.not_allowed_permission.error": (
        "One or more of the following permissions that you are trying to add or remove is not allowed"
    ),
    "api.team.add_user_to_team.missing_parameter.app_error": "An invitation has to be named.",
    "api.team.demote_user_to_guest.disabled.error": "Guests are off.",
    "api.team.demote_user_to_guest.license.error": "Guests take a licence.",
    "api.team.get_all_teams.insufficient_permissions": "You don't have the appropriate permissions to list all teams",
    "api.team.get_invite_info.not_open_team": "This team is not open.",
    "api.team.invate_guests_to_channels.disabled.error": "Guests are off.",
    "api.team.invate_guests_to_channels.license.error": "Guests take a licence.",
    "api.team.invite_guests_to_channels.disabled.error": "Guests are off.",
    "api.team.invite_guests_to_channels.guest_magic_link_disabled.error": "Links for guests are off.",
    "api.team.invite_guests_to_channels.license.error": "Guests take a licence.",
    "api.team.invite_members.disabled.app_error": "Invitations by e-mail are off.",
    "api.team.invite_members.invalid_email.app_error": "This address is of no accepted domain: {addresses}.",
    "api.team.is_team_creation_allowed.disabled.app_error": (
        "Team creation has been disabled. Please ask your System Administrator for details."
    ),
    "api.user.authorize_oauth_user.unsupported.app_error": "Nobody can log in through this service: {service}.",
    "api.user.check_user_login_attempts.too_many.app_error": (
        "Your account is locked because of too many failed password attempts. Please reset your password."
    ),
    "api.user.check_user_mfa.bad_code.app_error": "Invalid MFA token.",
    "api.user.check_user_password.invalid.app_error": "Login failed because of invalid password.",
    "api.user.create_user.accepted_domain.app_error": "This address is of no accepted domain.",
    "api.user.create_user.bad_token_email_data.app_error": "The invitation was sent to another address.",
    "api.user.create_user.guest_accounts.disabled.app_error": "Guests are off.",
    "api.user.create_user.guest_accounts.license.app_error": "Guests take a licence.",
    "api.user.create_user.no_open_server": "This server is not open: an invitation is needed.",
    "api.user.create_user.signup_email_disabled.app_error": "Nobody can sign up here.",
    "api.user.create_user.signup_link_expired.app_error": "The invitation has expired.",
    "api.user.create_user.signup_link_invalid.app_error": "There is no such invitation.",
    "api.user.create_user.user_limits.exceeded": "The server has as many users as it takes.",
    "api.user.delete_user.not_enabled.app_error": (
        "Permanent user deletion feature is not enabled. Please contact your System Administrator."
    ),
    "api.user.delete_user.not_enabled.for_admin.app_error": "Deletion for good is off.",
    "api.user.demote_user_to_guest.already_guest.app_error": "This is a guest already.",
    "api.user.email_to_ldap.not_available.app_error": "LDAP is off.",
    "api.user.ldap_to_email.not_available.app_error": "LDAP is off.",
    "api.user.login.blank_pwd.app_error": "Password field must not be blank",
    "api.user.login.bot_login_forbidden.app_error": "Bot login is forbidden.",
    "api.user.login.inactive.app_error": (
        "Login failed because your account has been deactivated.  Please contact an administrator."
    ),
    "api.user.login.invalid_credentials_email_username": "Enter a valid email or username and/or password.",
    "api.user.oauth_to_email.context.app_error": "This is another user.",
    "api.user.oauth_to_email.not_oauth_user.app_error": "This user does not log in through a service.",
    "api.user.promote_guest_to_user.no_guest.app_error": "This is no guest.",
    "api.user.reset_password.invalid_link.app_error": "There is no such link for a new password.",
    "api.user.reset_password.link_expired.app_error": "The link for a new password has expired.",
    "api.user.send_password_reset.sso.app_error": "This user logs in through a service.",
    "api.user.update_active.cannot_enable_guest_when_guest_feature_is_disabled.app_error": "Guests are off.",
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
    "api.user.update_user_auth.invalid_request": "A service and the data for it have to be named.",
    "api.user.update_user_roles.license.app_error": "Custom Permission Schemes not supported by current license",
    "api.webhook.create_outgoing.intersect.app_error": (
        "Outgoing webhooks from the same channel cannot have the same trigger words/callback URLs."
    ),
    "api.webhook.create_outgoing.permissions.app_error": "Invalid permissions to create outgoing webhook.",
    "api.webhook.create_outgoing.triggers.app_error": "Either trigger_words or channel_id must be set.",
    "api.webhook.team_mismatch.app_error": "A webhook cannot move to another team.",
    "app.bot.createbot.internal_error": "The bot could not be saved.",
    "app.channel.get.existing.app_error": "Unable to find the existing channel.",
    "app.channel.get_by_name.missing.app_error": "Channel does not exist.",
    "app.channel.get_channels.not_found.app_error": "There are no channels.",
    "app.channel.get_member.missing.app_error": "There is no such member.",
    "app.oauth.get_app.find.app_error": "Unable to find the requested app.",
    "app.post.get.app_error": "Unable to get the post.",
    "app.preference.get.app_error": "There is no such preference.",
    "app.role.check_roles_exist.role_not_found": "The provided role does not exist",
    "app.role.get.app_error": "Unable to get role.",
    "app.role.get_by_name.app_error": "Unable to get role.",
    "app.session.get.app_error": "We encountered an error finding the session.",
    "app.session.remove.app_error": "Unable to remove the session.",
    "app.team.get.find.app_error": "Unable to find the existing team.",
    "app.team.get_by_invite_id.finding.app_error": "There is no team with this link.",
    "app.team.get_by_name.missing.app_error": "Unable to find the existing team.",
    "app.team.get_member.missing.app_error": "No team member found for that user ID and team ID.",
    "app.team.invite_id.group_constrained.error": "Only its groups let somebody into this team.",
    "app.team.save.existing.app_error": "Must call update for existing team.",
    "app.user.get_by_username.app_error": (
        "Unable to find an existing account matching your username for this team. This team may require an "
        "invite from the team owner to join."
    ),
    "app.user.missing_account.const": "Unable to find the user.",
    "app.user.save.email_exists.app_error": "An account with that email already exists.",
    "app.user.save.username_exists.app_error": "An account with that username already exists.",
    "app.user.update.lastAdmin.app_error": "The last system admin keeps the role.",
    "app.user.update_active.user_limit.exceeded": "The server has as many users as it takes.",
    "app.user.update_auth_data.email_exists.app_error": "Another user logs in with this.",
    "app.user_access_token.disabled": (
        "Personal access tokens are disabled on this server. Please contact your system administrator for details."
    ),
    "app.user_access_token.get_by_user.app_error": "Unable to get the personal access tokens by user.",
    "app.webhooks.get_incoming.app_error": "Unable to get the webhook.",
    "app.webhooks.get_outgoing.app_error": "Unable to get the webhook.",
    "embedded.writes_forbidden": "This server was told to expect no changes.",
    "mfa.mfa_disabled.app_error": "The second factor is off.",
    "mfa.validate_token.authenticate.app_error": "Invalid MFA token.",
    "model.authorize.is_valid.client_id.app_error": "Invalid client id.",
    "model.authorize.is_valid.redirect_uri.app_error": "Invalid redirect uri.",
    "model.authorize.is_valid.response_type.app_error": "Invalid response type.",
    "model.authorize.validate_pkce.not_used_in_auth.app_error": "There was no code challenge for this verifier.",
    "model.authorize.validate_pkce.verification_failed.app_error": "The verifier does not fit the code challenge.",
    "model.authorize.validate_pkce.verifier_required.app_error": "A verifier is needed.",
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
    "model.oauth.validate_grant.credentials.app_error": "The secret is wrong.",
    "model.oauth.validate_grant.pkce_required.app_error": "A public client has to send a verifier.",
    "model.oauth.validate_grant.public_client_refresh_token.app_error": "A public client has no refresh token.",
    "model.oauth.validate_grant.public_client_secret.app_error": "A public client has no secret.",
    "model.outgoing_hook.is_valid.callback.app_error": "Invalid callback URLs.",
    "model.outgoing_hook.is_valid.team_id.app_error": "Invalid team ID.",
    "model.outgoing_hook.is_valid.url.app_error": (
        "Invalid callback URLs. Each must be a valid URL and start with http:// or https://."
    ),
    "model.post.is_valid.message_length.app_error": "The message is too long.",
    "model.post.is_valid.msg.app_error": "The message is not valid.",
    "model.team.is_valid.characters.app_error": "Name must be 2 or more lowercase alphanumeric characters.",
    "model.team.is_valid.name.app_error": "Invalid name.",
    "model.team.is_valid.type.app_error": "Invalid type.",
    "model.user.is_valid.email.app_error": "Invalid email.",
    "model.user.is_valid.pwd.app_error": "Your password must contain at least {min} characters.",
    "model.user.is_valid.pwd_lowercase_uppercase_number_symbol.app_error": (
        "The password needs at least {min} characters."
    ),
    "model.user.is_valid.pwd_min_length.app_error": "The password needs at least {min} characters.",
    "model.user.is_valid.username.app_error": (
        "Username must begin with a letter, and contain between 3 to 22 lowercase characters made up of "
        'numbers, letters, and the symbols ".", "-", and "_".'
    ),
    "store.sql_bot.get.missing.app_error": "Bot does not exist.",
    "store.sql_channel.save_channel.exists.app_error": "A channel with that name already exists on the same team.",
    "store.sql_command.save.get.app_error": "Unable to get the command.",
    "web.incoming_webhook.channel.app_error": "Couldn't find the channel.",
    "web.incoming_webhook.channel_locked.app_error": "This webhook is not permitted to post to the requested channel.",
    "web.incoming_webhook.decode.app_error": "The payload cannot be read.",
    "web.incoming_webhook.disabled.app_error": "Incoming webhooks have been disabled by the system admin.",
    "web.incoming_webhook.general.app_error": "The payload could not be handled.",
    "web.incoming_webhook.invalid.app_error": "Invalid webhook.",
    "web.incoming_webhook.permissions.app_error": "Inappropriate channel permissions.",
    "web.incoming_webhook.text.app_error": "No text specified.",
    "web.incoming_webhook.user.app_error": "Couldn't find the user.",
}
