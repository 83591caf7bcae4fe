# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides whether an access token is stale, from its use and the options. Pure: no request, no clock."""

from __future__ import annotations

from typing import Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, seconds

# Why something is stale.
OWNER_DEACTIVATED, UNUSED, TOO_OLD = "owner_deactivated", "unused", "too_old"
# Why it cannot be determined whether it is stale.
LAST_USE_UNKNOWN, AGE_UNKNOWN, OWNER_MISSING = "last_use_unknown", "age_unknown", "owner_missing"
# Why a stale item is never closed.
CALLING_ACCOUNT = "calling_account"


class TokenUse:
    """The known times of an access token, in milliseconds since the epoch, 0 if unknown.

    Mattermost does not report when a token was created or used. It reports the session of the token, which begins with
    the first use and ends when all sessions of the account are ended: `first` and `last` are its first and last
    activity. `made` is when the token was created, if an audit log shows it, and `account_made` is when the account was
    created, before which the token cannot have existed.
    """

    __slots__ = ("account_made", "first", "last", "made")

    def __init__(self, first: int = 0, last: int = 0, made: int = 0, account_made: int = 0) -> None:
        self.first = first
        self.last = last
        self.made = made
        self.account_made = account_made

    @property
    def not_before(self) -> int:
        """The earliest possible time of creation."""
        return max(self.made, self.account_made)

    @property
    def not_after(self) -> int:
        """The earliest time at which the token is known to exist, 0 if unknown."""
        return min((time for time in (self.made, self.first) if time > 0), default=0)

    def as_dict(self) -> dict[str, Any]:
        """Return the times in the format of results."""
        return {
            "created_at": iso(self.made),
            "first_activity_at": iso(self.first),
            "last_activity_at": iso(self.last),
        }


class Verdict:
    """Whether a token is stale: `reasons` why it is, `doubts` why it is unknown, as words with their sentences."""

    __slots__ = ("doubts", "reasons")

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self.doubts: dict[str, str] = {}

    @property
    def stale(self) -> bool | None:
        """Whether it is stale, None if unknown."""
        return True if self.reasons else None if self.doubts else False

    @property
    def told(self) -> dict[str, str]:
        """The reasons if there are any, else the doubts. One reason is enough."""
        return self.reasons or self.doubts


class Criteria:
    """Which tokens are stale. Raises InputError for a bad duration."""

    def __init__(self, params: dict[str, Any]) -> None:
        self._asked = {name: params[name] for name in ("unused_for", "older_than")}
        self._unused_for = seconds("unused_for", params["unused_for"])
        self._older_than = seconds("older_than", params["older_than"])

    @property
    def judge_tokens(self) -> bool:
        """Whether tokens of active accounts are judged at all."""
        return self._unused_for is not None or self._older_than is not None

    @property
    def need_age(self) -> bool:
        """Whether the age of tokens matters."""
        return self._older_than is not None

    def age_is_open(self, use: TokenUse, now: int) -> bool:
        """Return whether the known times do not determine whether a token is too old."""
        if self._older_than is None:
            return False
        limit = now - self._older_than * 1000
        return not 0 < use.not_after < limit and use.not_before < limit

    def judge(self, use: TokenUse, now: int, left: str | None) -> Verdict:
        """Judge a token. `now` is the server's time, `left` why its account has no active owner (None: it has one).

        If a time is unknown, the token is in doubt: it counts neither as stale nor as in use.
        """
        verdict = Verdict()
        if left is not None:
            verdict.reasons[OWNER_DEACTIVATED] = left
        if self._unused_for is not None:
            self._judge_use(verdict, use, now - self._unused_for * 1000)
        if self._older_than is not None:
            self._judge_age(verdict, use, now - self._older_than * 1000)
        return verdict

    def _judge_use(self, verdict: Verdict, use: TokenUse, limit: int) -> None:
        if 0 < use.last < limit:
            told = (iso(use.last), self._asked["unused_for"])
            verdict.reasons[UNUSED] = "Mattermost has recorded no activity since %s (unused_for: %s)." % told
        elif use.last <= 0 and use.not_before < limit:
            verdict.doubts[LAST_USE_UNKNOWN] = (
                "Its last use is unknown: Mattermost has no session of it, so it was never used, or not since the"
                " sessions of its account were ended."
            )

    def _judge_age(self, verdict: Verdict, use: TokenUse, limit: int) -> None:
        if 0 < use.not_after < limit:
            what = "created on %s" % iso(use.made) if use.made else "already in use on %s" % iso(use.first)
            verdict.reasons[TOO_OLD] = "It was %s (older_than: %s)." % (what, self._asked["older_than"])
        elif use.not_before < limit:
            verdict.doubts[AGE_UNKNOWN] = (
                "Its age is unknown: no log shows when it was created, and it was not in use by then."
            )
