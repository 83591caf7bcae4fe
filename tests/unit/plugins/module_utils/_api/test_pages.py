# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""pages: a list is read whole, whatever its pages do."""

from __future__ import annotations

import itertools
import random

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.pages import LENGTHS, NotWhole, whole_list

BEGAN = 1_000


class Listed:
    """A list on a server. `order(rows, number, length)` says in which order it is when that page is asked for."""

    def __init__(self, count, order=None, longest=200):
        self.rows = [{"id": number, "create_at": 5} for number in map(str, range(count))]
        self.asked = []
        self._order = order or (lambda rows, number, length: rows)
        self._longest = longest

    def page(self, number, length):
        """Return a page, as a server does that sorts anew for each."""
        self.asked.append((number, length))
        length = min(length, self._longest)
        rows = self._order(self.rows, number, length)
        return rows[number * length : (number + 1) * length]

    @property
    def readings(self):
        """How often the list was read from its beginning."""
        return sum(1 for number, _length in self.asked if number == 0)

    def read(self, **known):
        """Return the ids that are found, each as often as it is."""
        return [row["id"] for row in whole_list(self.page, BEGAN, **known)]


def sorted_by_a_name_that_many_share(rows, number, length):
    """Put the rows in the order of a sort that looks at no more rows than it needs, and is not stable."""
    return random.Random(str((number, length))).sample(rows, len(rows))


@pytest.mark.parametrize("count", [0, 1, 199, 200])
def test_a_list_on_one_page_is_read_once(count):
    listed = Listed(count)
    assert len(listed.read()) == count
    assert listed.readings == 1


@pytest.mark.parametrize("count", [201, 400, 1000])
def test_a_longer_list_is_read_twice_and_cut_elsewhere(count):
    listed = Listed(count)
    assert sorted(listed.read(), key=int) == [row["id"] for row in listed.rows]
    assert listed.readings == 2
    assert {length for _number, length in listed.asked} == set(LENGTHS[:2])


def test_where_the_server_counts_as_many_once_is_enough():
    listed = Listed(1000)
    assert len(listed.read(total=1000)) == 1000
    assert listed.readings == 1


def test_a_server_may_cut_pages_shorter_than_what_was_asked_for():
    listed = Listed(250, longest=60)
    assert len(listed.read()) == 250


def test_what_overlapping_pages_left_out_is_found_in_another_reading():
    listed = Listed(450, sorted_by_a_name_that_many_share)
    once = {row["id"] for number in range(3) for row in listed.page(number, 200)}
    assert len(once) < 450  # one reading misses some: that is the trap
    listed.asked.clear()
    with pytest.raises(NotWhole):
        Listed(450, lambda rows, number, length: [rows[0]] * len(rows) if number else rows).read()
    found = []
    with pytest.raises(NotWhole) as caught:
        for row in whole_list(listed.page, BEGAN, total=450):
            found.append(row["id"])
    assert len(found) == len(set(found)) == caught.value.found > len(once)
    assert caught.value.total == 450
    # With few that share a name the next readings find the rest.
    listed = Listed(450, lambda rows, number, length: rows[: -9 * (1 + number)] + rows[-9 * (1 + number) :][::-1])
    assert sorted(listed.read(), key=int) == [row["id"] for row in listed.rows]


def test_rows_that_come_twice_are_rows_that_are_missing():
    """The server lists as many as there are: what is there twice stands in the place of another."""
    listed = Listed(300, lambda rows, number, length: rows[:250] + [rows[0]] * 50)
    with pytest.raises(NotWhole) as caught:
        listed.read()
    assert (caught.value.found, caught.value.total, listed.readings) == (250, 300, len(LENGTHS))


def test_fewer_than_the_server_counts_is_not_all():
    with pytest.raises(NotWhole) as caught:
        Listed(3).read(total=4)
    assert (caught.value.found, caught.value.total) == (3, 4)
    assert len(Listed(3).read(total=4, binding=False)) == 3
    assert len(Listed(300).read(total=400, binding=False)) == 300


def test_what_moves_up_when_something_is_removed_is_not_lost():
    listed = Listed(450)
    page, removed = listed.page, iter(["0"])

    def while_it_changes(number, length):
        rows = page(number, length)
        gone = next(removed, None) if number == 0 else None
        listed.rows = [row for row in listed.rows if row["id"] != gone]
        return rows

    listed.page = while_it_changes
    found = listed.read()
    assert "200" in found  # the first of the second page, which moved to the end of the first
    assert len(found) == len(set(found)) == 450


def test_something_new_every_moment_does_not_keep_a_list_from_being_whole():
    listed = Listed(450)
    page, numbers = listed.page, itertools.count(450)

    def while_it_grows(number, length):
        rows = page(number, length)
        listed.rows.append({"id": str(next(numbers)), "create_at": BEGAN + 1})
        return rows

    listed.page = while_it_grows
    assert {str(number) for number in range(450)} <= set(listed.read())
    assert listed.readings == 2


def test_a_list_that_only_grows_is_read_once():
    listed = Listed(450, lambda rows, number, length: [{"id": "new" + str(number)}] * number + rows)
    found = listed.read(only_grows=True)
    assert {row["id"] for row in listed.rows} <= set(found)
    assert listed.readings == 1


def test_a_list_without_an_end_is_given_up():
    with pytest.raises(NotWhole) as caught:
        list(whole_list(lambda number, length: [{"id": "a"}], BEGAN))
    assert caught.value.total == 0


def test_rows_without_an_id_are_told_from_each_other_by_all_that_they_say():
    rows = [{}, {"id": 7}, {"id": None, "name": "x"}, {"user_id": "b"}, {"user_id": "c"}]
    assert list(whole_list(lambda number, length: [] if number else rows, BEGAN)) == rows


def test_whoever_has_seen_enough_may_stop():
    listed = Listed(1000)
    assert next(whole_list(listed.page, BEGAN))["id"] == "0"
    assert listed.asked == [(0, 200)]


def test_a_list_that_may_say_a_thing_twice_leaves_nothing_out():
    """Somebody may have named an app in several preferences."""
    rows = [{"id": "a"}, {"id": "b"}, {"id": "a"}]
    assert list(whole_list(lambda number, length: [] if number else rows, BEGAN, repeats=True)) == rows[:2]
    with pytest.raises(NotWhole):
        list(whole_list(lambda number, length: [] if number else rows, BEGAN))
