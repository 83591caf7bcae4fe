# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run came to, as a message on Mattermost: numbers, names, and where the evidence is. It mentions nobody."""

from __future__ import annotations

from typing import Any

from ansible_collections.offboarding.mattermost.plugins.filter.inline_code import inline_code

from . import words
from .headline import count

# How many users are named in each line, and how long a reason may be.
_SHOWN = 10
_REASON = 1000

_WHAT = {words.OFFBOARDING: "Offboarding", words.AUDIT: "Audit", words.STALE: "Stale sessions"}


def of(result: dict[str, Any], reason: str | None, begun: bool) -> str:
    """Return the message about a result. `reason` is why the run did not come to its end, or its report did not.

    Whatever was not written here stands in inline code, where Mattermost sees neither Markdown nor mentions.
    """
    totals = result["totals"]
    lines = ["**%s: %s**" % (_WHAT[result["what"]], _verdict(result, reason, begun))]
    if reason:
        lines.append("- Reason: %s" % inline_code(reason, _REASON))
    if result["server"]["url"]:
        version = result["server"]["version"] or "of unknown version"
        lines.append("- Server: %s (Mattermost %s)" % (inline_code(result["server"]["url"]), version))
    if begun:
        lines.append("- Users: %s" % _numbers(totals))
        lines.append(f"- Ways in: {totals['ways_in_before']:,} before, {totals['ways_in_after']:,} after")
        lines += _people(result)
        if result["vanished"]:
            lines.append(
                "- No longer on the list, but still active: %s" % _list(result["vanished"], totals["vanished"])
            )
        lines += _second_accounts(result)
        if totals["to_do"]:
            lines.append(f"- To do by hand: {totals['to_do']:,}")
    if result["files"]:
        lines.append("- Evidence, on the Ansible controller: %s" % inline_code(result["files"]["page"], _REASON))
    return "\n".join(lines)


def _verdict(result: dict[str, Any], reason: str | None, begun: bool) -> str:
    totals = result["totals"]
    if not begun:
        return "refused, nothing was changed"
    if reason:
        return "not completed"
    if totals["unfinished"] and result["what"] == words.AUDIT:
        found = count(totals["unfinished"], "user")
        return f"{found} of {totals['users']:,} with something open or not checked"
    if totals["unfinished"]:
        return f"{count(totals['unfinished'], 'user')} of {totals['users']:,} not finished"
    if not totals["users"]:
        return "no users to process"
    return "nothing is open" if result["what"] == words.AUDIT else "%s finished" % count(totals["finished"], "user")


def _numbers(totals: dict[str, Any]) -> str:
    told = [("finished", "finished"), ("unfinished", "not finished"), ("missing", "unknown to the server")]
    parts = [f"{totals[key]:,} {text}" for key, text in told if totals[key]]
    text = f"{totals['users']:,}" + (" (%s)" % ", ".join(parts) if parts else "")
    return text + (f"; {totals['not_due']:,} more not due yet" if totals["not_due"] else "")


def _people(result: dict[str, Any]) -> list[str]:
    totals, users = result["totals"], result["users"]
    parts = (("Not finished", False, "unfinished"), ("Unknown", None, "missing"), ("Finished", True, "finished"))
    lines = []
    for title, finished, number in parts:
        shown = [one for one in users if one["finished"] is finished][:_SHOWN]
        # An audit of a whole server has nothing to say of those who are as they should be.
        if shown and not (finished and result["what"] != words.OFFBOARDING):
            told = [inline_code(one["user"]) + _why(one) for one in shown]
            more = totals[number] - len(shown)
            lines.append("- %s: %s%s" % (title, ", ".join(told), f" and {more:,} more" if more else ""))
    return lines


def _list(shown: list[str], number: int) -> str:
    more = number - len(shown[:_SHOWN])
    return ", ".join(map(inline_code, shown[:_SHOWN])) + (f" and {more:,} more" if more else "")


def _second_accounts(result: dict[str, Any]) -> list[str]:
    asked, number = result["second_accounts"], result["totals"]["second_accounts"]
    more = number - len(asked[:_SHOWN])
    told = [
        "%s of %s" % (inline_code(one["candidate"]["username"]), inline_code(one["user"]["username"]))
        for one in asked[:_SHOWN]
    ]
    lines = ["- May be second accounts: %s%s" % (", ".join(told), f" and {more:,} more" if more else "")]
    return (lines if told else []) + [
        "- Second accounts: %s" % inline_code(one, _REASON) for one in result["second_accounts_not_checked"]
    ]


def _why(user: dict[str, Any]) -> str:
    # The names of types of access, which are the collection's own.
    told = ["%s open" % one.replace("_", " ") for one in user["still_open"]]
    told += ["%s not checked" % one.replace("_", " ") for one in user["not_checked"]]
    return " (%s)" % ", ".join(told) if told and not user["finished"] else ""
