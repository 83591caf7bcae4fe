# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The time from when a user left until their last way in was closed."""

from __future__ import annotations

from typing import Any

from . import clock, words


def add(row: dict[str, Any], target_hours: float, now: str) -> None:
    """Add `last_closed_at`, `minutes_to_close` and `late` to a row. `late` is None if it cannot be determined yet.

    `last_closed_at` is the latest of these: the time of the deactivation, as the server reports it, and the times at
    which the steps of the batch ended.
    """
    closed = row["status"] == words.CLOSED
    row["last_closed_at"] = _latest(row) if closed else None
    row["minutes_to_close"] = clock.minutes_between(row["left_at"], row["last_closed_at"])
    if row["left_at"] is None or row["status"] == words.MISSING:
        row["late"] = None
    elif closed:
        minutes = row["minutes_to_close"]
        row["late"] = None if minutes is None else minutes > target_hours * 60
    else:
        # Open or unknown: late as soon as the target has passed.
        waiting = clock.minutes_between(row["left_at"], now)
        row["late"] = True if waiting is not None and waiting > target_hours * 60 else None


def _latest(row: dict[str, Any]) -> str | None:
    """Return when the last way in was closed, None if all were closed before the run."""
    closed = {done["access_type"] for done in row["done"]}
    times = [row["deactivated_at"], *(done["at"] for done in row["done"])]
    ended = [entry for entry in row["access"] if not entry["open_after"] and entry["access_type"] not in closed]
    if any(entry["open_before"] or entry.get("before", "") is None for entry in ended):
        # Closed by something else, such as the deactivation, and no later than the verification that found it closed.
        times.append(row["times"].get(words.AFTER))
    moments = [moment for moment in map(clock.parse, times) if moment is not None]
    return clock.as_text(max(moments)) if moments else None


def summary(minutes: list[int]) -> dict[str, Any]:
    """Return the median and the maximum of the minutes, None if there are none."""
    if not minutes:
        return {"median_minutes": None, "worst_minutes": None}
    ordered = sorted(minutes)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
    return {"median_minutes": median, "worst_minutes": ordered[-1]}
