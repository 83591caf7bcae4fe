# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was found and closed to the rows of the result, one for each stale item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import verdict
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.criteria import (
    CALLING_ACCOUNT,
    OWNER_DEACTIVATED,
    OWNER_MISSING,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
    from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.closing import Closing
    from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.ownership import Ownership

STALE, UNKNOWN, LEFT_ALONE = "stale", "unknown", "left_alone"
# The verdicts on a type of access that could not be listed.
NOT_CHECKED = (verdict.NOT_ALLOWED, verdict.FAILED)
_LEFT_TO_PEOPLE = (verdict.NEEDS_HUMAN, verdict.UNKNOWN)

# The fields that name an item for people, the best one first.
_NAMES = ("name", "trigger", "username", "description", "id")
# The fields that have a place of their own in a row, outside of `details`.
_OWN = ("id", "reasons", "reason", "created_at", "first_activity_at", "last_activity_at", "open", "bot")
_LEFT_ALONE = "It belongs to the calling account and is not changed."


def of_record(record: Closing, ownership: Ownership, closing: bool) -> Iterator[dict[str, Any]]:
    """Yield the rows of an account. `closing` says whether anything is to be closed."""
    for access_type in record.access_types:
        entry = record.data["access"].get(access_type.name)
        if entry is None:
            continue
        closed = list(entry["closed"])
        left = _without([shown for shown in entry["found"] if shown["open"]], closed)
        if entry["verdict"] in _LEFT_TO_PEOPLE and entry["still_open"] is not False:
            # For example an OAuth app with a new secret: nothing is left to close, but it keeps working.
            known = [shown["id"] for shown in closed]
            left += [shown for shown in entry["found"] if not shown["open"] and shown["id"] not in known]
        for shown, is_closed in [(one, closing) for one in closed] + [(one, False) for one in left]:
            row = _row(access_type, _owner_id(record, shown, ownership), shown, ownership)
            row["closed"] = is_closed
            # Why it could not be closed, or what is left for a person to do.
            row["note"] = entry["reason"]
            yield row


def of_calling_account(record: Closing, ownership: Ownership) -> Iterator[dict[str, Any]]:
    """Yield the rows of items that are not counted as stale because they belong to the calling account."""
    for row in of_record(record, ownership, False):
        if row["verdict"] == STALE:
            row["verdict"] = LEFT_ALONE
            row["reasons"] = [*row["reasons"], CALLING_ACCOUNT]
            row["reason"] = "%s %s" % (row["reason"], _LEFT_ALONE)
            yield row


def of_orphan(access_type: AccessType, owner_id: str, raw: dict[str, Any], ownership: Ownership) -> dict[str, Any]:
    """Return the row of an item whose account was not found. It is never closed, since its owner is unknown."""
    describe = getattr(access_type, "item", None)
    key = one_line(raw.get("id") or raw.get("user_id"), 26)
    shown = dict(describe(raw).shown) if describe else {"id": key, "description": one_line(raw.get("description"))}
    shown["reasons"] = [OWNER_MISSING]
    shown["reason"] = (
        "Its account (%s) was not found. It may have been deleted, or may not be visible to the calling account."
        % owner_id
    )
    return dict(_row(access_type, owner_id, shown, ownership), closed=False, note=None)


def line(row: dict[str, Any]) -> str:
    """Return a row as one line of a diff."""
    return "%s of %s: %s (%s)\n" % (
        row["access_type"],
        row["owner"]["username"] or row["owner"]["id"],
        row["name"],
        row["id"],
    )


def _row(access_type: AccessType, owner_id: str, shown: dict[str, Any], ownership: Ownership) -> dict[str, Any]:
    reasons = shown.get("reasons") or [OWNER_DEACTIVATED]
    in_doubt = all(reason.endswith("_unknown") or reason == OWNER_MISSING for reason in reasons)
    return {
        "access_type": access_type.name,
        "title": access_type.title,
        "id": shown.get("id"),
        "name": next((str(shown[field]) for field in _NAMES if shown.get(field)), ""),
        "owner": ownership.shape(owner_id),
        "verdict": UNKNOWN if in_doubt else STALE,
        "reasons": list(reasons),
        "reason": shown.get("reason") or ownership.why(owner_id),
        "created_at": shown.get("created_at"),
        "first_activity_at": shown.get("first_activity_at"),
        "last_activity_at": shown.get("last_activity_at"),
        "details": {key: value for key, value in shown.items() if key not in _OWN},
    }


def _owner_id(record: Closing, shown: dict[str, Any], ownership: Ownership) -> str:
    """Return the id of the account that an item belongs to: the record's own, or that of a bot."""
    account_id: str = record.user["id"]
    bot = shown.get("bot")
    if bot:
        named = (bot_id for bot_id, row in ownership.bots.items() if one_line(row.get("username"), 80) == bot)
        return next(named, account_id)
    return account_id


def _without(shown: list[dict[str, Any]], closed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items found, minus those closed. Identical items are removed one for one."""
    gone = [{key: value for key, value in one.items() if key != "open"} for one in closed]
    left = []
    for one in shown:
        same = {key: value for key, value in one.items() if key != "open"}
        if same in gone:
            gone.remove(same)
        else:
            left.append(one)
    return left
