# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way in of a user, with one verdict for each kind. Written once over the face of the kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import ApiError, MattermostError

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils.access.face import Kind
    from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

CLOSED, OPEN, NOT_ALLOWED = "closed", "open", "not_allowed"
FEATURE_OFF, NEEDS_HUMAN, FAILED = "feature_off", "needs_human", "failed"


class Look:
    """What was seen of one kind of access of one user.

    `verdict` is one of the six words, `reason` a sentence or None. `still_open` says whether the person
    still gets in this way: None means that it is not known, which is never the same as no.
    """

    __slots__ = ("kind", "items", "verdict", "reason", "still_open", "error")

    def __init__(
        self,
        kind: Kind,
        items: list[Item],
        verdict: str,
        reason: str | None = None,
        still_open: bool | None = False,
        error: MattermostError | None = None,
    ) -> None:
        self.kind = kind
        self.items = items
        self.verdict = verdict
        self.reason = reason
        self.still_open = still_open
        self.error = error

    @property
    def open_items(self) -> list[Item]:
        """The items that work."""
        return [item for item in self.items if item.open]

    def as_dict(self) -> dict[str, Any]:
        """Return the look as it stands in a result."""
        return {
            "title": self.kind.TITLE,
            "verdict": self.verdict,
            "reason": self.reason,
            "still_open": self.still_open,
            "found": [dict(item.shown, open=item.open) for item in self.items],
        }


def look(server: Server, user: dict[str, Any], kind: Kind) -> Look:
    """Look at one kind of access of one user. Raises only what is fatal for the whole run."""
    lacks = server.lacks(kind.needs(server, user))
    if lacks:
        reason = "Not checked: the calling account lacks %s." % " and ".join(lacks)
        return Look(kind, [], NOT_ALLOWED, reason, None)
    try:
        items = kind.find(server, user)
    except ApiError as error:
        if error.fatal:
            raise
        if error.status == 501:
            return Look(kind, [], FEATURE_OFF, error.hint or str(error), False, error)
        if error.status == 403:
            return Look(kind, [], NOT_ALLOWED, "Not checked: %s" % error, None, error)
        return Look(kind, [], FAILED, "Not checked: %s" % error, None, error)
    except MattermostError as error:
        if error.fatal:
            raise
        return Look(kind, [], FAILED, "Not checked: %s" % error, None, error)
    task = kind.human(server, user, items)
    if task is not None:
        return Look(kind, items, NEEDS_HUMAN, task[0], task[1])
    is_open = any(item.open for item in items)
    return Look(kind, items, OPEN if is_open else CLOSED, None, is_open)


def overall(looks: dict[str, Look]) -> dict[str, Any]:
    """Sum up a user: the kinds that are still open, those that nobody checked, and what a person must do."""
    return {
        "still_open": [name for name, seen in looks.items() if seen.still_open],
        "not_checked": [name for name, seen in looks.items() if seen.still_open is None],
        "to_do": ["%s: %s" % (seen.kind.TITLE, seen.reason) for seen in looks.values() if seen.verdict == NEEDS_HUMAN],
        "ways_in": sum(len(seen.open_items) for seen in looks.values()),
    }
