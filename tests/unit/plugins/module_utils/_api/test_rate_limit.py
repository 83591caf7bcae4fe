# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""rate_limit: the pace of all workers together."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.rate_limit import (
    LONGEST_PAUSE,
    RateLimit,
    numbers,
    retry_after,
)


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        """Let time pass."""
        self.now += seconds


@pytest.fixture(name="clock")
def fixture_clock():
    """A clock that only moves when somebody sleeps."""
    return Clock()


@pytest.fixture(name="rate_limit")
def fixture_rate_limit(clock):
    """The rate limit of two workers."""
    return RateLimit(in_flight=2, clock=clock, sleep=clock.sleep)


def limit(total, left, reset):
    """Return the headers of a server with a rate limit."""
    return {"X-RateLimit-Limit": total, "X-RateLimit-Remaining": left, "X-RateLimit-Reset": reset}


def pace(rate_limit, clock, requests=11):
    """Return the seconds between two requests."""
    rate_limit.wait()
    start = clock.now
    for _number in range(requests - 1):
        rate_limit.wait()
    return (clock.now - start) / (requests - 1)


def test_without_a_limit_nobody_waits(rate_limit, clock):
    rate_limit.observe({})
    assert pace(rate_limit, clock) == 0


def test_far_from_the_limit_nobody_waits(rate_limit, clock):
    rate_limit.observe(limit("101", "90", "2"))
    assert pace(rate_limit, clock) == 0


def test_near_the_limit_requests_come_as_fast_as_the_quota_grows_back(rate_limit, clock):
    rate_limit.observe(limit("101", "1", "10"))
    assert pace(rate_limit, clock) == pytest.approx(0.1)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.trap("4.3")
def test_headers_that_stand_twice(rate_limit, clock, times):
    """A client that joins repeated headers reads "3, 3"."""
    rate_limit.observe(limit(*(", ".join([value] * times) for value in ("101", "1", "10"))))
    assert pace(rate_limit, clock) == pytest.approx(0.1)


def test_headers_that_stand_twice_and_differ_are_read_as_the_tighter(rate_limit, clock):
    """Once for the token, once for its user."""
    rate_limit.observe(limit("101, 101", "90, 1", "2, 10"))
    assert pace(rate_limit, clock) == pytest.approx(0.1)


def test_once_there_is_room_again_nobody_waits(rate_limit, clock):
    rate_limit.observe(limit("101", "1", "10"))
    rate_limit.observe(limit("101", "100", "1"))
    assert pace(rate_limit, clock) == 0


@pytest.mark.parametrize(
    "headers",
    [
        limit("x", "y", "z"),
        limit("", "", ""),
        limit("-5", "-1", "-3"),
        limit("nan", "nan", "nan"),
        limit("inf", "0", "inf"),
        limit("1e300", "0", "1e300"),
        limit("101", "1", ""),
        limit("", "1", "10"),
        limit("0", "0", "0"),
    ],
    ids=str,
)
def test_headers_that_make_no_sense_stop_nobody(rate_limit, clock, headers):
    rate_limit.observe(headers)
    assert pace(rate_limit, clock, 3) <= LONGEST_PAUSE


@pytest.mark.parametrize(
    ("asked", "pause"), [(0, 0.5), (-3, 0.5), (2, 2), (60, 60), (3600, LONGEST_PAUSE), (1e9, LONGEST_PAUSE)]
)
def test_retry_after_is_clamped(rate_limit, clock, asked, pause):
    start = clock.now
    assert rate_limit.refused(asked) == pause
    rate_limit.wait()
    assert clock.now - start == pytest.approx(pause)


def test_after_a_refusal_all_workers_wait(rate_limit, clock):
    rate_limit.refused(2)
    start = clock.now
    rate_limit.wait()
    rate_limit.wait()
    assert clock.now - start > 2


def test_a_limiter_that_announces_nothing_is_probed(rate_limit, clock):
    """Each answer that is not refused lets the next come a little sooner, until nobody waits."""
    rate_limit.refused(1)
    slow = pace(rate_limit, clock)
    for _number in range(50):
        rate_limit.observe({})
    faster = pace(rate_limit, clock)
    for _number in range(500):
        rate_limit.observe({})
    assert slow > faster > pace(rate_limit, clock) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3", [3]),
        ("3, 3", [3, 3]),
        ("0.5", [0.5]),
        ("", []),
        (None, []),
        ("Wed, 21 Oct 2015 07:28:00 GMT", []),
        ("-1, nan, inf, 7", [7]),
    ],
)
def test_numbers(text, found):
    assert numbers(text) == found


NOW = "Wed, 21 Oct 2015 07:28:00 GMT"
IN_TWO_MINUTES = "Wed, 21 Oct 2015 07:30:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "3"}, 3),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "3, 3"}, 3),
        ({"Retry-After": IN_TWO_MINUTES, "Date": NOW}, 120),
        ({"Retry-After": NOW, "Date": IN_TWO_MINUTES}, 0),
        ({"Retry-After": NOW}, 0),
        ({"Retry-After": "Fri, 31 Feb 2015 25:00:00 GMT"}, 1),
        ({"Retry-After": "soon"}, 1),
        ({}, 1),
    ],
    ids=str,
)
def test_how_long_a_server_asks_to_wait(headers, seconds):
    """A proxy may name a moment instead. It is the proxy's, whose clock may differ from the one here."""
    assert retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("in_flight", "left", "slow"), [(2, 5, False), (2, 4, True), (8, 17, False), (8, 16, True), (1, 3, False)]
)
def test_it_slows_down_before_those_under_way_use_up_what_is_left(clock, in_flight, left, slow):
    rate_limit = RateLimit(in_flight=in_flight, clock=clock, sleep=clock.sleep)
    rate_limit.observe(limit("100", str(left), "10"))
    assert (pace(rate_limit, clock) > 0) == slow
