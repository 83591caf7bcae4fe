# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page for people, rendered with Jinja and autoescaping, streamed as the rows are read."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from . import words
from .about_leavers import ABOUT
from .headline import count
from .totals import called

if TYPE_CHECKING:
    from .clauses import Clause
    from .headline import Headline
    from .report import Report

TemplateError = jinja2.TemplateError

TEMPLATES = Path(__file__).with_name("templates")
_TONES = {words.CLOSED: "ok", words.MISSING: "none", words.NEEDS_HUMAN: "warn", words.NOT_CHECKED: "warn"}
_BADGES = {
    words.CLOSED: "✓ Closed",
    words.MISSING: "- Does not exist",
    words.NEEDS_HUMAN: "! Manual step needed",
    words.NOT_CHECKED: "! Not checked",
    words.FAILED: "✕ Failed",
    words.OPEN: "✕ Still open",
}
_BADGES_OF_A_LOOK = {words.CLOSED: "✓ Nothing open", words.OPEN: "✕ Still has access"}
_BADGES_OF_A_REHEARSAL = {words.CLOSED: "✓ Nothing to close", words.OPEN: "! Would be closed"}
_BADGES_OF_STALE = {words.CLOSED: "✓ No idle session"}
_VERDICT_TONES = {"closed": "ok", "open": "bad", "failed": "bad", "feature_off": "none"}
_VERDICTS = {
    "not_allowed": "not allowed to check",
    "feature_off": "feature is off",
    "failed": "failed",
    "unknown": "cannot be determined",
}
# These are described by a state instead of a count.
_STATES = {words.ACCOUNT: ("active", "inactive")}
_LABELS = {
    "deactivate": "Deactivate accounts",
    "close": "Close",
    "revoke_sessions": "Revoke all sessions",
    "oauth_apps": "OAuth apps they created",
    "oauth_authorizations": "OAuth apps they authorized",
    "team_roles": "Roles in teams and channels",
    "log_since": "Audit log read since",
    "confirmed": "Confirmed by a person",
    "second_accounts": "Look for second accounts",
    "verify": "Verify afterwards",
    "second_look_delay": "Seconds until the second look",
    "idle_longer_than": "Sessions idle for longer than",
}
_ABOUT = {
    "left_at": "left",
    "ticket": "ticket",
    "requested_by": "requested by",
    "approved_by": "approved by",
    "successor": "successor",
    "source": "listed in",
}


def write(stream: IO[str], report: Report, headline: Headline, clauses: list[Clause]) -> None:
    """Write the page. Raises jinja2.TemplateError if a template is damaged, OSError."""
    template = environment(report.run).get_template("page.html.j2")
    totals, run = report.totals, report.run
    people = totals["users"]
    values = {
        "report": report,
        "run": run,
        "totals": totals,
        "headline": headline,
        "clauses": clauses,
        "titles": {name: entry["title"] for name, entry in totals["access"].items()},
        "people": people,
        "reached": people - totals["not_reached"],
        "audit": run["what"] == words.AUDIT,
        "stale": run["what"] == words.STALE,
        # A run that verifies its result has a column for the state afterwards.
        "twice": run["what"] != words.AUDIT and not run["rehearsal"],
        "by_hand": totals["statuses"].get(words.NEEDS_HUMAN, 0),
        "missing": totals["statuses"].get(words.MISSING, 0),
        "picture": picture(totals, run),
        "settings": settings(run, {name: entry["title"] for name, entry in totals["access"].items()}),
        "host": (report.server.get("url") or "").partition("://")[2],
        "not_reached": words.NOT_REACHED,
    }
    for piece in template.generate(**values):
        stream.write(piece)


