# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Counts over all users, batch after batch."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import totals

STATUSES = ("closed", "missing", "open", "needs_human", "not_checked", "failed")
UNFINISHED = STATUSES[2:]


def row_of(name, status="closed", before=0, after=0, **fields):
    """Return a row of evidence with so many sessions before and after."""
    session = {"access_type": "session", "title": "Sessions", "open_before": before, "open_after": after}
    row = {
        "requested": name,
        "user": None if status == "missing" else {"username": name},
        "status": status,
        "ways_in_before": before,
        "ways_in_after": after,
        "looked_again": True,
        "still_open": ["session"] if after else [],
        "not_checked": ["bot", "user_access_token"] if status == "not_checked" else [],
        "to_do": [],
        "errors": [],
        "done": [],
        "left_at": None,
        "late": None,
        "access": [session],
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


def test_nothing_yet():
    counted = totals.add({}, [])
    assert (counted["users"], counted["unfinished"], counted["access"], counted["names"]) == (0, 0, {}, [])


def test_one_of_each():
    counted = totals.add({}, [row_of("u-" + status, status, 3, 1) for status in STATUSES])
    assert counted["users"] == 6
    assert counted["unfinished"] == len(UNFINISHED)
    assert counted["statuses"] == dict.fromkeys(STATUSES, 1)
    assert counted["access"] == {"session": {"title": "Sessions", "before": 18, "after": 6}}
    assert [name.split(":")[0] for name in counted["names"]] == ["u-" + status for status in UNFINISHED]
    assert len(counted["lines"]) == 6
    assert counted["lines"][0] == "u-closed: closed (3 ways in before, 1 after)"
    assert counted["missing"] == ["u-missing"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (row_of("anna", "open", 1, 1), "anna: still open: session"),
        (row_of("anna", "not_checked"), "anna: not checked: bot, user_access_token"),
        (row_of("anna", "needs_human", to_do=["Account: Ask."]), "anna: Account: Ask"),
        (row_of("anna", "failed", errors=["HTTP 500.", "Gave up."], to_do=["A.", "B."]), "anna: Gave up"),
    ],
)
def test_why_somebody_is_not_finished(row, why):
    counted = totals.add({}, [row])
    assert (counted["names"], counted["unfinished_names"]) == ([why], [why])


@pytest.mark.parametrize(("more", "told"), [(1, "(and 1 more manual step)"), (2, "(and 2 more manual steps)")])
def test_of_several_manual_steps_the_failure_tells_the_first(more, told):
    """All are shown under "By hand" just before, or by an audit in the line of the user."""
    counted = totals.add({}, [row_of("anna", "needs_human", to_do=["Account: Ask.", *["Bots: Look."] * more])])
    assert counted["names"] == ["anna: Account: Ask." + " Bots: Look." * (more - 1) + " Bots: Look"]
    assert counted["unfinished_names"] == ["anna: Account: Ask " + told]


def test_the_failure_tells_what_is_open_before_what_is_closed():
    row = row_of("anna", "needs_human", 1, 1, to_do=["Apps: Closed, but look.", "Sessions: Ask."])
    assert totals.add({}, [row])["unfinished_names"] == ["anna: Sessions: Ask (and 1 more manual step)"]


def test_names_of_the_first_only():
    rows = [row_of("u%03d" % number, "open", 1, 1, to_do=["Ask."]) for number in range(100)]
    counted = totals.add({}, rows)
    assert (counted["users"], counted["unfinished"], counted["to_do_count"]) == (100, 100, 100)
    assert [len(counted[key]) for key in ("names", "lines", "plans", "to_do")] == [20] * 4


@pytest.mark.parametrize(
    ("before", "after", "planned", "revoked"), [(3, 0, 0, 3), (3, 3, 3, 3), (3, 1, 3, 3), (1, 2, 0, 0), (3, None, 2, 2)]
)
def test_sessions_revoked(before, after, planned, revoked):
    """Those that are gone, or in check mode those that would be."""
    done = [
        {"access_type": "session", "title": "Sessions", "count": planned},
        {"access_type": "user_access_token", "title": "User access tokens", "count": 7},
    ]
    row = row_of("anna", "closed", before, after, done=done, looked_again=after is not None)
    assert totals.add({}, [row])["sessions_revoked"] == revoked


def test_closed_with_something_to_look_at():
    counted = totals.add({}, [row_of("anna", to_do=["Look."]), row_of("ben"), row_of("cora", "open", to_do=["Ask."])])
    assert (counted["to_do_count"], counted["closed_with_to_do"]) == (2, 1)


@given(ROWS, ROWS)
def test_in_parts_it_comes_to_the_same(first, second):
    start = totals.add({}, first)
    kept = copy.deepcopy(start)
    assert totals.add(start, second) == totals.add({}, first + second)
    assert start == kept


def test_administrators_have_a_part_of_their_own():
    done = [
        {"access_type": "token_for_others", "title": "T", "count": 2},
        {"access_type": "integration_for_others", "title": "I", "count": 1},
        {"access_type": "session", "title": "Sessions", "count": 4},
    ]
    admin = row_of("anna", "needs_human", administrator=True, to_do=["Look.", "Ask."], done=done)
    counted = totals.add({}, [admin, row_of("ben", administrator=False), row_of("cora")])
    assert counted["administrators"] == ["anna: 3 items closed that were made for others, 2 manual steps left"]
    assert counted["administrator_count"] == 1
    counted = totals.add({}, [row_of("u%d" % number, administrator=True) for number in range(30)])
    assert (len(counted["administrators"]), counted["administrator_count"]) == (20, 30)
