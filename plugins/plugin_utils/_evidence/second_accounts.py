# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that may be second accounts of the users of a run, as questions for a person. Nothing acts upon them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from .about_leavers import bare, is_among

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .fold import Fold
    from .journal import Journal

# How many questions a play shows, and how many names a sentence has.
_SHOWN = 20

_SAME_EMAIL = "email_local_part"
_REASONS = {
    _SAME_EMAIL: "same e-mail name in another domain",
    "full_name": "same full name",
    "position_and_nickname": "same position and nickname",
}
_SIMILAR_EMAIL = "almost the same e-mail address"


class Found(NamedTuple):
    """The questions, and what could not be compared, in sentences."""

    questions: list[dict[str, Any]]
    not_checked: list[str]


def to_compare(journal: Journal, run: dict[str, Any]) -> list[str]:
    """Return the ids or names of all users of the batches, [] if second accounts were not asked for."""
    if not run["settings"].get("second_accounts"):
        return []
    return [one.get("id") or one["requested"] for one in _leavers(journal, "planned")]


def of_result(journal: Journal, run: dict[str, Any], result: dict[str, Any], failure: str | None) -> Found:
    """Return the questions that a result of mattermost_user_info raises; `failure` is why there is none."""
    if failure is not None:
        return Found([], ["Accounts were not compared: %s" % failure])
    # Of the whole list: other shards and later runs process the users who are not in the batches.
    names = {bare(one["requested"]) for event in ("planned", "listed") for one in _leavers(journal, event)}
    names |= {bare(one["user"]) for one in _leavers(journal, "not_due")}
    names |= set(result["ids"])
    left_out = {bare(name) for name in run["exclude"]}
    answered = set(run["settings"].get("confirmed") or [])
    questions, cut = [], []
    for user in result["users"]:
        if is_among(user, left_out):
            continue
        if user["second_accounts_more"]:
            cut.append(user["username"])
        for candidate in user["second_accounts"]:
            asked = _question(user, candidate["user"], candidate["reasons"])
            known = is_among(candidate["user"], names) or asked["reference"] in answered
            if candidate["user"]["active"] and not known:
                questions.append(asked)
    not_checked = list(result["second_accounts_not_checked"])
    if cut:
        more = " and %d more" % (len(cut) - _SHOWN) if len(cut) > _SHOWN else ""
        not_checked.append("Not all candidates were compared, since there are too many: those for %s%s."
                           % (", ".join(cut[:_SHOWN]), more))  # fmt: skip
    return Found(questions, not_checked)


def of_fold(fold: Fold) -> Found:
    """Return what a journal says of second accounts."""
    record = fold.last("second_accounts") or {}
    return Found(record.get("questions") or [], record.get("not_checked") or [])


def lines(found: Found) -> list[str]:
    """Return the lines that a play shows at its end."""
    told = []
    if found.questions:
        told.append("Questions about other accounts, to which nothing was done:")
        told += ["  %s Reference: %s" % (one["question"], one["reference"]) for one in found.questions[:_SHOWN]]
    if len(found.questions) > _SHOWN:
        told.append("  and %d more" % (len(found.questions) - _SHOWN))
    return told + ["Second accounts: %s" % sentence for sentence in found.not_checked]


def _leavers(journal: Journal, event: str) -> Iterator[dict[str, Any]]:
    for record in journal.read([line for line in journal.lines() if line.event == event]):
        yield from record["leavers"]


def _question(user: dict[str, Any], other: dict[str, Any], reasons: list[str]) -> dict[str, Any]:
    same_domain = _domain(user) == _domain(other)
    why = [_SIMILAR_EMAIL if one == _SAME_EMAIL and same_domain else _REASONS.get(one, one) for one in reasons]
    guest = "the guest " if other.get("guest") else ""
    pair = "second_account %s %s" % (user["id"], other["id"])
    return {
        "question": "Is %s%s another account of %s? (%s)"
        % (guest, other["username"], user["username"], ", ".join(why)),
        "user": {key: user[key] for key in ("id", "username", "email")},
        "candidate": {key: other[key] for key in ("id", "username", "email", "guest")},
        "reasons": reasons,
        # Always the same for two accounts, so that an answer lasts.
        "reference": hashlib.sha256(pair.encode()).hexdigest()[:12],
    }  # fmt: skip


def _domain(user: dict[str, Any]) -> str:
    return str(user.get("email") or "").rpartition("@")[2].lower()
