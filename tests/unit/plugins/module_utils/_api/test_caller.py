# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""caller: what the calling account may."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import Caller, over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    ME,
    ROLES,
    Refusal,
    scripted_client,
    scripted_server,
)


def caller(roles, answer):
    """Return a Caller with these roles, where the server answers this about them, and the script."""
    client, script = scripted_client({"GET /users/me": {"id": ME, "roles": roles}, ROLES: answer})
    return Caller(client), script


def test_permissions_are_those_of_all_roles_together():
    found, script = caller("one two", [{"permissions": ["a", "b"]}, {"permissions": ["b", "c"]}])
    assert script.bodies[-1] == ["one", "two"]
    assert [found.may(name) for name in ("a", "b", "c", "d", "")] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("needed", "lacking"),
    [
        ([], []),
        (["a", "b"], []),
        (["a", "x", "b", "y"], ["x", "y"]),
        (["a or x"], []),
        (["x or a"], []),
        (["x or y", "a", "z"], ["(x or y)", "z"]),
        (["ab"], ["ab"]),
    ],
)
def test_what_the_caller_lacks_in_the_order_asked(needed, lacking):
    server, _script = scripted_server({}, ["a", "b"])
    assert server.caller.lacks(needed) == lacking


@pytest.mark.parametrize(
    "answer",
    [None, {}, "x", [], [None, 7, "a"], [{}], [{"permissions": None}], [{"permissions": "a"}], [{"permissions": [[]]}]],
    ids=str,
)
def test_of_roles_that_are_not_understood_nothing_is_allowed(answer):
    assert caller("one", answer)[0].lacks(["a", "a or b"]) == ["a", "(a or b)"]


@pytest.mark.parametrize("roles", [None, "", " "], ids=repr)
def test_without_a_role_nothing_is_asked_or_allowed(roles):
    found, script = caller(roles, [{"permissions": ["a"]}])
    assert script.sent == ["GET /users/me"]
    assert not found.may("a")


def test_roles_that_cannot_be_read_end_it():
    with pytest.raises(ApiError) as caught:
        caller("one", Refusal(403, "api.context.permissions.app_error"))
    assert str(caught.value).startswith("Failed to read the permissions of the calling account: HTTP 403 ")


@pytest.mark.parametrize(("roles", "more"), [("system_user", ()), ("system_user system_admin", ("manage_system",))])
def test_a_system_admin_as_target_takes_more(roles, more):
    assert over_user({"roles": roles}, "a", "b") == ("a", "b", *more)
