# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One way in of one user, and what the kinds of access share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import (
    ApiError,
    MattermostError,
    TransportError,
    one_line,
    worse,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils.users import ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Item:
    """One way in. `key` is the server's name for it, `open` whether it works now or comes back with the account.

    `shown` is what results and reports carry. The key is not: that of an incoming webhook is its secret.
    """

    __slots__ = ("key", "open", "shown")

    def __init__(self, key: str, is_open: Any, shown: dict[str, Any]) -> None:
        self.key = key
        self.open = bool(is_open)
        self.shown = shown


def usable_id(row: dict[str, Any], field: str = "id") -> str | None:
    """Return the id of a row, None where it has not the shape of one."""
    value = row.get(field)
    return value if isinstance(value, str) and ID.match(value) else None


def with_ids(rows: Iterable[dict[str, Any]], action: str, url: str, field: str = "id") -> list[dict[str, Any]]:
    """Return the rows. Raises MattermostError where one has no usable id.

    It could not be closed, and must not look like nothing there; and an id goes into the path of a request.
    """
    rows = list(rows)
    if not all(usable_id(row, field) for row in rows):
        raise TransportError("no_id", action=action, url=url)
    return rows


def one_by_one(items: list[Item], end: Callable[[Item], None]) -> tuple[list[Item], MattermostError | None]:
    """Call `end(item)` for each item and return (those that went well, the worst error or None)."""
    done, failure = [], None
    for item in items:
        try:
            end(item)
            done.append(item)
        except MattermostError as error:
            failure = worse(failure, error)
            if error.fatal:
                break
    return done, failure


def unless_gone(request: Callable[[], Any], *ids: str) -> None:
    """Send a closing request; an error with one of these ids means that somebody else was faster."""
    try:
        request()
    except ApiError as error:
        if error.error_id not in ids:
            raise


def masked(secret: Any) -> str:
    """Return enough of a secret id to tell it from others, and too little to use it."""
    return secret[:4] + "…" if isinstance(secret, str) and len(secret) > 12 else "…"


def text(value: Any, limit: int = 200) -> str:
    """Return a field of the server's as one printable line."""
    return one_line(value, limit)
