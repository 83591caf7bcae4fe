# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which clauses of which standards a run is evidence for, in full or in part."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import words

_NO_LOOK = "Verification was disabled, so the final state is not known."


class Clause(NamedTuple):
    """A clause, whether the run shows it in full, and the sentence that explains it."""

    source: str
    title: str
    shown: bool
    sentence: str


class _Shown:
    """What a run shows. A run that was aborted, not verified or incomplete shows no clause in full."""

    def __init__(self, run: dict[str, Any], totals: dict[str, Any], broken: str | None) -> None:
        nothing = {"before": 0, "after": 0}
        account, session = (totals["access"].get(name, nothing) for name in (words.ACCOUNT, words.SESSION))
        statuses, left_alone = totals["statuses"], run["left_alone"]
        self.looked = bool(run["settings"]["verify"])
        self.found = totals["users"] - statuses.get(words.MISSING, 0)
        self.by_hand = statuses.get(words.NEEDS_HUMAN, 0)
        self.ended = totals["sessions_revoked"]
        self.broken = broken
        unknown = statuses.get(words.NOT_CHECKED, 0) + statuses.get(words.FAILED, 0)
        sure = self.looked and not broken and not unknown and self.found > 0
        self.no_account = sure and not account["after"] and not self.by_hand
        self.no_session = sure and not session["after"] and words.SESSION not in left_alone
        # Types that were deliberately not closed may be open, or may not have been visible to the calling account.
        self.closed = sure and not totals["unfinished"] and not totals["ways_in_after"] and not left_alone
        self.closed_and_inactive = self.closed and not account["after"]
        self.accounts = self._said(
            "Active accounts: %d of %d before, %d afterwards." % (account["before"], self.found, account["after"])
        )
        self.sessions = self._said("Open sessions: %d before, %d afterwards." % (session["before"], session["after"]))
        self.ways = self._said(
            "Open ways in: %d before, %d afterwards." % (totals["ways_in_before"], totals["ways_in_after"])
        )
        self.every_time_known = 0 < self.found <= totals["with_left_at"]
        self.in_time = self.every_time_known and not totals["late"]
        self.timing = _timing(run, totals, self.found)

    def _said(self, sentence: str) -> str:
        return sentence if self.looked else _NO_LOOK


def of(run: dict[str, Any], totals: dict[str, Any], broken: str | None) -> list[Clause]:
    """Return the clauses that an offboarding is measured against."""
    s = _Shown(run, totals, broken)
    by_hand = " %d of them must also be blocked outside Mattermost to stay inactive." % s.by_hand if s.by_hand else ""
    ended = (
        "Sessions of specific users that an administrator ended with this run: %d." % s.ended
        if s.ended
        else "This run found no sessions to end."
    )
    late = totals["late"] > 0
    return [
        Clause(
            "NIST SP 800-53 r5",
            "PS-4 Personnel termination",
            s.closed_and_inactive and not late,
            "%s %s %s" % (s.accounts, s.ways, s.timing),
        ),
        Clause("NIST SP 800-53 r5", "AC-2(3) Disable accounts", s.no_account, s.accounts + by_hand),
        Clause("NIST SP 800-53 r5", "AC-12 Session termination", s.no_session, s.sessions),
        Clause(
            "PCI DSS 4.0.1",
            "8.2.5 Access for terminated users is immediately revoked",
            s.closed_and_inactive and s.in_time,
            "%s %s" % (s.ways, s.timing),
        ),
        Clause(
            "CIS Controls v8",
            "6.2 Access revoking process",
            s.closed_and_inactive,
            s.accounts + " No account was deleted, which preserves the audit trail.",
        ),
        Clause(
            "OWASP ASVS 5.0",
            "7.4.2 Sessions end with the account",
            s.no_session and s.no_account,
            "%s %s" % (s.accounts, s.sessions),
        ),
        Clause(
            "OWASP ASVS 5.0",
            "7.4.5 Administrators can end sessions",
            bool(s.ended and s.looked and not s.broken),
            ended,
        ),
        Clause(
            "ISO/IEC 27001:2022",
            "A.5.18 Access rights",
            s.closed,
            s.ways + " This page lists each removal with its time.",
        ),
        Clause(
            "ISO/IEC 27001:2022",
            "A.6.5 After termination",
            s.closed,
            s.ways
            + " Remaining tasks are listed by user. Continuing obligations, such as confidentiality, are out of scope.",
        ),
        Clause(
            "SOC 2",
            "CC6.2 Access is removed when it ends",
            s.closed_and_inactive,
            "%s The CSV file is the population to sample from. %s" % (s.accounts, s.timing),
        ),
        Clause("SOC 2", "CC6.3 Access follows roles and changes", s.closed, s.ways),
    ]


def _timing(run: dict[str, Any], totals: dict[str, Any], found: int) -> str:
    known = totals["with_left_at"]
    if not known:
        return "The time of leaving is not recorded: compare it with the times on this page."
    text = "From leaving to the last way in closed: %s." % _minutes(totals)
    text += " %d exceeded the target of %s hours." % (totals["late"], "{:g}".format(run["target_hours"]))
    if known < found:
        text += " The time of leaving is known for %d of %d users." % (known, found)
    return text


def _minutes(totals: dict[str, Any]) -> str:
    if totals["median_minutes"] is None:
        return "not known for anybody"
    return "median %d minutes, worst %d minutes" % (totals["median_minutes"], totals["worst_minutes"])
