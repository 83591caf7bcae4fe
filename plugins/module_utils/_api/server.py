# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One server during one run: the conversation, who is calling, and what is listed once for all users."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import Caller
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client


class Server:
    """What the types of access are given to find and close things: the client, the caller and shared lists."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.caller = Caller(client)
        # The users of the API whose ways in are looked for, so that what concerns them all is asked for at once.
        self.people: list[dict[str, Any]] = []
        self._lock = threading.RLock()
        # How far back logs of what an account did are read, in milliseconds since the epoch. 0: to its first day.
        self.log_since = 0
        # What a person confirmed to be dealt with, by the references that results show.
        self.confirmed: frozenset[str] = frozenset()
        # What has to be known to the end of the run, whatever is forgotten in between.
        self.noted: set[str] = set()
        self._kept: dict[str, Any] = {}
        # What this run did and saw for itself, which outlives `forget`.
        self.seen: dict[str, Any] = {}

    def once(self, key: str, fetch: Callable[[], Any]) -> Any:
        """Return what `fetch()` returns, asked once for all users until `forget`.

        An error is kept like an answer, so that ten thousand users do not ask ten thousand times for what
        is refused.
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
        """Return the rows of a list by the id of their owner. `owner` is the field that holds that id."""

        def by_owner() -> dict[Any, list[dict[str, Any]]]:
            found: dict[Any, list[dict[str, Any]]] = {}
            for row in fetch():
                if isinstance(row.get(owner), str):
                    found.setdefault(row[owner], []).append(row)
            return found

        kept: dict[Any, list[dict[str, Any]]] = self.once(key, by_owner)
        return kept

    def forget(self) -> None:
        """Forget what was listed, to look again."""
        with self._lock:
            self._kept.clear()

    def describe(self) -> dict[str, Any]:
        """Return the server as it stands in a result."""
        client = self.client
        return {"url": client.url, "version": client.server_version, "clock_ahead": client.clock.ahead}
