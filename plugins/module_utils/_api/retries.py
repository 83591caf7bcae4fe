# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends a request, with retries, at the rate that the server allows."""

from __future__ import annotations

import itertools
import json
import random
import re
import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.rate_limit import RateLimit, retry_after
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server_clock import ServerClock
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.transport import API
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    RateLimited,
    TransportError,
)

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.transport import Transport

TRANSIENT = (429, 502, 503, 504)

_LISTED_RETRIES = 50  # notes kept for the result; all are counted


class Sender:
    """Requests with retries after 429, 502, 503, 504 and lost connections, limited by `retries`.

    `in_flight` is the number of concurrent threads. `stopped` is set when the run is about to end:
    waits are then cut short and nothing is retried. Counts requests and records retries.
    """

    def __init__(
        self,
        transport: Transport,
        headers: dict[str, str],
        retries: int = 6,
        in_flight: int = 1,
        stopped: threading.Event | None = None,
    ) -> None:
        self.headers = headers
        self.requests = 0
        self.retried = 0
        self.notes: list[str] = []
        self.server_version: str | None = None  # from the server's answers, such as 11.6.0
        self.clock = ServerClock()
        self._transport = transport
        self._retries = retries
        self._stopped = stopped or threading.Event()
        self._rate_limit = RateLimit(in_flight, sleep=self._stopped.wait)
        self._count = itertools.count(1)
        self._lock = threading.Lock()

    def send(
        self,
        method: str,
        path: str,
        body: Any,
        action: str,
        changing: bool,
        base: str = API,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """Return the answer (`status`, `headers`, `data`). `path` is below /api/v4 or `base`; `body` is sent as JSON.

        Raises TransportError; its `unknown` states that a changing request may have taken effect.
        """
        headers, data = headers or self.headers, None
        if body is not None:
            data = json.dumps(body).encode("utf-8")
            headers = dict(headers)
            headers["Content-Type"] = "application/json"
        tries = 0
        unknown = False
        while True:
            self._rate_limit.wait()
            self.requests = next(self._count)
            tries += 1
            try:
                answer = self._transport.send(method, base + path, headers, data, action)
            except TransportError as error:
                unknown = unknown or error.unknown
                error.unknown = unknown and changing
                if not error.transient or self._give_up(tries):
                    # If the server cannot be reached after all retries, the next item would fail as well.
                    error.fatal = error.fatal or error.ends_run_when_final
                    raise error from None
                if not self._pause(tries, action, error.short):
                    raise error from None
                continue
            if answer.status == 429:
                pause = self._rate_limit.refused(retry_after(answer.headers))
                if self._give_up(tries):
                    raise RateLimited(action=action, url=self._transport.url, tries=tries).marked(
                        status=429, unknown=unknown and changing
                    )
                self.note("%s: HTTP 429, all requests wait %.1f s" % (action, pause))
                continue
            self._rate_limit.observe(answer.headers)
            self.clock.observe(answer.headers.get("Date"))
            if self.server_version is None:
                self.server_version = _version(answer.headers.get("X-Version-Id"))
            if answer.status not in TRANSIENT or self._give_up(tries):
                return answer
            unknown = True  # a gateway may have forwarded the request before it gave up
            if not self._pause(tries, action, "HTTP %d" % answer.status):
                return answer

    def note(self, text: str) -> None:
        """Count and record a retry, or something else that a person should see at -v."""
        with self._lock:
            self.retried += 1
            if len(self.notes) < _LISTED_RETRIES:
                self.notes.append(text)

    def _give_up(self, tries: int) -> bool:
        return tries > self._retries or self._stopped.is_set()

    def _pause(self, tries: int, action: str, reason: str) -> bool:
        """Wait before the next attempt. Returns False if the run is about to end."""
        # Jitter, so that thirty-two workers do not all retry at once after a restart of the server.
        seconds = min(0.25 * 2**tries, 8.0) * random.uniform(0.6, 1.4)
        self.note("%s: %s, attempt %d follows after %.1f s" % (action, reason, tries + 1, seconds))
        return not self._stopped.wait(seconds)


def _version(text: str | None) -> str | None:
    """Return 11.6.0 for "11.6.0.14000000000.abc.true", None for anything else."""
    match = re.match(r"^([0-9]+\.[0-9]+\.[0-9]+)\.", text or "")
    return match.group(1) if match else None
