# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""access: what is closed, and what is said of it."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import access
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.closing import Closing
from ansible_collections.offboarding.mattermost.tests.unit.helpers.door import USER, Door, close_all, item
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import scripted_call

SHUT = [item("a", False)]
NONE = (None, None)


def closed(record, name="door"):
    """Return what a record says was closed."""
    return [shown["id"] for shown in record.data["access"][name]["closed"]]


def test_only_what_is_open_is_closed():
    door = Door([item("a"), item("b", False), item("c")], SHUT)
    record = Closing(dict(USER), [door])
    assert close_all(record) == NONE
    assert (door.asked, closed(record)) == ([["a", "c"]], ["A", "C"])
    entry = record.data["access"]["door"]
    assert (entry["before"], entry["verdict"], record.data["still_open"]) == ("open", "closed", [])
    assert (record.changed, record.data["closed"], record.data["ways_in"]) == (True, 2, 0)


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "real"])
def test_where_nothing_is_open_nothing_is_touched(check_mode):
    door = Door(SHUT)
    record = Closing(dict(USER), [door])
    assert close_all(record, check_mode) == NONE
    assert (door.asked, closed(record), record.changed, record.touched) == ([], [], False, False)


def test_check_mode_says_what_would_be_closed_and_closes_nothing():
    door = Door([item("a"), item("b", False)])
    record = Closing(dict(USER), [door])
    assert close_all(record, check_mode=True) == NONE
    assert (door.asked, closed(record), record.changed, record.touched) == ([], ["A"], True, False)


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "real"])
@pytest.mark.parametrize(
    ("option", "choice", "left"),
    [
        ("oauth_apps", {"oauth_apps": "leave"}, True),
        ("oauth_apps", {"oauth_apps": "delete"}, False),
        ("oauth_apps", {"system_roles": "leave"}, False),
        ("system_roles", {"system_roles": "leave"}, True),
        (None, {"oauth_apps": "leave", "system_roles": "leave"}, False),
    ],
    ids=str,
)
def test_what_is_to_be_left_is_left_and_still_called_open(option, choice, left, check_mode):
    door = Door([item("a")], option=option)
    record = Closing(dict(USER), [door])
    assert close_all(record, check_mode, **choice) == NONE
    assert closed(record) == ([] if left else ["A"])
    assert record.changed is not left
    assert record.data["still_open"] == ["door"]  # the door stays as it is, whoever closes it


def test_what_no_api_closes_is_only_looked_at():
    door = Door([item("a")])
    door.closable = False
    record = Closing(dict(USER), [door])
    assert close_all(record) == NONE
    assert (closed(record), record.changed, record.data["still_open"]) == ([], False, ["door"])


def test_all_is_looked_at_before_any_is_closed():
    """With a token its session ends, which check mode could not foresee."""
    log = []
    doors = [Door([item("a")], SHUT, name=name, log=log) for name in ("one", "two")]
    assert close_all(Closing(dict(USER), doors)) == NONE
    assert log == ["find one", "find two", "close one", "close two", "find one", "find two"]


# -- whoever asks -------------------------------------------------------------------------------------------


def test_the_caller_is_told_what_it_lacks_before_anybody_is_named():
    params = {"users": [], "missing_users": "fail", "access_types": ["user_access_token"]}
    params.update(log_since=None, confirmed=[])
    call, _script = scripted_call({}, params, permissions=["read_user_access_token", "manage_own_slash_commands"])
    found = access.info(call)
    assert found["lacks"]["account"] == ["sysconsole_write_user_management_users"]
    assert found["lacks"]["user_access_token"] == ["revoke_user_access_token", "edit_other_users"]
    assert found["lacks"]["slash_command"] == [
        "list_public_teams", "list_private_teams", "manage_others_slash_commands"
    ]  # fmt: skip
    assert found["lacks"]["incoming_webhook"] == [
        "(manage_incoming_webhooks or manage_own_incoming_webhooks)", "manage_others_incoming_webhooks"
    ]  # fmt: skip
    assert (found["caller"]["username"], found["caller"]["roles"]) == ("caller", ["some_role"])
    assert found["server"] == {
        "url": "http://mattermost.test",
        "version": "11.6.0",
        "clock_ahead": None,
        "apps_without_owner": None,
    }
