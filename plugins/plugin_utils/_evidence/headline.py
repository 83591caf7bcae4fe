# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The top of the page: one verdict on the whole run, with a sentence or two."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import words


class Headline(NamedTuple):
    """A tone ("ok", "warn" or "bad"), a mark, a title, and paragraphs."""

    tone: str
    mark: str
    title: str
    text: list[str]


def of(run: dict[str, Any], totals: dict[str, Any], broken: str | None) -> Headline:
    """Return the headline of a run."""
    if broken:
        return _broken(totals, broken)
    if run["rehearsal"]:
        return _rehearsal(run, totals)
    if run["what"] == words.AUDIT:
        return _audit(totals)
    found = totals["users"] - totals["statuses"].get(words.MISSING, 0)
    if found == 0:
        text = "None of the requested users exist on this server."
        return Headline("warn", "!", "No such users", [text])
    if run["what"] == words.STALE:
        return _stale(totals)
    if not run["settings"]["verify"]:
        text = (
            "All steps were completed for %s, but the result was not verified, so this page does not prove that"
            " anything is closed." % count(totals["users"], "user")
        )
        return Headline("warn", "!", "Not verified", [text])
    if totals["unfinished"]:
        return _unfinished(totals)
    return _closed(run, totals, found)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return "{:,} {}".format(number, one if number == 1 else many or one + "s")


def _broken(totals: dict[str, Any], broken: str) -> Headline:
    reached = totals["users"] - totals["not_reached"]
    unfinished = totals["unfinished"] - totals["not_reached"]
    text = "%s processed, %s not finished." % (
        count(reached, "user was", "users were"),
        count(unfinished, "of them is", "of them are"),
    )
    if totals["not_reached"]:
        text += " %s not reached: nothing was changed for them." % count(
            totals["not_reached"], "more user was", "more users were"
        )
    return Headline("bad", "✕", "The run was aborted", [broken, text + " Run it again to complete the rest."])


def _rehearsal(run: dict[str, Any], totals: dict[str, Any]) -> Headline:
    text = "A real run would process %s with %s in. Nothing was changed on the server." % (
        count(totals["users"], "user"),
        count(totals["ways_in_before"], "way"),
    )
    return Headline("warn", "!", "Rehearsal: nothing was changed", [text])


def _audit(totals: dict[str, Any]) -> Headline:
    unfinished = totals["unfinished"]
    title = "%s of %s with open or unknown ways in" % (count(unfinished, "user"), "{:,}".format(totals["users"]))
    text = "%s in found. Nothing was changed." % count(totals["ways_in_before"], "way")
    return Headline("warn" if unfinished else "ok", "!" if unfinished else "✓", title, [text])


def _stale(totals: dict[str, Any]) -> Headline:
    revoked, failed = count(totals["sessions_revoked"], "idle session"), totals["unfinished"]
    if failed:
        return Headline("bad", "✕", "%s not finished" % count(failed, "user"), ["%s revoked." % revoked])
    text = "%s checked. Other ways in were not changed." % count(totals["users"], "user was", "users were")
    return Headline("ok", "✓", "%s revoked" % revoked, [text])


def _unfinished(totals: dict[str, Any]) -> Headline:
    statuses = totals["statuses"]
    by_hand = statuses.get(words.NEEDS_HUMAN, 0)
    told = [
        (statuses.get(words.OPEN, 0), "%s access.", "user still has", "users still have"),
        (by_hand, "%s a manual step.", "user needs", "users need"),
        (statuses.get(words.NOT_CHECKED, 0), "%s could not be fully checked.", "user", "users"),
        (statuses.get(words.FAILED, 0), "%s failed.", "user", "users"),
    ]
    sentences = [form % count(number, one, many) for number, form, one, many in told if number]
    sentences.append("%s closed." % count(statuses.get(words.CLOSED, 0), "user is", "users are"))
    title = "%s of %s not finished" % (count(totals["unfinished"], "user"), "{:,}".format(totals["users"]))
    only_by_hand = by_hand == totals["unfinished"]
    if only_by_hand:
        # Such as the invitation link of a team, which every member knew: nothing went wrong.
        title = "Closed, except for %s" % count(totals["to_do_count"], "manual step")
    return Headline("warn" if only_by_hand else "bad", "!" if only_by_hand else "✕", title, [" ".join(sentences)])


def _closed(run: dict[str, Any], totals: dict[str, Any], found: int) -> Headline:
    title = "Every selected way in is closed" if run["left_alone"] else "Every way in is closed"
    text = "%s, %s in before, %s after, verified by listing them again on the server." % (
        count(found, "user"),
        count(totals["ways_in_before"], "way"),
        "{:,}".format(totals["ways_in_after"]),
    )
    left = totals["to_do_count"]
    if left:
        title = "Closed, with %s left for a person to review" % count(left, "item")
        text += " Every way in that the server lists is closed. The remaining items are listed below by user."
    return Headline("ok", "✓", title, [text])
