# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's log of the actions of an account, read once for each account, and how far back it is complete."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_entries import Entries
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import Row
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import UnexpectedShape

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

PER_PAGE = 200  # the server's maximum
# A page of any other length is the last one: proxies and forks may limit pages to a round number.
_CUTS = (50, 60, 100, 150, PER_PAGE)
# An account that software logs in every minute has a log that takes too long to read.
MOST_PAGES = 250

# Frequent entries that do not show a way in.
_NOISE = re.compile(
    r"^/(?:users/(?:login|logout|sessions(?!/revoke/all\Z)|\{id\}/(?:sessions|image|terms_of_service))|channels|system|login|signup)\b"
)
# Actions of administrators. Creating tokens is not included, since all users can do so for their own bots.
_OF_ADMINS = re.compile(
    r"^/(?:config|license|compliance|roles|schemes|brand|plugins/marketplace/first_admin_visit|users/sessions/revoke/all)\b"
)
_OF_ADMINS_ON_OTHERS = re.compile(r"^/users/\{id\}(?:/(?:roles|active|auth|mfa|password|patch|sessions|email)\b|\Z)")
DAY = 24 * 3600 * 1000


class Log:
    """The actions of an account, as far as the server still has them.

    `rows` are the entries that can show a way in, newest first. `gap` is None if they go back to the account's first
    day, else the reason why not, as half a sentence: then other actions may be missing from `rows`. `since` is in
    milliseconds since the epoch. `administered` is whether the account did what only administrators can do.
    """

    __slots__ = ("_entries", "_know", "administered")

    def __init__(self, entries: Entries, administered: bool, know: Callable[[], tuple[int, str | None]]) -> None:
        self._entries = entries
        self.administered = administered
        # Computed on demand: distinguishing a new log from a pruned one can take requests.
        self._know = know

    @property
    def rows(self) -> list[Row]:
        """The entries that can show a way in, newest first."""
        return self._entries.rows

    @property
    def since(self) -> int:
        """The time since which the log is complete. Raises MattermostError."""
        return self._know()[0]

    @property
    def gap(self) -> str | None:
        """Why the rows do not go back to the account's first day, None if they do. Raises MattermostError."""
        return self._know()[1]

    def of(self, *actions: str) -> list[Row]:
        """Return the rows with these paths (such as /users/{id}/tokens), newest first."""
        return self._entries.of(*actions)

    def about(self, subject: str, *actions: str) -> list[Row]:
        """Return the rows with these paths about the account or team with this id, newest first."""
        return self._entries.about(subject, *actions)


def needs(user: dict[str, Any]) -> tuple[str, ...]:
    """Return the permissions required to read the log of a user of the API."""
    return over_user(user, "edit_other_users")


def of(server: Server, user: dict[str, Any], since: int | None = None) -> Log:
    """Return the log of a user of the API, requested once until `server.forget`. Raises MattermostError.

    It goes back to `since` (milliseconds since the epoch) or, if that is not given, to `server.log_since`; 0 is the
    account's first day.
    """
    readers: _Readers = server.once("audit logs", _Readers)
    return readers.reader(server, user).log(server.log_since if since is None else since)


class _Readers:
    """Readers by account. Each has its own lock, so that one account does not wait for the log of another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: dict[str, _Reader] = {}

    def reader(self, server: Server, user: dict[str, Any]) -> _Reader:
        """Return the reader of a user's log, the same one each time."""
        with self._lock:
            if user["id"] not in self._readers:
                self._readers[user["id"]] = _Reader(server, user)
            return self._readers[user["id"]]


