# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Converts results of mattermost_session_revoke into the steps of an offboarding: before, closed, after."""

from __future__ import annotations

from typing import Any

from . import words

TITLE = "Sessions"


def steps(record: dict[str, Any], rehearsal: bool) -> list[dict[str, Any]]:
    """Return the records of the steps. The module itself verifies the sessions, except in check mode."""
    results = record.get("results") or []
    parts = {
        words.BEFORE: [_look(entry, entry.get("revoked") or [], still_open=True) for entry in results],
        words.CLOSED: [_closed(entry) for entry in results],
        words.AFTER: [_look(entry, [], still_open=False) for entry in results],
    }
    if rehearsal:
        del parts[words.AFTER]
    return [dict(record, step=step, results=entries) for step, entries in parts.items()]


def _look(entry: dict[str, Any], sessions: list[dict[str, Any]], still_open: bool) -> dict[str, Any]:
    if not entry.get("user"):
        return {"requested": entry["requested"], "user": None}
    error = entry.get("error")
    is_open = bool(sessions) and still_open
    known = {"verdict": "open" if is_open else "closed", "still_open": is_open}
    seen = {"verdict": "failed", "still_open": None, "reason": error["message"]} if error else known
    return {
        "requested": entry["requested"],
        "user": entry["user"],
        "error": None if still_open else error,
        "access": {
            words.SESSION: {
                "title": TITLE,
                "reason": None,
                **(known if still_open else seen),
                "found": [dict(session, open=True) for session in sessions],
            }
        },
        "still_open": [words.SESSION] if is_open else [],
        "not_checked": [words.SESSION] if error and not still_open else [],
        "to_do": [],
        "ways_in": len(sessions),
    }


def _closed(entry: dict[str, Any]) -> dict[str, Any]:
    access = {words.SESSION: {"title": TITLE, "closed": entry.get("revoked") or []}}
    return {
        "requested": entry["requested"],
        "user": entry.get("user"),
        "request_ids": entry.get("request_ids") or [],
        "access": access,
    }
