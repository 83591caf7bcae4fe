# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One server during one run: the client, the calling account, and the lists shared by all users."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import Caller
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client


class Server:
    """What the types of access use to find and close items: the client, the caller and shared lists."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.caller = Caller(client)
        # The users of the run, so that lists for all of them are requested at once.
        self.people: list[dict[str, Any]] = []
        self._lock = threading.RLock()
        # How far back logs are read, in milliseconds since the epoch. 0: to the account's first day.
        self.log_since = 0
        # The ids of what a real run would have closed by now, and whether it is gone then: check mode closes nothing.
        self.foretold: dict[str, bool] = {}
        # In check mode: those of the users of the run who will have been deactivated by now, as users of the API by id.
        self.assumed: dict[str, dict[str, Any]] = {}
        # The references that a person confirmed.
        self.confirmed: frozenset[str] = frozenset()
        # Data for the whole run, which `forget` does not clear.
        self.noted: set[str] = set()
        self._kept: dict[str, Any] = {}
        # What this run did itself, which `forget` does not clear.
        self.seen: dict[str, Any] = {}

    def once(self, key: str, fetch: Callable[[], Any]) -> Any:
        """Return the result of `fetch()`, called once for all users until `forget`.

        An error is kept like a result, so that a refused request is not repeated for each of ten thousand
        users.
        """
        with self._lock:
            if key not in self._kept:
                try:
                    self._kept[key] = fetch()
                except MattermostError as error:
                    self._kept[key] = error
            kept = self._kept[key]
        if isinstance(kept, MattermostError):
            raise kept
        return kept

    def owned(
        self, key: str, fetch: Callable[[], Iterable[dict[str, Any]]], owner: str
    ) -> dict[Any, list[dict[str, Any]]]:
        """Return the rows of a list by the id of their owner. `owner` is the field with that id."""

        def by_owner() -> dict[Any, list[dict[str, Any]]]:
            found: dict[Any, list[dict[str, Any]]] = {}
            for row in fetch():
                if isinstance(row.get(owner), str):
                    found.setdefault(row[owner], []).append(row)
            return found

        kept: dict[Any, list[dict[str, Any]]] = self.once(key, by_owner)
        return kept

    def forget(self) -> None:
        """Clear the shared lists, so that they are read again."""
        with self._lock:
            self._kept.clear()

    def describe(self) -> dict[str, Any]:
        """Return the server in the format of results."""
        client = self.client
        return {"url": client.url, "version": client.server_version, "clock_ahead": client.clock.ahead}
