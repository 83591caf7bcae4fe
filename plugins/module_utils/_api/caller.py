# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calling account and its permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client


class Caller:
    """The calling account and its permissions.

    Permissions are read before anything is listed: without the "others" permission, the lists of
    bots, webhooks, commands and apps answer 200 with only the caller's own objects.
    """

    def __init__(self, client: Client) -> None:
        self.user = user_lookup.who_am_i(client)
        roles = str(self.user.get("roles") or "").split()
        self.permissions = _permissions(client, roles) if roles else frozenset()
        # Asked about once for each user and type of access, and few different ones.
        self._lacks: dict[tuple[str, ...], tuple[str, ...]] = {}

    def may(self, permission: str) -> bool:
        """Return whether the calling account has a permission for the whole server."""
        return permission in self.permissions

    def lacks(self, needed: Iterable[str]) -> list[str]:
        """Return those of the required permissions that the calling account lacks.

        "a or b" requires one of the two, since versions of Mattermost differ.
        """
        names = tuple(needed)
        if names not in self._lacks:
            lacking = [name for name in names if not any(self.may(one) for one in name.split(" or "))]
            self._lacks[names] = tuple("(%s)" % name if " or " in name else name for name in lacking)
        return list(self._lacks[names])

    def as_dict(self) -> dict[str, Any]:
        """Return the calling account in the format of results."""
        roles = str(self.user.get("roles") or "").split()
        return dict(user_lookup.shape(self.user), roles=[one_line(role, 100) for role in roles])


def over_user(user: dict[str, Any], *permissions: str) -> tuple[str, ...]:
    """Return the permissions required for a user: a system admin as the target requires manage_system."""
    return permissions + (("manage_system",) if user_lookup.is_system_admin(user) else ())


def _permissions(client: Client, roles: list[str]) -> frozenset[str]:
    rows = client.read("/roles/names", roles, "read the permissions of the calling account")
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    lists = [row["permissions"] for row in rows if isinstance(row.get("permissions"), list)]
    return frozenset(name for names in lists for name in names if isinstance(name, str))
