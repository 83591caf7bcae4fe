# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's log of what an account did, read once an account and run, and how far back it can be trusted."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import Row
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import UnexpectedShape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

PER_PAGE = 200  # the server cuts longer pages to this
# Pages of other lengths than these are the last one: proxies and forks may cut to a round number.
_CUTS = (50, 60, 100, 150, PER_PAGE)
# Somebody whom software logs in every minute has a log that nobody wants to wait for.
MOST_PAGES = 250

# What everybody's log is full of, and no way in shows by.
_NOISE = re.compile(
    r"^/(?:users/(?:login|logout|sessions|\{id\}/(?:sessions|image|terms_of_service))|channels|system|login|signup)\b"
)
DAY = 24 * 3600 * 1000


class Log:
    """What an account did, as far as the server still knows.

    `rows` are the entries that can tell of a way in, newest first. `gap` is None where they go back to the account's
    first day, or else says why not, as half a sentence: then what is not in `rows` may have happened all the same.
    `since` is the time (milliseconds since the epoch) from which on nothing is missing.
    """

    __slots__ = ("gap", "rows", "since")

    def __init__(self, rows: list[Row], since: int, gap: str | None) -> None:
        self.rows = rows
        self.since = since
        self.gap = gap

    def of(self, *actions: str) -> list[Row]:
        """Return the rows of these addresses (such as /users/{id}/tokens), newest first."""
        return [row for row in self.rows if row.action in actions]


def needs(user: dict[str, Any]) -> tuple[str, ...]:
    """Return the permissions that reading the log of a user of the API takes."""
    return ("edit_other_users", "manage_system") if user_lookup.is_system_admin(user) else ("edit_other_users",)


def of(server: Server, user: dict[str, Any], since: int | None = None) -> Log:
    """Return the log of a user of the API, asked once until `server.forget`. Raises MattermostError.

    It goes back to the account's first day, or to `since` (milliseconds since the epoch) where that is given;
    where it is not, `server.log_since` stands in.
    """
    wanted = max(milliseconds(user.get("create_at")), server.log_since if since is None else since)
    logs: _Logs = server.once("audit logs", _Logs)
    return logs.get(user["id"], wanted, lambda: _read(server, user, wanted))


class _Logs:
    """Logs by account. Each has a lock of its own, so that one account does not wait for another's log."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._kept: dict[str, tuple[int, Log | MattermostError]] = {}

    def get(self, user_id: str, since: int, fetch: Callable[[], Log]) -> Log:
        with self._lock:
            lock = self._locks.setdefault(user_id, threading.Lock())
        with lock:
            reached, kept = self._kept.get(user_id, (since + 1, None))
            if kept is None or reached > since:
                try:
                    kept = fetch()
                except MattermostError as error:
                    kept = error
                self._kept[user_id] = since, kept
        if isinstance(kept, MattermostError):
            raise kept
        return kept


def _read(server: Server, user: dict[str, Any], since: int) -> Log:
    name = user_lookup.name(user)
    made = milliseconds(user.get("create_at"))
    rows: dict[Any, Row] = {}
    oldest = server.client.clock.now()
    gap = None
    for number, page in enumerate(_pages(server, user["id"], name)):
        # Entries that come in meanwhile push others to the next page, where they are seen once more.
        rows.update((row.key, row) for row in page if row.at >= since and not _NOISE.match(row.action))
        oldest = min([oldest, *(row.at for row in page)])
        if oldest < since:
            break
        if number + 1 == MOST_PAGES:
            gap = "the log of %s has more than %d entries and was read back to %s" % (
                name,
                MOST_PAGES * PER_PAGE,
                iso(oldest),
            )
            since = oldest
            break
    if gap is None and since > made:
        gap = "the log of %s was read back to %s only" % (name, iso(since))
    elif gap is None and oldest > made + DAY and not _reaches(server, made):
        told = (name, iso(oldest), iso(made))
        gap = (
            "the log of %s begins on %s, and the account was made on %s: what came between may have been deleted" % told
        )
        since = oldest
    return Log(sorted(rows.values(), key=lambda row: -row.at), since, gap)


def _pages(server: Server, user_id: str, name: str) -> Iterator[list[Row]]:
    number, length, last = 0, 0, None
    while True:
        page = _page(server, user_id, name, number, PER_PAGE)
        if page and last == page[0].at:
            # Entries of one millisecond have no order, and one may hide at the seam of two pages.
            yield _over_seam(server, user_id, name, number * length)
        yield page
        if len(page) < length or len(page) not in _CUTS:
            return
        number, length, last = number + 1, len(page), page[-1].at


def _over_seam(server: Server, user_id: str, name: str, offset: int) -> list[Row]:
    length = next(size for size in (150, 170, 190) if 10 <= offset % size <= size - 10)
    return _page(server, user_id, name, offset // length, length)


def _page(server: Server, user_id: str, name: str, number: int, length: int) -> list[Row]:
    action = "read the log of %s" % name
    path = "/users/%s/audits?page=%d&per_page=%d" % (user_id, number, length)
    answer = server.client.get(path, action, user_lookup.NEEDS)
    if answer is None:  # so do newer servers answer where there is nothing
        return []
    if not isinstance(answer, list):
        raise UnexpectedShape(action=action, url=server.client.url, expected="a list")
    return [Row(raw) for raw in answer if isinstance(raw, dict)]


def _reaches(server: Server, moment: int) -> bool:
    """Say whether the server still has log entries of that time: then nobody pruned what came after it.

    An account leaves no entry when it is made, and one that was made for somebody may wait for its first log-in. The
    logs of the eldest system admins tell the difference: they begin with the server.
    """
    try:
        begins: int = server.once("where logs begin", lambda: _where_logs_begin(server))
    except MattermostError as error:
        if error.fatal:
            raise
        return False
    return begins <= moment + DAY


def _where_logs_begin(server: Server) -> int:
    """Return the time of the oldest entry in the logs of the eldest system admins."""
    action = "list the system admins"
    rows = with_ids(server.client.pages("/users?role=system_admin", action), action, server.client.url)
    begins = server.client.clock.now()
    for user in sorted(rows, key=lambda row: milliseconds(row.get("create_at")))[:3]:
        begins = min(begins, _begin(server, user))
        if begins <= milliseconds(user.get("create_at")) + DAY:
            break
    return begins


def _begin(server: Server, user: dict[str, Any]) -> int:
    """Return the time of the oldest entry in a log, found by halving since the server lists the newest first."""
    name = user_lookup.name(user)
    low, high, begin = 0, 1, server.client.clock.now()
    end_seen = False
    number = 0
    while not end_seen or high - low > 1:
        page = _page(server, user["id"], name, number, 1)
        if page:
            low, begin = number, page[0].at
            high = high if end_seen else number * 4 + 1
        else:
            high, end_seen = number, True
        number = (low + high) // 2 if end_seen else high
        if high == 0:
            break
    return begin
