# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines that a play shows at its end, and the sentence that it fails with."""

from __future__ import annotations

from typing import Any

from . import words

_SHOWN = 20


def lines(
    run: dict[str, Any],
    totals: dict[str, Any],
    server: dict[str, Any],
    page: str | None,
    not_due: list[dict[str, Any]],
    handed: list[str],
) -> list[str]:
    """Return the lines to show."""
    place = "%s (Mattermost %s)" % (server.get("url"), server.get("version") or "of unknown version")
    if run["what"] == words.AUDIT:
        told = _audit(run, totals, place)
    elif run["what"] == words.STALE:
        told = [_stale(run, totals, server)]
    elif not totals["users"]:
        told = ["No users: nothing to do on %s, nothing was changed." % (server.get("url") or "the server")]
    elif run["rehearsal"] or run["check_mode"]:
        told = [
            "Check mode: nothing was changed on %s." % place,
            "A real run would process %s with %d ways in:" % (_users(totals), totals["ways_in_before"]),
            *("  %s" % line for line in totals["plans"]),
        ]
    else:
        told = _offboarding(totals, place)
    told += handed
    if page:
        told.append("Evidence: %s" % page)
    if totals["missing"] and run["what"] == words.OFFBOARDING:
        told.append("Unknown on the server, nothing to do: %s" % ", ".join(totals["missing"]))
    if not_due:
        shown = ["%s (%s)" % (one["user"], one["dated"] or one["leaves_at"]) for one in not_due[:_SHOWN]]
        more = ", and %d more" % (len(not_due) - _SHOWN) if len(not_due) > _SHOWN else ""
        told.append("Not due yet: %s%s" % (", ".join(shown), more))
    return told


def vanished(users: list[str]) -> str:
    """Return the line about those who were due, are on the list no more, and still active."""
    more = ", and %d more" % (len(users) - _SHOWN) if len(users) > _SHOWN else ""
    return "No longer on the list, but still active: %s%s" % (", ".join(users[:_SHOWN]), more)


def notes(result: dict[str, Any]) -> list[str]:
    """Return where a module wrote new secrets, and which successors could not take over."""
    written = [
        "%s for %s: %s" % (_count(made["secrets"], "new secret"), made["successor"], made["file"])
        for made in result.get("handed_over") or []
    ]
    refused = result.get("unusable_successors") or []
    return written + ["%s cannot take over (%s): nothing was handed over." % (r["name"], r["problem"]) for r in refused]


def failure(run: dict[str, Any], totals: dict[str, Any], broken: str | None) -> str | None:
    """Return the sentence that the play fails with, None if it succeeds."""
    if broken:
        if run["what"] == words.AUDIT:
            return "The audit was aborted: %s" % broken
        return "The run was aborted: %s Run it again to complete the rest. What is done will not be changed." % broken
    if run["what"] == words.STALE:
        return " ".join(totals["names"]) or None
    wanted = run["what"] == words.OFFBOARDING and run["fail_on_open"] and run["settings"]["verify"]
    if not wanted or run["check_mode"] or not totals["unfinished"]:
        return None
    names = totals["unfinished_names"]
    more = ["and more"] if totals["unfinished"] > len(names) else []
    return "Not finished (%d of %d): %s." % (totals["unfinished"], totals["users"], "; ".join(names + more))


def progress(run: dict[str, Any], totals: dict[str, Any], users: int, seconds: float) -> str:
    """Return the progress of a run, and the estimated remaining time."""
    done = totals["users"]
    if done >= users:
        left = "done"
    else:
        rest = seconds / done * (users - done) if done else 0
        left = "about %d seconds left" % round(rest) if rest < 90 else "about %d minutes left" % round(rest / 60)
    if run["what"] == words.AUDIT:
        found = format(totals["ways_in_before"], ",") + " ways in"
    else:
        verb = "to revoke" if run["check_mode"] else "revoked"
        found = "{:,} sessions {}".format(totals["sessions_revoked"], verb)
    return f"{done:,} of {users:,} users, {found}, {left}"


def _users(totals: dict[str, Any]) -> str:
    return _count(totals["users"], "user")


def _count(number: int, what: str) -> str:
    return "%d %s%s" % (number, what, "" if number == 1 else "s")


def _offboarding(totals: dict[str, Any], place: str) -> list[str]:
    after = totals["ways_in_after"] if totals["looked_again"] else "an unknown number"
    told = ["%s: %s, %d ways in before, %s after." % (place, _users(totals), totals["ways_in_before"], after)]
    told += ["  %s" % line for line in totals["lines"]]
    if totals["median_minutes"] is not None:
        told.append(
            "From leaving to the last way in closed: median %d minutes, worst %d minutes, %d late."
            % (totals["median_minutes"], totals["worst_minutes"], totals["late"])
        )
    if totals["to_do"]:
        told += ["By hand:", *("  %s" % line for line in totals["to_do"])]
    return told


def _audit(run: dict[str, Any], totals: dict[str, Any], place: str) -> list[str]:
    whom = {"active": "active users", "deactivated": "deactivated users"}.get(run["everybody"], "users")
    told = [
        "%s: %d %s, %d ways in. Nothing was changed." % (place, totals["users"], whom, totals["ways_in_before"]),
        *("  %s: %d" % (entry["title"], entry["before"]) for entry in totals["access"].values() if entry["before"]),
        *("  %s" % line for line in totals["names"]),
    ]
    if totals["unfinished"] > len(totals["names"]):
        told.append("  and %d more" % (totals["unfinished"] - len(totals["names"])))
    return told


def _stale(run: dict[str, Any], totals: dict[str, Any], server: dict[str, Any]) -> str:
    verb = "that would be revoked" if run["check_mode"] else "revoked"
    return "%s: users checked: %d, sessions idle for longer than %s %s: %d." % (
        server.get("url"), totals["users"], run["settings"]["idle_longer_than"], verb, totals["sessions_revoked"]
    )  # fmt: skip
