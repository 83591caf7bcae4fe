# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a version of the server handles authorization codes and refresh tokens, and what it logs about them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# How long an authorization code is valid, in milliseconds.
CODE_LIFE = 10 * 60 * 1000


class OAuthRules:
    """The rules of one version, such as 11.6.0. For an unknown version, the worst is assumed."""

    def __init__(self, version: str | None) -> None:
        found = re.match(r"(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?", version or "")
        self._version = tuple(int(part or 0) for part in found.groups()) if found else None
        self.server = "Mattermost %s" % version if found else "this version of Mattermost"

    def _since(self, *version: int) -> bool:
        return self._version is not None and self._version >= version

    @property
    def refuses_deactivated(self) -> bool:
        """Whether a refresh token of a deactivated account is refused.

        This was fixed in June 2026. 11.9 is the first version that was branched afterwards. It is unknown which patch
        releases of older versions contain the fix.
        """
        return self._since(11, 9)

    @property
    def takes_deactivated(self) -> bool:
        """Whether a refresh token of a deactivated account is certainly accepted: no patch release has the fix."""
        ranges = (((0, 0, 0), (10, 11, 0)), ((10, 12, 0), (11, 5, 0)), ((11, 6, 0), (11, 6, 1)))
        return self._version is not None and any(first <= self._version < end for first, end in ranges)

    @property
    def ends_codes(self) -> bool:
        """Whether pending authorization codes become invalid when the account is deactivated."""
        return self._since(9, 1)

    @property
    def logs_links(self) -> bool:
        """Whether the log shows that a user authorized an app by following its link.

        A trusted app, or one that was authorized before, does not ask for consent. Older servers log only answers to
        the consent page.
        """
        return self._since(9, 6)

    @property
    def new_secrets_suffice(self) -> bool:
        """Whether new secrets of all apps end refresh tokens.

        Up to 11.5.1, a refresh token of one app works with the secret of another. From 11.2 on, anybody can register
        an app if that is enabled.
        """
        return self._version is not None and (self._version < (11, 2, 0) or self._version >= (11, 5, 2))

    @property
    def has_public_clients(self) -> bool:
        """Whether apps without a secret are possible."""
        return self._since(11, 2)


def rules(server: Server) -> OAuthRules:
    """Return the rules of a server."""
    return OAuthRules(server.client.server_version)
