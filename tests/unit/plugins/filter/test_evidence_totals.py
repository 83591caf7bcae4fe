# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Counts over all users, batch after batch."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.offboarding.mattermost.plugins.filter import evidence_totals as plugin
from ansible_collections.offboarding.mattermost.plugins.filter.evidence_totals import evidence_totals

STATUSES = ("closed", "missing", "open", "needs_human", "not_checked", "failed")
UNFINISHED = STATUSES[2:]


def row_of(name, status="closed", before=0, after=0, **fields):
    """Return a row of evidence with so many sessions before and after."""
    row = {
        "requested": name,
        "user": None if status == "missing" else {"username": name},
        "status": status,
        "ways_in_before": before,
        "ways_in_after": after,
        "still_open": ["session"] if after else [],
        "not_checked": ["bot", "token"] if status == "not_checked" else [],
        "to_do": [],
        "errors": [],
        "done": [],
        "kinds": [{"kind": "session", "title": "Sessions", "open_before": before, "open_after": after}],
    }
    return dict(row, **fields)


ROWS = st.lists(
    st.builds(
        row_of,
        st.text(alphabet="abc", min_size=1),
        st.sampled_from(STATUSES),
        st.integers(0, 500),
        st.integers(0, 500),
    )
)


def test_it_is_found_by_its_name():
    assert plugin.FilterModule().filters() == {"evidence_totals": evidence_totals}


def test_nothing_yet():
    totals = evidence_totals({}, [])
    assert (totals["users"], totals["unfinished"], totals["kinds"], totals["names"]) == (0, 0, {}, [])


def test_one_of_each():
    totals = evidence_totals({}, [row_of("u-" + status, status, 3, 1) for status in STATUSES])
    assert totals["users"] == 6
    assert totals["unfinished"] == len(UNFINISHED)
    assert totals["statuses"] == dict.fromkeys(STATUSES, 1)
    assert totals["kinds"] == {"session": {"title": "Sessions", "before": 18, "after": 6}}
    assert [name.split(":")[0] for name in totals["names"]] == ["u-" + status for status in UNFINISHED]
    assert len(totals["lines"]) == 6
    assert totals["lines"][0] == "u-closed: closed (3 ways in before, 1 after)"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (row_of("anna", "open", 1, 1), "anna: still open: session"),
        (row_of("anna", "not_checked"), "anna: not checked: bot, token"),
        (row_of("anna", "needs_human", to_do=["Account: Ask.", "Bots: Look."]), "anna: Account: Ask. Bots: Look"),
        (row_of("anna", "failed", errors=["HTTP 500.", "Gave up."]), "anna: Gave up"),
    ],
)
def test_why_somebody_is_not_finished(row, why):
    assert evidence_totals({}, [row])["names"] == [why]


def test_names_of_the_first_only():
    rows = [row_of("u%03d" % number, "open", 1, 1, to_do=["Ask."]) for number in range(100)]
    totals = evidence_totals({}, rows)
    assert (totals["users"], totals["unfinished"]) == (100, 100)
    assert [len(totals[key]) for key in ("names", "lines", "to_do")] == [20, 20, 20]


@pytest.mark.parametrize(
    ("before", "after", "planned", "revoked"), [(3, 0, 0, 3), (3, 3, 3, 3), (3, 1, 3, 3), (1, 2, 0, 0)]
)
def test_sessions_revoked(before, after, planned, revoked):
    """Those that are gone, or in check mode those that would be."""
    done = [{"kind": "session", "count": planned}, {"kind": "token", "count": 7}]
    assert evidence_totals({}, [row_of("anna", "closed", before, after, done=done)])["sessions_revoked"] == revoked


@given(ROWS, ROWS)
def test_in_parts_it_comes_to_the_same(first, second):
    start = evidence_totals({}, first)
    kept = copy.deepcopy(start)
    assert evidence_totals(start, second) == evidence_totals({}, first + second)
    assert start == kept
