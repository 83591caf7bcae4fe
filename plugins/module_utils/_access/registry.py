# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of the types of access, in the order in which they are shown and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import LEAVE
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.account import Account
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.bot import Bot
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.bot_token import BotToken
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.changed_account import ChangedAccount
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.changed_server import ChangedServer
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.email_invitation import (
    EmailInvitation,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.incoming_webhook import (
    IncomingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.integration_for_others import (
    IntegrationForOthers,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.invitation_link import InvitationLink
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.known_secret import KnownSecret
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.membership import Membership
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.oauth_app import OAuthApp
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.oauth_authorization import (
    OAuthAuthorization,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.outgoing_webhook import (
    OutgoingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.password import Password
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.secure_connection import (
    SecureConnection,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.session import Session
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.slash_command import SlashCommand
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.system_role import SystemRole
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.team_role import TeamRole
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.token_for_others import (
    TokenForOthers,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.user_access_token import (
    UserAccessToken,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType

# Tokens before sessions, since a token creates new sessions; a bot's tokens before the bot. Secrets that a user could
# read while logged in come after the sessions, and what deactivation keeps comes last.
_ORDER: tuple[AccessType, ...] = (
    Account(),
    SystemRole(),
    UserAccessToken(),
    BotToken(),
    Bot(),
    IncomingWebhook(),
    OutgoingWebhook(),
    SlashCommand(),
    OAuthApp(),
    OAuthAuthorization(),
    Session(),
    TokenForOthers(),
    IntegrationForOthers(),
    SecureConnection(),
    InvitationLink(),
    EmailInvitation(),
    ChangedAccount(),
    ChangedServer(),
    KnownSecret(),
    TeamRole(),
    Membership(),
    Password(),
)

ACCESS_TYPES = {access_type.name: access_type for access_type in _ORDER}

# Those that an API can close (the account itself is deactivated by mattermost_user).
# What works again with the account is closed by separate options.
CLOSABLE = tuple(one.name for one in _ORDER if one.closable and not one.asked_only)

# The default of mattermost_access_revoke: it closes what can be closed, and reports the rest.
REVOKED = tuple(one.name for one in _ORDER if (one.closable or one.reported) and not one.asked_only)

# What is checked by default.
USUAL = tuple(one.name for one in _ORDER if not one.asked_only)


def chosen(names: Iterable[str] | None) -> list[AccessType]:
    """Return the types of access with these names in the order above, the default ones for None."""
    wanted = USUAL if names is None else tuple(names)
    return [access_type for name, access_type in ACCESS_TYPES.items() if name in wanted]


def to_close(names: Iterable[str] | None, choices: dict[str, Any]) -> list[AccessType]:
    """Return the types of access to process: those with these names, and those requested by an option.

    `choices` are the options of mattermost_access_revoke.
    """
    named = chosen(names or REVOKED)
    asked = [one for one in _ORDER if one.asked_only and choices.get(str(one.option)) != LEAVE]
    left = [one for one in _ORDER if one.optional and choices.get(str(one.option)) == LEAVE]
    return [one for one in _ORDER if (one in named or one in asked) and one not in left]
