# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One way in of one user, and the advice of a type of access on its items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError, worse
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

# The fields that name an item for people, the best one first.
_LABELS = ("name", "trigger", "username", "role", "description", "id")


class Item:
    """One way in. `key` is its id on the server, `open` whether it works now or would work again with the account.

    `shown` is for results and reports. The key is not: that of an incoming webhook is a secret. `row` is the raw row,
    if closing needs more than the key; it may contain secrets. `account_id` is the account that the item belongs to,
    if that may be one of several: see `Account.owns`.
    """

    __slots__ = ("account_id", "key", "open", "row", "shown")

    def __init__(self, key: str, is_open: Any, shown: dict[str, Any], row: dict[str, Any] | None = None) -> None:
        self.key = key
        self.open = bool(is_open)
        self.shown = shown
        self.row = row or {}
        self.account_id = ""

    @property
    def label(self) -> str:
        """The name of the item for a message."""
        return next((str(self.shown[field]) for field in _LABELS if self.shown.get(field)), "unnamed")

    def as_dict(self) -> dict[str, Any]:
        """Return the item in the format of results."""
        return dict(self.shown, open=self.open)


class Advice:
    """What a person must do about a way in that no API closes, and whether it works until then.

    `still_open` None means unknown. `verdict` is needs_human or unknown, or open where something else is left.
    """

    __slots__ = ("still_open", "text", "verdict")

    def __init__(self, text: str, still_open: bool | None, verdict: str = "needs_human") -> None:
        self.text = text
        self.still_open = still_open
        self.verdict = verdict


def one_by_one(items: list[Item], end: Callable[[Item], object]) -> tuple[list[Item], MattermostError | None]:
    """Call `end(item)` for each item and return (those that succeeded, the worst error or None)."""
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


def unless_gone(request: Callable[[], Any], ids: tuple[str, ...]) -> Any:
    """Send a closing request and return its answer; an error with one of these ids means that it is gone already."""
    try:
        return request()
    except ApiError as error:
        if error.error_id not in ids:
            raise
    return None