class _Reader:
    """Reads the log of one account, as far back as requested, and no entry twice."""

    def __init__(self, server: Server, user: dict[str, Any]) -> None:
        self._lock = threading.Lock()
        self._server = server
        self._user_id = user["id"]
        self._name = user_lookup.name(user)
        self._made = milliseconds(user.get("create_at"))
        self._rows: dict[Any, Row] = {}
        self._entries: Entries | None = None
        # Before the first reading: later than any requested time, on a clock that is accurate to a second.
        self._oldest = server.client.clock.now() + DAY
        self._pages = 0
        self._length = 0
        self._ended = False
        self._administered = False
        self._error: MattermostError | None = None

    def log(self, since: int) -> Log:
        """Return the log back to a moment, continuing where the last reading ended."""
        since = max(since, self._made)
        with self._lock:
            if self._error is not None:
                raise self._error
            try:
                # The server's clock is known only to about a second: the first page is read even for a recent `since`.
                while not self._ended and (not self._pages or since <= self._oldest) and self._pages < MOST_PAGES:
                    self._read_on()
            except MattermostError as error:
                self._error = error
                raise
            self._entries = self._entries or Entries(self._rows.values())
            return Log(self._entries, self._administered, lambda: self._known(since))

    def _read_on(self) -> None:
        page = _page(self._server, self._user_id, self._name, self._pages, PER_PAGE)
        self._keep(page)
        if page and self._pages and page[0].at == self._oldest:
            # Entries of the same millisecond have no order, and one may be missed between two pages.
            self._keep(_over_seam(self._server, self._user_id, self._name, self._pages * self._length))
        self._oldest = min([self._oldest, *(row.at for row in page)])
        self._ended = len(page) < self._length or len(page) not in _CUTS
        self._pages += 1
        self._length = len(page)

    def _keep(self, page: list[Row]) -> None:
        self._entries = None
        for row in page:
            # New entries move others to the next page, where they are listed again.
            if not _NOISE.match(row.action):
                self._rows[row.key] = row
            self._administered = self._administered or self._of_admins(row)

    def _of_admins(self, row: Row) -> bool:
        if _OF_ADMINS.match(row.action):
            return True
        return row.subject != self._user_id and bool(_OF_ADMINS_ON_OTHERS.match(row.action))

    def _known(self, since: int) -> tuple[int, str | None]:
        """Return since when the log is complete, and why not since the first day."""
        if not self._ended and self._oldest >= since:
            told = (self._name, str(self._pages * PER_PAGE), iso(self._oldest))
            return self._oldest, "the log of %s has more than %s entries and was read back to %s" % told
        begins = min(self._oldest, self._server.client.clock.now())
        if begins > since + DAY and not _reaches(self._server, since):
            told = (self._name, iso(begins) or "", iso(self._made))
            gap = (
                "the log of %s begins on %s, but the account was created on %s: entries in between may have been"
                " deleted" % told
            )
            return begins, gap
        if since > self._made:
            return since, "the log of %s was only read back to %s" % (self._name, iso(since))
        return since, None


def _over_seam(server: Server, user_id: str, name: str, offset: int) -> list[Row]:
    length = next(size for size in (150, 170, 190) if 10 <= offset % size <= size - 10)
    return _page(server, user_id, name, offset // length, length)


def _page(server: Server, user_id: str, name: str, number: int, length: int) -> list[Row]:
    action = "read the log of %s" % name
    path = "/users/%s/audits?page=%d&per_page=%d" % (user_id, number, length)
    answer = server.client.get(path, action, user_lookup.NEEDS)
    if answer is None:  # the answer of newer servers if there are none
        return []
    if not isinstance(answer, list):
        raise UnexpectedShape(action=action, url=server.client.url, expected="a list")
    return [Row(raw) for raw in answer if isinstance(raw, dict)]


def _reaches(server: Server, moment: int) -> bool:
    """Return whether the server still has log entries of that time: then nothing later was pruned.

    Creating an account leaves no entry in its log, and the first log-in may be much later. The logs of the oldest
    system admins show the difference: they begin with the server.
    """
    try:
        begins: int = server.once("where logs begin", lambda: _where_logs_begin(server))
    except MattermostError as error:
        if error.fatal:
            raise
        return False
    return begins <= moment + DAY


def _where_logs_begin(server: Server) -> int:
    """Return the time of the oldest entry in the logs of the oldest system admins."""
    action = "list the system admins"
    rows = with_ids(server.client.pages("/users?role=system_admin", action), action, server.client.url)
    begins = server.client.clock.now()
    for user in sorted(rows, key=lambda row: milliseconds(row.get("create_at")))[:3]:
        begins = min(begins, _begin(server, user))
        if begins <= milliseconds(user.get("create_at")) + DAY:
            break
    return begins


def _begin(server: Server, user: dict[str, Any]) -> int:
    """Return the time of the oldest entry in a log, by binary search, since the server lists the newest first."""
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
