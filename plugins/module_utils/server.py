# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is true for the whole server during one run: who calls, what they may, and lists fetched once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils import users
from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import InputError, MattermostError, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.client import Client


class Server:
    """The caller, the caller's permissions, and what is listed once for all users.

    Permissions are read before anything is listed: without the "others" permission the lists of
    bots, webhooks, commands and apps answer 200 with the caller's own objects, which looks like "none".
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.me = users.who_am_i(client)
        names = str(self.me.get("roles") or "").split()
        self.permissions = self._permissions(names)
        self._lock = threading.Lock()
        self._lists: dict[str, Any] = {}

    def _permissions(self, names: list[str]) -> frozenset[str]:
        if not names:
            return frozenset()
        rows = self.client.read("/roles/names", names, "read the permissions of the calling account")
        rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        lists = [row["permissions"] for row in rows if isinstance(row.get("permissions"), list)]
        return frozenset(name for names in lists for name in names if isinstance(name, str))

    def may(self, permission: str) -> bool:
        """Say whether the calling account has a permission for the whole server."""
        return permission in self.permissions

    def lacks(self, needed: Iterable[str]) -> list[str]:
        """Return those of the needed permissions that the calling account has not.

        Where versions of Mattermost differ, "a or b" asks for one of the two.
        """
        lacking = [name for name in needed if not any(self.may(one) for one in name.split(" or "))]
        return ["(%s)" % name if " or " in name else name for name in lacking]

    def once(
        self, key: str, fetch: Callable[[], Iterable[dict[str, Any]]], owner: str
    ) -> dict[Any, list[dict[str, Any]]]:
        """Return what a user owns as a function of the user's id, from a list that is fetched once.

        `fetch()` returns the rows, `owner` is the field that holds the owner's id. An error is kept
        like a list, so that ten thousand users do not ask ten thousand times for what is refused.
        """
        with self._lock:
            if key not in self._lists:
                try:
                    by_owner: dict[Any, list[dict[str, Any]]] = {}
                    for row in fetch():
                        if isinstance(row.get(owner), str):
                            by_owner.setdefault(row[owner], []).append(row)
                    self._lists[key] = by_owner
                except MattermostError as error:
                    self._lists[key] = error
            kept: dict[Any, list[dict[str, Any]]] | MattermostError = self._lists[key]
        if isinstance(kept, MattermostError):
            raise kept
        return kept

    def forget(self) -> None:
        """Forget the lists, to look again."""
        with self._lock:
            self._lists.clear()

    def over_user(self, user: dict[str, Any], *permissions: str) -> tuple[str, ...]:
        """Return the permissions needed over a user: a system admin as target takes manage_system."""
        return permissions + (("manage_system",) if users.is_system_admin(user) else ())


def refuse_last_admin(client: Client, targets: list[dict[str, Any]]) -> None:
    """Raise InputError if no active system admin would be left besides the given users."""
    admins = [u for u in targets if users.is_system_admin(u) and not u.get("delete_at")]
    if not admins:
        return
    going = {user["id"] for user in targets}
    for user in client.pages("/users?role=system_admin&active=true", "list the system admins"):
        if users.is_system_admin(user) and not user.get("delete_at") and user.get("id") not in going:
            return
    raise InputError("last_admin", name=one_line(admins[0].get("username"), 80))
