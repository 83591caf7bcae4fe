# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long it took from leaving to the last way in closed, and who is late."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import clock, deadline

LEFT = "2026-11-20T17:00:00Z"
NOW = "2026-11-25T10:00:00Z"


def row_of(status="closed", left_at=LEFT, deactivated_at=None, done=(), vanished=False, after=NOW):
    """Return what counts of a row."""
    return {
        "status": status,
        "left_at": left_at,
        "deactivated_at": deactivated_at,
        "done": [{"access_type": "session", "at": at} for at in done],
        "access": [{"access_type": "bot", "open_before": int(vanished), "open_after": 0}],
        "times": {"after": after},
    }


@pytest.mark.parametrize(
    ("row", "minutes", "late"),
    [
        (row_of(deactivated_at="2026-11-20T17:30:00Z"), 30, False),
        # The last of them counts, and the server's own time of the deactivation is one of them.
        (row_of(deactivated_at="2026-11-20T17:30:00Z", done=["2026-11-20T18:00:00Z"]), 60, False),
        (row_of(deactivated_at="2026-11-20T19:00:00Z", done=["2026-11-20T18:00:00Z"]), 120, False),
        # What nobody closed by a request was closed at the latest when it was seen.
        (row_of(deactivated_at="2026-11-20T17:30:00Z", vanished=True, after="2026-11-20T17:45:00Z"), 45, False),
        (row_of(deactivated_at="2026-11-21T17:00:00Z"), 1440, False),
        (row_of(deactivated_at="2026-11-21T17:01:00Z"), 1441, True),
        (row_of(deactivated_at="2026-11-20T16:00:00Z"), -60, False),
        (row_of(left_at="2026-11-20T18:00:00+01:00", deactivated_at="2026-11-20T17:30:00Z"), 30, False),
        (row_of(left_at=None, deactivated_at="2026-11-20T17:30:00Z"), None, None),
        (row_of(), None, None),
        # Not known to be closed: late once the target has passed.
        (row_of("open"), None, True),
        (row_of("not_checked"), None, True),
        (row_of("needs_human", left_at="2026-11-25T09:00:00Z"), None, None),
        (row_of("missing"), None, None),
    ],
)
def test_minutes_and_lateness(row, minutes, late):
    deadline.add(row, 24, NOW)
    assert (row["minutes_to_close"], row["late"]) == (minutes, late)
    assert row["last_closed_at"] is None or row["status"] == "closed"


@pytest.mark.parametrize(
    ("minutes", "median", "worst"), [([], None, None), ([5], 5, 5), ([9, 1], 5, 9), ([9, 1, 4], 4, 9)]
)
def test_median_and_worst(minutes, median, worst):
    assert deadline.summary(minutes) == {"median_minutes": median, "worst_minutes": worst}


@pytest.mark.parametrize("text", ["", "yesterday", None, 7, "2026-13-01T00:00:00Z"])
def test_what_is_no_time(text):
    assert clock.parse(text) is None
