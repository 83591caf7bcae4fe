# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The endpoints of API v4 and what stands beside it: webhooks and OAuth."""

from __future__ import annotations

from ..routing import Endpoint
from . import (
    access_tokens,
    audits,
    bots,
    channel_members,
    channels,
    commands,
    configuration,
    conversions,
    direct_channels,
    incoming_webhook_posts,
    incoming_webhooks,
    invitations,
    login,
    login_methods,
    magic_links,
    oauth_apps,
    oauth_authorize,
    oauth_registration,
    oauth_tokens,
    outgoing_webhooks,
    passwords,
    posts,
    preferences,
    remote_clusters,
    roles,
    sessions,
    sign_up,
    system,
    team_members,
    teams,
    users,
    users_change,
)

# An address that is a word stands before one that is a name, where both would match.
ENDPOINTS: list[Endpoint] = [
    *system.ROUTES,
    *configuration.ROUTES,
    *login.ROUTES,
    *login_methods.ROUTES,
    *magic_links.ROUTES,
    *passwords.ROUTES,
    *sign_up.ROUTES,
    *users.ROUTES,
    *users_change.ROUTES,
    *conversions.ROUTES,
    *sessions.ROUTES,
    *access_tokens.ROUTES,
    *audits.ROUTES,
    *preferences.ROUTES,
    *bots.ROUTES,
    *roles.ROUTES,
    *teams.ROUTES,
    *invitations.ROUTES,
    *team_members.ROUTES,
    *channels.ROUTES,
    *channel_members.ROUTES,
    *direct_channels.ROUTES,
    *posts.ROUTES,
    *incoming_webhooks.ROUTES,
    *incoming_webhook_posts.ROUTES,
    *outgoing_webhooks.ROUTES,
    *commands.ROUTES,
    *oauth_apps.ROUTES,
    *oauth_registration.ROUTES,
    *oauth_authorize.ROUTES,
    *oauth_tokens.ROUTES,
    *remote_clusters.ROUTES,
]
