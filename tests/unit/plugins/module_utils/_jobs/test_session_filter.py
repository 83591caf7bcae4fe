# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""session_filter: what is there and what is asked for -> what is to be done."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import InputError
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.session_filter import (
    SessionFilter,
    SessionPlan,
    session_line,
)

NOW = 1_700_000_000_000
HOUR = 3_600_000
DAY = 24 * HOUR
ANY = {
    "session_ids": None,
    "exclude_session_ids": [],
    "kinds": None,
    "older_than": None,
    "idle_longer_than": None,
    "include_expired": False,
}
A, B, C = "a" * 26, "b" * 26, "c" * 26


def row(session_id=A, age=0, idle=0, expires_in=DAY, browser="Firefox/128.0", **fields):
    """Return a session as the server lists it. Ages are in milliseconds."""
    made = {
        "id": session_id,
        "create_at": NOW - age,
        "last_activity_at": NOW - idle,
        "expires_at": NOW + expires_in if expires_in is not None else 0,
        "props": {"browser": browser, "os": "Linux", "platform": "Linux"},
    }
    return dict(made, **fields)


def plan(*rows, sweep=False, **asked):
    """Return what is to be revoked, what is to be kept, and whether everything goes."""
    made = SessionPlan(rows, SessionFilter(dict(ANY, **asked)), NOW, sweep)
    return [item["id"] for item in made.revoke], [item["id"] for item in made.keep], made.everything


@pytest.mark.parametrize(
    ("asked", "revoke", "keep", "everything"),
    [
        ({}, [A, B, C], [], True),
        ({"session_ids": [A]}, [A], [B, C], False),
        ({"session_ids": []}, [], [A, B, C], False),
        ({"session_ids": ["z" * 26]}, [], [A, B, C], False),
        ({"exclude_session_ids": [A]}, [B, C], [A], False),
        ({"session_ids": [A, B], "exclude_session_ids": [A]}, [B], [A, C], False),
        ({"kinds": ["web"]}, [A, B], [C], False),
        ({"kinds": ["cli", "web"]}, [A, B, C], [], False),
        ({"kinds": []}, [], [A, B, C], False),
        ({"kinds": ["mobile"]}, [], [A, B, C], False),
        ({"older_than": "12h"}, [B, C], [A], False),
        ({"older_than": "0s"}, [A, B, C], [], False),
        ({"idle_longer_than": "30m"}, [B], [A, C], False),
        ({"older_than": "12h", "idle_longer_than": "30m"}, [B], [A, C], False),
        ({"older_than": "12h", "kinds": ["cli"]}, [C], [A, B], False),
    ],
    ids=str,
)
def test_filters(asked, revoke, keep, everything):
    rows = [row(A, age=HOUR, idle=1), row(B, age=DAY, idle=HOUR), row(C, age=DAY, idle=1, browser="mmctl/5.37.0")]
    assert plan(*rows, **asked) == (revoke, keep, everything)


def test_nothing_there_means_nothing_to_do():
    assert plan() == ([], [], False)


def test_an_expired_row_opens_no_door():
    assert plan(row(A), row(B, expires_in=-1)) == ([A], [], True)
    assert plan(row(B, expires_in=-1)) == ([], [], False)
    assert plan(row(A), row(B, expires_in=-1), include_expired=True) == ([A, B], [], True)
    assert plan(row(A), row(B, expires_in=-1), include_expired=True, kinds=["cli"]) == ([], [A, B], False)


def test_an_expired_row_goes_where_everything_goes():
    """Whether one has really expired is for the server to say, whose clock may be another."""
    assert plan(row(A), row(B, expires_in=-1), sweep=True) == ([A, B], [], True)
    assert plan(row(B, expires_in=-1), sweep=True) == ([B], [], True)


@pytest.mark.parametrize("asked", [{"kinds": ["web"]}, {"exclude_session_ids": [C]}, {"older_than": "0s"}], ids=str)
def test_a_filter_spares_an_expired_row_unless_it_is_asked_for(asked):
    rows = [row(A, age=1), row(B, age=1, expires_in=-1)]
    assert plan(*rows, sweep=True, **asked) == ([A], [], False)
    assert plan(*rows, sweep=True, include_expired=True, **asked) == ([A, B], [], False)


@pytest.mark.trap("1.10")
def test_zero_never_expires():
    assert plan(row(A, expires_in=None)) == ([A], [], True)


@pytest.mark.parametrize("asked", [{"older_than": "1s"}, {"idle_longer_than": "1s"}], ids=str)
@pytest.mark.parametrize("value", [0, None, "1", -5, float("nan"), True], ids=str)
def test_what_is_not_known_is_never_ended_by_a_filter(asked, value):
    strange = row(A, create_at=value, last_activity_at=value)
    assert plan(strange, **asked)[0] == []
    assert plan(strange)[0] == [A]


def test_without_a_last_activity_the_beginning_counts():
    assert plan(row(A, age=DAY, last_activity_at=0), idle_longer_than="1h")[0] == [A]


def test_the_very_age_is_not_older():
    assert plan(row(A, age=HOUR), older_than="1h")[0] == []
    assert plan(row(A, age=HOUR + 1), older_than="1h")[0] == [A]


@pytest.mark.parametrize("session_id", [None, 5, "", "../x", A + "x"], ids=str)
def test_a_session_that_cannot_be_named_is_only_swept_away_with_all_others(session_id):
    strange = row(session_id)
    assert plan(strange) == ([None], [], True)
    assert plan(strange, kinds=["web"]) == ([], [None], False)


@pytest.mark.parametrize("option", ["session_ids", "exclude_session_ids"])
@pytest.mark.parametrize("value", ["", "short", A.upper(), A + "\n", A[:-1] + "-", "../" + A[3:], None, 26], ids=repr)
@pytest.mark.trap("1.4")
def test_what_is_no_session_id_is_refused_unseen(option, value):
    with pytest.raises(InputError) as caught:
        SessionFilter(dict(ANY, **{option: [A, value]}))
    assert "entry 2 is not a session id" in str(caught.value)
    if value:
        assert str(value) not in str(caught.value).replace("26 characters", "")


def test_a_line_of_a_diff():
    wanted = SessionFilter(ANY)
    [item] = SessionPlan([row(A, idle=HOUR)], wanted, NOW).revoke
    assert session_line(item) == "web %s (Firefox/128.0, Linux, Linux), last active 2023-11-14T21:13:20Z" % A
    [item] = SessionPlan([{"id": A}], wanted, NOW).revoke
    assert session_line(item) == "web %s (unknown device), last active never" % A
