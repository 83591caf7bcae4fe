# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of the types of access, in the order in which they are shown and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.account import Account
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.bot import Bot
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.bot_token import BotToken
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.incoming_webhook import IncomingWebhook
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_app import OAuthApp
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_authorization import (
    OAuthAuthorization,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.outgoing_webhook import OutgoingWebhook
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.session import Session
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.slash_command import SlashCommand
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.system_role import SystemRole
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.user_access_token import UserAccessToken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType

# Tokens before sessions, since a token makes itself a new session; a bot's tokens before the bot.
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
)

ACCESS_TYPES = {access_type.name: access_type for access_type in _ORDER}

# Those that an API can close (the account itself is closed by mattermost_user).
CLOSABLE = tuple(name for name, access_type in ACCESS_TYPES.items() if access_type.closable)


def chosen(names: Iterable[str] | None) -> list[AccessType]:
    """Return the types of access of these names in the order above, all of them for None."""
    return [access_type for name, access_type in ACCESS_TYPES.items() if names is None or name in names]
