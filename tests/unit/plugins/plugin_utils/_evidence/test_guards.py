# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is refused before anything is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import guards

SPECS = Path(__file__).parents[5] / "roles" / "offboard" / "meta" / "argument_specs.yml"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("offboard_exclude_user", "offboard_exclude_users"),
        ("offboard_max_user", "offboard_max_users"),
        ("offboard_deactivated", "offboard_deactivate"),
        ("offboard_report_directory", "offboard_report_dir"),
        ("offboard_user", "offboard_users"),
        ("offboard_verfiy", "offboard_verify"),
    ],
)
def test_a_misspelt_variable_is_refused(name, meant):
    with pytest.raises(
        guards.Misspelt, match=r"does not know %s. Nothing was changed. Did you mean %s?" % (name, meant)
    ):
        guards.misspelt([name, "offboard_users"], SPECS)


def test_variables_of_others_are_none_of_the_roles_business():
    names = ["offboard_team_channel", "offboard__mine", "offboarding_x", "ansible_user", "offboard_hosts", 7]
    assert guards.misspelt(names, SPECS) == ["offboard_team_channel"]
    assert guards.misspelt(["offboard_users", "offboard_url"], SPECS) == []


@pytest.mark.parametrize("shard", [(0, 0, 5), (1, 1, 5), (-1, 2, 5), (0, 1, 0)])
def test_a_shard_that_does_not_exist(shard):
    with pytest.raises(guards.BadShard, match=r"not %d of %d and %d" % shard):
        guards.shard(*shard)


def test_more_than_allowed():
    guards.number(5, 5)
    guards.number(5, None)
    with pytest.raises(guards.TooMany, match=r"^6 users were selected, but offboard_max_users allows 5"):
        guards.number(6, 5)


def test_all_that_are_unknown_are_named_at_once():
    guards.unknown([], "https://x")
    with pytest.raises(guards.Unknown, match=r"Unknown on https://x: a, b, c, d, e and 2 more. Nothing was changed."):
        guards.unknown(list("abcdefg"), "https://x")


def test_the_last_system_admin():
    active = [{"id": "1", "username": "anna"}, {"id": "2", "username": "ben"}]
    guards.admins(active, {"1", "7"})
    guards.admins([], {"1"})
    with pytest.raises(guards.LastAdmin, match=r"^anna, ben: no active system admin would be left"):
        guards.admins(active, {"1", "2", "3"})


def test_the_calling_account():
    look = {"caller": {"id": "9", "username": "admin"}, "lacks": {"account": ["a", "b"]}}
    guards.caller(look, False, False)
    with pytest.raises(guards.Oneself, match=r"^admin is the account that runs this"):
        guards.caller(look, True, False)
    with pytest.raises(guards.MayNotDeactivate, match=r"^admin lacks a and b and cannot deactivate anybody"):
        guards.caller(look, False, True)
