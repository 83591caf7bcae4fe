# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The endpoints of API v4 and what stands beside it: webhooks and OAuth."""

from __future__ import annotations

from ..routing import Endpoint
from . import (
    access_tokens,
    bots,
    channels,
    commands,
    incoming_webhooks,
    login,
    oauth_apps,
    oauth_flow,
    outgoing_webhooks,
    roles,
    sessions,
    system,
    teams,
    users,
    users_change,
)

ENDPOINTS: list[Endpoint] = [
    *system.ROUTES,
    *login.ROUTES,
    *users.ROUTES,
    *users_change.ROUTES,
    *sessions.ROUTES,
    *access_tokens.ROUTES,
    *bots.ROUTES,
    *roles.ROUTES,
    *teams.ROUTES,
    *channels.ROUTES,
    *incoming_webhooks.ROUTES,
    *outgoing_webhooks.ROUTES,
    *commands.ROUTES,
    *oauth_apps.ROUTES,
    *oauth_flow.ROUTES,
]
