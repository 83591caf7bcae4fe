# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When somebody leaves, and whether that time has come."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.moments import iso, moment, time_zone
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.problems import ListError, Unusable
from ansible_collections.offboarding.mattermost.tests.unit.helpers.lists import NOW, UTC, leavers, refused


@pytest.mark.parametrize(
    "text, zone, at",
    [
        ("2026-11-30", "UTC", "2026-12-01T00:00:00Z"),
        ("2026-11-30", "", "2026-12-01T00:00:00Z"),
        ("2026-11-30", "Europe/Berlin", "2026-11-30T23:00:00Z"),
        ("2026-11-30", "-05:00", "2026-12-01T05:00:00Z"),
        ("2026-11-30", "UTC+5:30".replace("+5", "+05"), "2026-11-30T18:30:00Z"),
        # The day on which the clocks go back has 25 hours, the one on which they go forward 23.
        ("2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00Z"),
        ("2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00Z"),
        ("2026-11-30T17:00+01:00", "America/New_York", "2026-11-30T16:00:00Z"),
        ("2026-11-30 17:00:30 +0100", "UTC", "2026-11-30T16:00:30Z"),
        ("2026-11-30t17:00z", "Europe/Berlin", "2026-11-30T17:00:00Z"),
        ("2026-11-30T17:00:00.123456789Z", "UTC", "2026-11-30T17:00:00Z"),
        ("2026-11-30 17:00", "Europe/Berlin", "2026-11-30T16:00:00Z"),
        ("2026-11-30T17:00-08", "UTC", "2026-12-01T01:00:00Z"),
        ("2024-02-29", "UTC", "2024-03-01T00:00:00Z"),
    ],
)
def test_a_time(text, zone, at):
    assert str(moment(text, time_zone(zone), "leaves_at")) == at


@pytest.mark.parametrize(
    "text",
    [
        *("03/04/2026", "03.04.2026", "2026/04/03", "20260403", "2026-4-3", "26-04-03", "2026-W14", "2026-11", "17:00"),
        *("tomorrow", "46115", "-", "n/a", "\u0662026-11-30"),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_or_in_none(text):
    told = refused("user,leaves_at\nanna,2026-11-01\nben,%s\n" % text)
    assert "line 3: leaves_at '%s' is not an unambiguous date" % text in told
    assert "write it as 2026-11-30 or 2026-11-30T17:00+01:00" in told


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-13-01", "2026-11-31", "9999-12-31", "2026-11-30T24:00Z", "2026-11-30T17:00+25:00"]
)
def test_a_date_that_no_calendar_has(text):
    with pytest.raises(Unusable, match="is not a valid date"):
        moment(text, UTC, "leaves_at")


@pytest.mark.parametrize("zone", ["Mars/Base", "CET+", "+15:00", "+01:75", "../../etc/passwd", "Europe/", "\0"])
def test_a_time_zone_that_nobody_knows(zone):
    with pytest.raises(ListError, match=r"is unknown on this controller\. Use a name such as Europe/Berlin"):
        time_zone(zone)


@pytest.mark.parametrize(
    "text, zone, due",
    [
        ("", "UTC", True),
        ("2026-11-24", "UTC", True),
        ("2026-11-25", "UTC", False),
        ("2026-11-24", "America/New_York", False),  # it is still the 24th there, 21:00
        ("2026-11-25", "Pacific/Kiritimati", False),
        ("2026-11-24", "Pacific/Kiritimati", True),
        ("2026-11-25T02:00Z", "UTC", True),
        ("2026-11-25T02:00:01Z", "UTC", False),
        ("2026-11-25T03:00", "Europe/Berlin", True),
        ("2026-11-25T03:01", "Europe/Berlin", False),
    ],
)
def test_due(text, zone, due):
    (leaver,) = leavers("user,leaves_at\nanna,%s\n" % text, zone=time_zone(zone))
    assert leaver.due is due
    assert leaver.dated == (text or None)


@pytest.mark.parametrize(
    "row, defaults, leaves_at, left_at, due",
    [
        ("2026-11-20,", {}, "2026-11-21", "2026-11-21", True),
        ("2026-12-20,", {}, "2026-12-21", None, False),
        (",2026-11-20", {}, None, "2026-11-21", True),
        ("2026-11-20,2026-11-10", {}, "2026-11-21", "2026-11-11", True),
        (",", {"left_at": "2026-11-02"}, None, "2026-11-03", True),
        (",", {"leaves_at": "2026-12-02"}, "2026-12-03", None, False),
        # A row that has one of the two is not told the other by a variable.
        ("2026-11-20,", {"left_at": "2026-11-02"}, "2026-11-21", "2026-11-21", True),
        (",2026-11-20", {"leaves_at": "2026-12-02"}, None, "2026-11-21", True),
        (",2026-11-25", {}, None, "2026-11-26", True),  # today: the day has begun
    ],
)
def test_when_somebody_left(row, defaults, leaves_at, left_at, due):
    (leaver,) = leavers("user,leaves_at,left_at\nanna,%s\n" % row, defaults=defaults)
    midnight = "T00:00:00Z"
    assert leaver.leaves_at == (leaves_at and leaves_at + midnight)
    assert leaver.left_at == (left_at and left_at + midnight)
    assert leaver.due is due


def test_who_has_left_cannot_have_left_tomorrow():
    """Whoever writes a date to come into left_at means leaves_at, and nobody is to go before their time."""
    told = refused("user,left_at\nanna,2026-11-26\n")
    assert "line 2: left_at '2026-11-26' is in the future; use leaves_at for a date to wait for" in told
    assert "left_at 2026-11-26 is in the future" in refused("user\n", defaults={"left_at": "2026-11-26"})
    assert "leaves_at 'soon' is not an unambiguous date" in refused("user\n", defaults={"leaves_at": "soon"})


def test_the_clock_does_not_matter_to_how_a_time_is_shown():
    assert iso(NOW.astimezone(datetime.timezone(datetime.timedelta(hours=-7)))) == "2026-11-25T02:00:00Z"
