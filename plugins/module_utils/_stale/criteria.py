# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of an access token, and what was asked for -> whether it is stale. Pure: no request, no clock."""

from __future__ import annotations

from typing import Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, seconds

# Why something is stale.
OWNER_DEACTIVATED, UNUSED, TOO_OLD = "owner_deactivated", "unused", "too_old"
# Why nobody can tell whether it is.
LAST_USE_UNKNOWN, AGE_UNKNOWN, OWNER_MISSING = "last_use_unknown", "age_unknown", "owner_missing"
# Why something stale is never closed.
CALLING_ACCOUNT = "calling_account"


class TokenUse:
    """What is known of the life of an access token. Times are in milliseconds since the epoch, 0 where not known.

    Mattermost does not tell when a token was made or used. It tells of the token's session, which the token begins by
    its first use and which ends with all sessions of the account: `first` and `last` are the first and the last
    activity that it noted. `made` is when the token was made, where the log of somebody tells, and `account_made` when
    the account was, which no token of it is older than.
    """

    __slots__ = ("account_made", "first", "last", "made")

    def __init__(self, first: int = 0, last: int = 0, made: int = 0, account_made: int = 0) -> None:
        self.first = first
        self.last = last
        self.made = made
        self.account_made = account_made

    @property
    def not_before(self) -> int:
        """The time before which there was no such token."""
        return max(self.made, self.account_made)

    @property
    def not_after(self) -> int:
        """The time at which the token was there for certain, 0 where none is known."""
        return min((time for time in (self.made, self.first) if time > 0), default=0)

    def as_dict(self) -> dict[str, Any]:
        """Return what is known as it stands in a result."""
        return {
            "created_at": iso(self.made),
            "first_activity_at": iso(self.first),
            "last_activity_at": iso(self.last),
        }


class Verdict:
    """Whether a token is stale: `reasons` why it is, `doubts` why nobody can tell, as words with their sentences."""

    __slots__ = ("doubts", "reasons")

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self.doubts: dict[str, str] = {}

    @property
    def stale(self) -> bool | None:
        """Whether it is stale, None where nobody can tell."""
        return True if self.reasons else None if self.doubts else False

    @property
    def told(self) -> dict[str, str]:
        """What is told of it: why it is stale, or else why nobody can tell. One reason is enough."""
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
        """Say whether what is known of a token leaves it open whether it is too old."""
        if self._older_than is None:
            return False
        limit = now - self._older_than * 1000
        return not 0 < use.not_after < limit and use.not_before < limit

    def judge(self, use: TokenUse, now: int, left: str | None) -> Verdict:
        """Judge a token. `now` is the server's time, `left` why nobody answers for its account (None: somebody does).

        What is not known is in doubt: never stale, and never in use either.
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
            verdict.reasons[UNUSED] = "Mattermost has noted no activity since %s (unused_for: %s)." % told
        elif use.last <= 0 and use.not_before < limit:
            verdict.doubts[LAST_USE_UNKNOWN] = (
                "Its last use is not known: Mattermost has no session of it, so it was never used, or not since the"
                " sessions of its account were ended."
            )

    def _judge_age(self, verdict: Verdict, use: TokenUse, limit: int) -> None:
        if 0 < use.not_after < limit:
            what = "made on %s" % iso(use.made) if use.made else "in use already on %s" % iso(use.first)
            verdict.reasons[TOO_OLD] = "It was %s (older_than: %s)." % (what, self._asked["older_than"])
        elif use.not_before < limit:
            verdict.doubts[AGE_UNKNOWN] = (
                "Its age is not known: no log shows when it was made, and it was not in use by then."
            )
