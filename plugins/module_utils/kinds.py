# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of the kinds of access, in the order in which they are shown and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.offboarding.mattermost.plugins.module_utils.access import (
    account,
    bot,
    bot_token,
    incoming_webhook,
    oauth_app,
    oauth_authorization,
    outgoing_webhook,
    session,
    slash_command,
    system_role,
    token,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.access.face import Kind

# Tokens before sessions, since a token makes itself a new session; a bot's tokens before the bot.
_ORDER = (
    account,
    system_role,
    token,
    bot_token,
    bot,
    incoming_webhook,
    outgoing_webhook,
    slash_command,
    oauth_app,
    oauth_authorization,
    session,
)

KINDS = {kind.NAME: kind for kind in _ORDER}

# Those that an API can close (the account itself is closed by mattermost_user).
CLOSABLE = tuple(name for name, kind in KINDS.items() if kind.close is not None)


def chosen(names: Iterable[str] | None) -> list[Kind]:
    """Return the kinds of these names in the order above, all of them for None."""
    return [kind for name, kind in KINDS.items() if names is None or name in names]
