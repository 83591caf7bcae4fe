# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""console_summary: the line after each batch, and the sentence that a play fails with."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import console_summary, words

TOTALS = {"users": 1000, "sessions_revoked": 3000, "ways_in_before": 12000, "unfinished": 0}


@pytest.mark.parametrize(
    ("what", "check_mode", "told"),
    [
        (words.OFFBOARDING, False, "3,000 sessions revoked"),
        (words.OFFBOARDING, True, "3,000 sessions to revoke"),
        (words.STALE, False, "3,000 sessions revoked"),
        # An audit ends nothing, so it says what it found.
        (words.AUDIT, False, "12,000 ways in"),
    ],
)
def test_progress_tells_what_the_run_is_about(what, check_mode, told):
    run = {"what": what, "check_mode": check_mode}
    line = console_summary.progress(run, TOTALS, 5000, 10.0)
    assert line == "1,000 of 5,000 users, %s, about 40 seconds left" % told
    assert console_summary.progress(run, TOTALS, 1000, 10.0).endswith("%s, done" % told)


def test_long_runs_are_told_in_minutes():
    run = {"what": words.OFFBOARDING, "check_mode": False}
    assert console_summary.progress(run, TOTALS, 100000, 10.0).endswith("about 16 minutes left")


def test_the_failure_names_those_who_are_not_finished():
    run = {"what": words.OFFBOARDING, "check_mode": False, "fail_on_open": True, "settings": {"verify": True}}
    names = ["anna: still open: session", "ben: Account: Ask (and 2 more manual steps)"]
    totals = {**TOTALS, "unfinished": 3, "unfinished_names": names}
    told = "Not finished (3 of 1000): %s; %s; and more." % tuple(names)
    assert console_summary.failure(run, totals, None) == told
    for other in ({"check_mode": True}, {"fail_on_open": False}, {"settings": {"verify": False}}):
        assert console_summary.failure({**run, **other}, totals, None) is None
