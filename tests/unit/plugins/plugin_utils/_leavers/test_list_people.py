# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each person once, found by the name or else by the e-mail address; what contradicts itself is refused."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.unit.helpers.lists import leavers, read, refused


@pytest.mark.parametrize(
    "row, user, fallback",
    [
        ("anna,anna@x.org", "anna", "anna@x.org"),
        ("anna,", "anna", None),
        (",anna@x.org", "anna@x.org", None),
        ("Anna@X.org,anna@x.org", "anna@x.org", None),
        ("old@x.org,anna@x.org", "old@x.org", "anna@x.org"),
        ('"Doe, Anna",anna@x.org', "anna@x.org", None),
        ("Anna Doe,anna@x.org", "anna@x.org", None),
    ],
)
def test_who_it_is(row, user, fallback):
    (leaver,) = leavers("user,email\n%s\n" % row)
    assert (leaver.user, leaver.fallback) == (user, fallback)


@pytest.mark.parametrize("address", ["n/a", "-", "anna at x.org", "a@x.org;b@x.org", "a@x.org b@x.org"])
def test_an_address_that_is_none(address):
    told = refused("user,email\nanna,%s\n" % address)
    assert "line 2: the e-mail address '%s' is not valid; leave the cell empty if there is none" % address in told


def test_a_list_of_addresses_alone():
    assert [one.user for one in leavers("E-Mail;Name\na@x.org;A\nb@x.org;B\n")] == ["a@x.org", "b@x.org"]


def test_variables_say_what_rows_do_not():
    defaults = {"ticket": " CHG-9 ", "requested_by": "nora", "approved_by": "omar", "successor": ""}
    anna, ben = leavers("user,ticket,approved_by\nanna,CHG-1,\nben,,paula\n", defaults=defaults)
    assert (anna.ticket, anna.requested_by, anna.approved_by, anna.successor) == ("CHG-1", "nora", "omar", None)
    assert (ben.ticket, ben.requested_by, ben.approved_by, ben.successor) == ("CHG-9", "nora", "paula", None)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7 * 7 }}",
        "{% raw %}",
        "<script>alert(1)</script>",
        "\u202etxt.exe",
        "[31mred",
        "=cmd|' /C calc'!A0",
        "a;b,c",
    ],
)
def test_odd_texts_are_data(text):
    assert leavers('user,ticket\nanna,"%s"\n' % text)[0].ticket == text
    assert leavers("user\nanna\n", defaults={"ticket": text})[0].ticket == text


# --- twice ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows, users",
    [
        (["anna,", "ben,", "ANNA,"], ["anna", "ben"]),
        (["anna,a@x.org", "ben,", "A@x.org,"], ["anna", "ben"]),
        (["anna,a@x.org", "ben,", ",A@x.org"], ["anna", "ben"]),
        (["anna,", "ben,", "anna,a@x.org"], ["anna", "ben"]),
    ],
)
def test_who_is_there_twice_counts_once_in_the_first_place(rows, users):
    roster = read("user,email\n%s\n" % "\n".join(rows)).roster
    assert [one.user for one in roster.leavers] == users
    assert roster.leavers[0].source == "leavers.csv:2"
    assert [(one["source"], one["first"]) for one in roster.duplicates] == [("leavers.csv:4", "leavers.csv:2")]
    assert roster.rows == 3


def test_a_second_row_completes_the_first():
    (leaver,) = leavers("user,email\nanna,\nanna,a@x.org\n")
    assert leaver.fallback == "a@x.org"
    (leaver,) = leavers("user,email\n,a@x.org\nanna,a@x.org\n")
    assert (leaver.user, leaver.fallback) == ("anna", "a@x.org")


@pytest.mark.parametrize(
    "first, second, why",
    [
        (
            "anna,,2026-11-01,",
            "Anna,,2026-11-02,",
            "'Anna' is listed twice, with a different leaves_at: 2026-11-02 here, 2026-11-01 in",
        ),
        ("anna,,2026-11-01,", "anna,,,", "different leaves_at: none here, 2026-11-01 in leavers.csv:2"),
        ("anna,,,", "anna,,2027-01-01,", "different leaves_at: 2027-01-01 here, none in leavers.csv:2"),
        ("anna,a@x.org,,", "anna,b@x.org,,", "different e-mail address: b@x.org here, a@x.org in leavers.csv:2"),
        ("anna,,,ben", "anna,,,cleo", "different successor: cleo here, ben in leavers.csv:2"),
        ("anna,,,ben", "anna,,,", "different successor: none here, ben in leavers.csv:2"),
        ("anna,a@x.org,,", "ben,A@x.org,,", "'ben' has the same e-mail address as 'anna' (leavers.csv:2)"),
        (",a@x.org,,", "anna,a@x.org,2026-11-02,", "'anna' is listed twice, with a different leaves_at"),
    ],
)
def test_rows_that_contradict_each_other(first, second, why):
    told = refused("user,email,leaves_at,successor\n%s\n%s\n" % (first, second))
    assert told.startswith("1 row of leavers.csv cannot be used: line 3: ") and why in told


def test_the_same_time_in_two_zones_is_no_contradiction():
    rows = "anna,2026-11-20T17:00+01:00\nanna,2026-11-20T16:00Z\n"
    assert len(leavers("user,leaves_at\n" + rows)) == 1


def test_two_people_and_one_address_through_a_third_row():
    told = refused("user,email\n,a@x.org\nanna,a@x.org\nben,a@x.org\n")
    assert "line 4: 'ben' has the same e-mail address as 'anna' (leavers.csv:2)" in told
    told = refused("user,email\nanna,\nben,b@x.org\nanna,b@x.org\n")
    assert "line 4: 'anna' and the e-mail address belong to different people (leavers.csv:2 and leavers.csv:3)" in told


def test_those_who_are_named_beside_the_list():
    roster = read("user\nanna\n", users=["Anna", "ben"]).roster
    assert [(one.user, one.source) for one in roster.leavers] == [("anna", "leavers.csv:2"), ("ben", "users:2")]
    assert roster.duplicates == [{"user": "Anna", "source": "users:1", "first": "leavers.csv:2"}]
    told = refused("user,leaves_at\nanna,2027-01-01\n", users=["anna"])
    assert told.startswith("1 row of users cannot be used: entry 1: 'anna' is listed twice, with a different leaves_at")


# --- successors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "successor, why",
    [
        ("ANNA", "the successor 'ANNA' is the leaver"),
        ("a@x.org", "the successor 'a@x.org' is the leaver"),
        ("Ben Roe", "the successor 'Ben Roe' is not a user name, e-mail address or id"),
        ("be\u200bn", "the successor 'be<U+200B>n' contains an invisible character"),
    ],
)
def test_a_successor_who_cannot_be_one(successor, why):
    assert "line 2: " + why in refused("user,email,successor\nanna,a@x.org,%s\n" % successor)


def test_a_successor_who_leaves_as_well():
    told = refused("user,successor\nanna,Ben\nben,\n")
    assert "line 2: the successor 'Ben' is due to leave as well (leavers.csv:3)" in told
    told = refused("user,successor\nanna,ben\n", users=["ben"])
    assert told.startswith(
        "1 row of leavers.csv cannot be used: line 2: the successor 'ben' is due to leave as well (users:1)"
    )


def test_a_successor_who_leaves_later_takes_over_until_then():
    found = leavers("user,successor,leaves_at\nanna,ben,2026-11-01\nben,,2027-01-01\n")
    assert [(one.user, one.due, one.successor) for one in found] == [("anna", True, "ben"), ("ben", False, None)]
