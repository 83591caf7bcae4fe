# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on one type of access of one person, the same for all types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

CLOSED, OPEN, NOT_ALLOWED, UNKNOWN = "closed", "open", "not_allowed", "unknown"
FEATURE_OFF, NEEDS_HUMAN, FAILED = "feature_off", "needs_human", "failed"


class Look:
    """The state of one type of access of one person.

    `verdict` is one of the words above, `reason` a sentence or None. `still_open` is whether the person
    still has this access: None means unknown, which never counts as no.
    """

    __slots__ = ("access_type", "error", "items", "reason", "still_open", "verdict")

    def __init__(
        self,
        access_type: AccessType,
        items: list[Item],
        verdict: str,
        reason: str | None = None,
        still_open: bool | None = False,
        error: MattermostError | None = None,
    ) -> None:
        self.access_type = access_type
        self.items = items
        self.verdict = verdict
        self.reason = reason
        self.still_open = still_open
        self.error = error

    @property
    def tasks(self) -> list[str]:
        """What a person must do, one sentence for each item if known."""
        if self.verdict not in (NEEDS_HUMAN, UNKNOWN, OPEN):
            return []
        # A person confirms an item by its reference.
        named = [
            "%s (reference %s)" % (item.shown["advice"], item.shown.get("reference"))
            for item in self.open_items
            if item.shown.get("advice")
        ]
        told = named if named or self.verdict == OPEN else [str(self.reason)]
        return ["%s: %s" % (self.access_type.title, text) for text in told]

    @property
    def open_items(self) -> list[Item]:
        """The items that work."""
        return [item for item in self.items if item.open]

    def as_dict(self) -> dict[str, Any]:
        """Return the look in the format of results."""
        return {
            "title": self.access_type.title,
            "verdict": self.verdict,
            "reason": self.reason,
            "still_open": self.still_open,
            "found": [item.as_dict() for item in self.items],
        }


def look(server: Server, person: Person, access_type: AccessType) -> Look:
    """Check one type of access of one person. Raises only errors that are fatal for the whole run."""
    lacks = server.caller.lacks(access_type.needs(server, person.user))
    if lacks:
        reason = "Not checked: the calling account lacks %s." % " and ".join(lacks)
        return Look(access_type, [], NOT_ALLOWED, reason, None)
    try:
        items = access_type.find(server, person)
        advice = access_type.advice(server, person, items)
    except MattermostError as error:
        if error.fatal:
            raise
        return failed(access_type, error)
    is_open = any(item.open for item in items)
    if advice is not None:
        seen = Look(access_type, items, advice.verdict, advice.text, advice.still_open)
    else:
        seen = Look(access_type, items, OPEN if is_open else CLOSED, None, is_open)
    unseen = person.unseen_bots(server) if access_type.includes_bots else None
    if unseen is not None and seen.verdict == CLOSED:
        # The findings are valid, but access of the bots was not checked.
        reason = "Not checked for the bots of the account: %s." % unseen
        return Look(access_type, items, NOT_ALLOWED, reason, None)
    return seen


def failed(access_type: AccessType, error: MattermostError) -> Look:
    """Return the look at a type of access that could not be checked."""
    if isinstance(error, ApiError):
        # Mattermost names what is off. Whatever stands in front of it answers 501 without an id.
        if error.status == 501 and error.error_id:
            return Look(access_type, [], FEATURE_OFF, error.hint or str(error), False, error)
        if error.status == 403:
            return Look(access_type, [], NOT_ALLOWED, "Not checked: %s" % error, None, error)
    return Look(access_type, [], FAILED, "Not checked: %s" % error, None, error)


def overall(looks: dict[str, Look]) -> dict[str, Any]:
    """Sum up a person: the types that are still open, those not checked, and the manual steps."""
    return {
        "still_open": [name for name, seen in looks.items() if seen.still_open],
        "not_checked": [name for name, seen in looks.items() if seen.still_open is None],
        "to_do": [task for seen in looks.values() for task in seen.tasks],
        "ways_in": sum(len(seen.open_items) for seen in looks.values()),
    }
