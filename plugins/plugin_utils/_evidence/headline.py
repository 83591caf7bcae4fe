# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands at the top of the page: one verdict on the whole run, with a sentence or two."""

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
        text = "None of those who were named exists on this server."
        return Headline("warn", "!", "No such users", [text])
    if run["what"] == words.STALE:
        return _stale(totals)
    if not run["settings"]["verify"]:
        text = (
            "What was to be done was done for %s, but nobody looked again afterwards, so this page does not prove that"
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
    text = "%s worked on, %s not finished." % (
        count(reached, "user was", "users were"),
        count(unfinished, "of them is", "of them are"),
    )
    if totals["not_reached"]:
        text += " %s not reached: nothing was changed for them." % count(
            totals["not_reached"], "more user was", "more users were"
        )
    return Headline("bad", "✕", "The run was aborted", [broken, text + " Run it again: what is done stays done."])


def _rehearsal(run: dict[str, Any], totals: dict[str, Any]) -> Headline:
    text = "A real run would work on %s with %s in. Nothing was changed on the server." % (
        count(totals["users"], "user"),
        count(totals["ways_in_before"], "way"),
    )
    return Headline("warn", "!", "Rehearsal: nothing was changed", [text])


def _audit(totals: dict[str, Any]) -> Headline:
    unfinished = totals["unfinished"]
    title = "%s of %s with something open, or not known" % (count(unfinished, "user"), "{:,}".format(totals["users"]))
    text = "%s in found. Nothing was changed." % count(totals["ways_in_before"], "way")
    return Headline("warn" if unfinished else "ok", "!" if unfinished else "✓", title, [text])


def _stale(totals: dict[str, Any]) -> Headline:
    revoked, failed = count(totals["sessions_revoked"], "idle session"), totals["unfinished"]
    if failed:
        return Headline("bad", "✕", "%s not finished" % count(failed, "user"), ["%s revoked." % revoked])
    text = "%s looked at. No other way in was touched." % count(totals["users"], "user was", "users were")
    return Headline("ok", "✓", "%s revoked" % revoked, [text])


def _unfinished(totals: dict[str, Any]) -> Headline:
    statuses = totals["statuses"]
    by_hand = statuses.get(words.NEEDS_HUMAN, 0)
    told = [
        (statuses.get(words.OPEN, 0), "%s in.", "user still gets", "users still get"),
        (by_hand, "%s a step that only a person can take.", "user needs", "users need"),
        (statuses.get(words.NOT_CHECKED, 0), "%s could not be checked completely.", "user", "users"),
        (statuses.get(words.FAILED, 0), "%s failed.", "user", "users"),
    ]
    sentences = [form % count(number, one, many) for number, form, one, many in told if number]
    sentences.append("%s closed." % count(statuses.get(words.CLOSED, 0), "user is", "users are"))
    title = "%s of %s not finished" % (count(totals["unfinished"], "user"), "{:,}".format(totals["users"]))
    only_by_hand = by_hand == totals["unfinished"]
    if only_by_hand:
        # Such as the invitation link of a team, which every member knew: nothing went wrong.
        title = "Closed, but for %s to do" % count(totals["to_do_count"], "thing for a person", "things for a person")
    return Headline("warn" if only_by_hand else "bad", "!" if only_by_hand else "✕", title, [" ".join(sentences)])


def _closed(run: dict[str, Any], totals: dict[str, Any], found: int) -> Headline:
    title = "Every way in that was to be closed is closed" if run["left_alone"] else "Every way in is closed"
    text = "%s, %s in before, %s after, listed again on the server after the work was done." % (
        count(found, "user"),
        count(totals["ways_in_before"], "way"),
        "{:,}".format(totals["ways_in_after"]),
    )
    left = totals["to_do_count"]
    if left:
        title = "Closed, and %s for a person to look at" % count(left, "thing is left", "things are left")
        text += " Every way in that the server lists is closed. What is left stands below, with the names."
    return Headline("ok", "✓", title, [text])
