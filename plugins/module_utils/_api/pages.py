# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a paged list completely.

Mattermost divides lists into pages by position, and most have no order, or one with ties: pages then overlap and miss
rows, as they do if something is removed while the list is read. A single reading proves nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The page length of each reading; the server's maximum is 200. With another length, the page boundaries differ, so that
# a row missed between two pages is within a page of the next reading.
LENGTHS = (200, 191, 179, 163, 149)


class NotWhole(Exception):
    """The readings did not agree, or the list has no end. `found` rows of `total`, 0 if there is no end."""

    def __init__(self, found: int, total: int) -> None:
        super().__init__()
        self.found = found
        self.total = total


def whole_list(
    page: Callable[[int, int], list[dict[str, Any]]],
    began: int,
    total: int | None = None,
    binding: bool = True,
    only_grows: bool = False,
    repeats: bool = False,
) -> Iterator[dict[str, Any]]:
    """Yield each row once. `page(number, length)` returns a page, `began` is the server's time in milliseconds.

    A list on one page is what one query returned. A longer one is read until there are as many rows as were listed,
    repeated ones included, and until a reading brings nothing that was there from the beginning and was not seen
    before. `total` is how many the server says there are: with so many one reading is enough, and where it is
    `binding` nothing less is. A list that only grows at its front loses nothing. With
    `repeats` the server may list a row several times in one reading without leaving another out. Raises NotWhole.
    """
    seen: set[str] = set()
    listed = 0
    for reading, length in enumerate(LENGTHS):
        number, listed, late = 0, 0, 0
        before: list[dict[str, Any]] = []
        while True:
            rows = page(number, length)
            # Only an empty page is the end: a server may return shorter pages than requested.
            if not rows:
                break
            if rows == before:
                raise NotWhole(len(seen), 0)
            for row in rows:
                key = _key(row)
                if key not in seen:
                    seen.add(key)
                    late += milliseconds(row.get("create_at")) < began
                    yield row
            listed += len(rows)
            number += 1
            before = rows
        reached = total is not None and len(seen) >= total
        agreed = number <= 1 or (reading > 0 and not late)
        enough = reached or (agreed and (total is None or not binding))
        if only_grows or (enough and (repeats or len(seen) >= listed)):
            return
    raise NotWhole(len(seen), max(listed, total or 0))


def _key(row: dict[str, Any]) -> str:
    key = row.get("id") or row.get("user_id")  # bots have the latter
    return key if isinstance(key, str) else json.dumps(row, sort_keys=True)