def picture(totals: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """Return the bars of the ways in by type. Lengths are percentages of the width, so that the text is not scaled."""
    shown = [entry for entry in totals["access"].values() if entry["before"] or entry["after"]]
    most = max([1, *(max(entry["before"], entry["after"]) for entry in shown)])
    return {
        "step": 58 if run["what"] != words.AUDIT and not run["rehearsal"] else 42,
        "bars": [
            dict(entry, before_width=_share(entry["before"], most), after_width=_share(entry["after"], most))
            for entry in shown
        ],
        "quiet": [entry["title"] for entry in totals["access"].values() if not entry["before"] and not entry["after"]],
    }


def settings(run: dict[str, Any], titles: dict[str, str]) -> list[tuple[str, str]]:
    """Return the settings of the run, each with its label and in words."""
    told = [(_LABELS.get(key, key.replace("_", " ").capitalize()), value) for key, value in run["settings"].items()]
    told.append(("Deliberately not closed", run["left_alone"] or "none"))
    return [(label, _setting(value, titles)) for label, value in told if value not in (None, "", [])]


def _setting(value: Any, titles: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(titles.get(name, name.replace("_", " ")) for name in map(str, value)) or "nothing"
    return str(value).replace("_", " ")


def _share(number: int, most: int) -> str:
    return "%.2f%%" % (72.0 * number / most)


def environment(run: dict[str, Any]) -> jinja2.Environment:
    """Return the environment that renders the templates, with all values escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    badges = dict(_BADGES)
    if run["rehearsal"]:
        badges.update(_BADGES_OF_A_REHEARSAL)
    elif run["what"] == words.AUDIT:
        badges.update(_BADGES_OF_A_LOOK)
    elif run["what"] == words.STALE:
        badges.update(_BADGES_OF_STALE)
    made.filters.update(
        when=_when,
        clock=_clock,
        count=count,
        number="{:,}".format,
        called=called,
        tone=lambda status: _TONES.get(status, "bad"),
        badge=lambda row: badges[row["status"]],
        verdict=_verdict,
        verdict_tone=lambda word: _VERDICT_TONES.get(word, "warn"),
        about=_about,
        duration=duration,
        details=_details,
    )
    return made


def duration(minutes: int) -> str:
    """Return minutes in words."""
    if minutes < 0:
        return "%s before leaving" % duration(-minutes)
    if minutes < 120:
        return count(minutes, "minute")
    if minutes < 48 * 60:
        return "%d h %02d min" % divmod(minutes, 60)
    return "%d d %d h" % divmod(minutes // 60, 24)


def _when(time: str | None) -> str:
    if not time:
        return "unknown"
    return Markup('<time datetime="{}">{}</time>').format(time, time.replace("T", " ").replace("Z", " UTC"))


def _clock(time: str | None) -> str:
    return Markup('<time datetime="{}">{} UTC</time>').format(time, time[11:19]) if time else ""


def _about(row: dict[str, Any]) -> list[tuple[str, str]]:
    # A user listed in a variable has no source worth showing.
    told = [key for key in ABOUT if row[key] and not (key == "source" and row[key].startswith("users:"))]
    return [(_ABOUT[key], row[key]) for key in told]


def _verdict(entry: dict[str, Any], which: str) -> str:
    """Return the state of one type of access, "before" or "after", in words."""
    word, items = entry[which], entry["open_" + which] or 0
    states = _STATES.get(entry["access_type"])
    if word is None:
        return "not recorded"
    if word == "open":
        return states[0] if states else f"{items:,} open"
    if word == "closed":
        had = which == "after" and entry["open_before"]
        return states[1] if states else ("✓ closed" if had else "none")
    if word == "needs_human":
        return "%s, by hand" % states[not items] if states else "by hand" + _more(items)
    return _VERDICTS.get(str(word), str(word)) + ("" if states else _more(items))


def _more(items: int) -> str:
    return f" ({items:,} open)" if items else ""


def _details(row: dict[str, Any], twice: bool) -> dict[str, Any]:
    """Return the types of access for the table, those for one line, and those closed without a request."""
    told: list[dict[str, Any]] = []
    quiet: list[dict[str, Any]] = []
    for entry in row["access"]:
        nothing = entry["before"] == "closed" and entry["after"] in (None, "closed")
        (quiet if nothing and entry["access_type"] not in _STATES else told).append(entry)
    done = {deed["access_type"] for deed in row["done"]}
    vanished = [
        entry["title"]
        for entry in row["access"]
        if twice and row["looked_again"] and entry["open_before"] and not entry["open_after"]
        and entry["access_type"] not in done
    ]  # fmt: skip
    return {"told": told, "quiet": [entry["title"] for entry in quiet], "vanished": vanished}
