# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What newer versions do otherwise than 5.37.0: each change, with the version from which on it is there.

5.37.0 and 11.6.0 were held against real servers. Where it is not known when a change came, it has the version
that it was first seen on; what lies between the two is therefore put together and not recorded.
"""

from __future__ import annotations

# Unknown addresses answer in JSON, and the configuration for clients no longer asks for format=old.
JSON_EVERYWHERE = "6.0"
# A look-up of what a log-in needs, and channels and memberships of a user over all teams.
ACROSS_TEAMS = "6.1"
# Deactivation takes the authorisation codes that wait for their exchange, and no code of the deactivated is taken.
CODES_END = "9.1"
# A new invitation link takes invite_user too; connections to other servers can be listed and deleted.
INVITE_PERMISSION = "9.11"
SECURE_CONNECTIONS = "9.11"
# The last active system admin keeps the role; no longer "manage_incoming_webhooks" but "manage_own_..."; and so on.
SINCE_11 = "11.0"
# Apps without a secret, and apps that register themselves.
PUBLIC_CLIENTS = "11.2"
# Guests log in with a link that they were sent.
MAGIC_LINKS = "11.3"
# Access tokens say when they end.
TOKENS_EXPIRE = "11.7"


def number(version: str) -> tuple[int, ...]:
    """Return a version as something that can be compared."""
    return tuple(int(part) for part in version.split("."))
