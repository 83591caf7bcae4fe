# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a list of leavers to batches: nobody twice, nobody forgotten, and everybody known before anybody is touched."""

from __future__ import annotations

import os

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import guards, planning, run, words
from ansible_collections.offboarding.mattermost.tests.unit.helpers.evidence import Play, leavers, options, user_of


def planned(play):
    """Return the names of each batch."""
    journal = play.run.journal
    return [
        [one.get("username") or one["requested"] for one in journal.first("planned", batch)["leavers"]]
        for batch in range(play.planned["batches"])
    ]


def test_a_list_that_fits_into_one_batch_is_not_looked_up_first(tmp_path):
    play = Play(tmp_path, "cora", "anna", batch_size=2)
    assert (play.planned["batches"], play.planned["chunks"]) == (1, 0)
    assert planned(play) == [["cora", "anna"]]


def test_a_longer_one_is_and_goes_by_name(tmp_path):
    play = Play(tmp_path, "cora", "anna", "ben", batch_size=2, max_users=3)
    assert planned(play) == [["anna", "ben"], ["cora"]]
    assert play.run.begin(1, 1)["users"] == [user_of("cora")["id"]]


def test_shards_are_everybody_exactly_once(tmp_path):
    people = ["u%d" % number for number in range(7)]
    shards = [planned(Play(tmp_path, *people, shard_index=n, shard_count=3, batch_size=2)) for n in range(3)]
    assert sorted(name for batches in shards for batch in batches for name in batch) == people
    assert [sum(map(len, batches)) for batches in shards] == [3, 2, 2]


@pytest.mark.parametrize("size", [1, 9])
@pytest.mark.parametrize("name", ["BEN", "@ben", "ben@example.com", user_of("ben")["id"]])
def test_whom_nobody_may_name_is_left_out(tmp_path, name, size):
    """By whichever name, in one batch or in more."""
    play = Play(tmp_path, "anna", "ben", batch_size=size, exclude=[name])
    if size == 9:
        assert play.before() == ["anna", "ben"] or play.before() == ["anna"]
        admitted = play.run.admit(0)["users"]
        assert admitted == [user_of("anna")["id"]]
    else:
        assert planned(play) == [["anna"]]


def test_somebody_by_two_names_is_one(tmp_path):
    going = run.Run(run.start(options(tmp_path, batch_size=1), os.getpid(), tmp_path, "1")["journal"])
    three = ["anna", "Anna@Example.com", user_of("anna")["id"]]
    going.journal.leavers.write_text(leavers(*three), encoding="utf-8")
    assert going.take_list()["batches"] is None
    assert going.chunk(0)["users"] == three
    going.record(0, words.FOUND, {"users": [user_of("anna")]})
    assert going.plan()["users"] == 1


def test_an_address_says_who_it_is_where_the_name_does_not(tmp_path):
    play = Play(tmp_path, "zoe")
    play.run.journal.leavers.write_text(leavers("Anna Arlt", fallback="anna@example.com"), encoding="utf-8")
    assert play.run.take_list()["batches"] is None
    assert play.run.chunk(0)["users"] == ["Anna Arlt", "anna@example.com"]
    play.run.record(0, words.FOUND, {"users": [user_of("anna")]})
    assert play.run.plan()["users"] == 1
    [leaver] = play.run.journal.last("planned", 0)["leavers"]
    assert (leaver["username"], leaver["requested"]) == ("anna", "Anna Arlt")


def test_who_is_not_due_is_named_and_left_alone(tmp_path):
    play = Play(tmp_path, "anna")
    later = leavers("ben", due=False, leaves_at="2199-12-31T23:00:00Z", dated="2199-12-31")
    play.run.journal.leavers.write_text(later, encoding="utf-8")
    assert play.run.take_list()["batches"] == 0
    [one] = play.run.journal.last("not_due")["leavers"]
    assert (one["user"], one["dated"]) == ("ben", "2199-12-31")


def test_names_that_nobody_has(tmp_path):
    """All of them are named before anything is changed, or they are rows of the report."""
    for missing in ("fail", "ignore"):
        wanted = options(tmp_path, batch_size=1, missing_users=missing)
        going = run.Run(run.start(wanted, os.getpid(), tmp_path, "1")["journal"])
        going.journal.leavers.write_text(leavers("anna", "nobody"), encoding="utf-8")
        going.take_list()
        going.record(0, words.FOUND, {"users": [user_of("anna")]})
        if missing == "fail":
            with pytest.raises(guards.Unknown, match=r"nobody"):
                going.plan()
        else:
            assert going.plan()["users"] == 1
            assert [one["requested"] for one in going.journal.last("missing")["leavers"]] == ["nobody"]


def test_the_first_look_refuses_names_that_nobody_has(tmp_path):
    play = Play(tmp_path, "anna", "nobody")
    play.people = ("anna",)
    play.run.begin(0, 1)
    nobody = {"requested": "nobody", "user": None}
    play.run.record(0, words.BEFORE, {"results": [nobody], "server": {"url": "https://x"}})
    with pytest.raises(guards.Unknown, match=r"Unknown on https://x: nobody"):
        play.run.admit(0)


def test_more_people_than_one_look_up_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "CHUNK", 2)
    play = Play(tmp_path, *"abcde", batch_size=4)
    assert planned(play) == [list("abcd"), ["e"]]
