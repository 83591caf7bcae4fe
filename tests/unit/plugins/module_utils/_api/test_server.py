# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""server: what the caller may, and who must not go."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server, refuse_last_admin
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import InputError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    ME,
    ROLES,
    Pages,
    Refusal,
    scripted_client,
    scripted_server,
)

ADMINS = "GET /users?role=system_admin&active=true"


def caller(roles, answer):
    """Return the Server of a caller with these roles, where the server answers this about them, and the script."""
    client, script = scripted_client({"GET /users/me": {"id": ME, "roles": roles}, ROLES: answer})
    return Server(client), script


# -- permissions --------------------------------------------------------------------------------------------


def test_permissions_are_those_of_all_roles_together():
    server, script = caller("one two", [{"permissions": ["a", "b"]}, {"permissions": ["b", "c"]}])
    assert script.bodies[-1] == ["one", "two"]
    assert [server.may(name) for name in ("a", "b", "c", "d", "")] == [True, True, True, False, False]


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
    assert server.lacks(needed) == lacking


@pytest.mark.parametrize(
    "answer",
    [None, {}, "x", [], [None, 7, "a"], [{}], [{"permissions": None}], [{"permissions": "a"}], [{"permissions": [[]]}]],
    ids=str,
)
def test_of_roles_that_are_not_understood_nothing_is_allowed(answer):
    assert caller("one", answer)[0].lacks(["a", "a or b"]) == ["a", "(a or b)"]


@pytest.mark.parametrize("roles", [None, "", " "], ids=repr)
def test_without_a_role_nothing_is_asked_or_allowed(roles):
    server, script = caller(roles, [{"permissions": ["a"]}])
    assert script.sent == ["GET /users/me"]
    assert not server.may("a")


def test_roles_that_cannot_be_read_end_it():
    with pytest.raises(ApiError) as caught:
        caller("one", Refusal(403, "api.context.permissions.app_error"))
    assert str(caught.value).startswith("Failed to read the permissions of the calling account: HTTP 403 ")


@pytest.mark.parametrize(("roles", "more"), [("system_user", ()), ("system_user system_admin", ("manage_system",))])
def test_a_system_admin_as_target_takes_more(roles, more):
    server, _script = scripted_server({})
    assert server.over_user({"roles": roles}, "a", "b") == ("a", "b", *more)


# -- the last admin -----------------------------------------------------------------------------------------


def person(letter, roles="system_admin", **fields):
    """Return a user of the API."""
    return dict({"id": letter * 26, "username": letter, "roles": roles, "delete_at": 0}, **fields)


@pytest.mark.parametrize(
    ("targets", "admins", "refused"),
    [
        ([person("a")], [[person("a")]], True),
        ([person("a")], [[person("a"), person("b")]], False),
        ([person("a")], [[person("a")], [person("b")]], False),
        ([person("a"), person("b")], [[person("a")], [person("b")]], True),
        ([person("a"), person("u", roles="system_user")], [[person("a")]], True),
        ([person("a")], [[]], True),
        # A server that does not filter as asked must not be taken at its word.
        ([person("a")], [[person("a"), person("b", roles="system_user")]], True),
        ([person("a")], [[person("a"), person("b", delete_at=5)]], True),
        ([person("a", delete_at=5), person("b")], [[person("b"), person("c")]], False),
    ],
)
def test_one_system_admin_has_to_be_left(targets, admins, refused):
    client, script = scripted_client({ADMINS: Pages(*admins)})
    if not refused:
        assert refuse_last_admin(client, targets) is None
        return
    with pytest.raises(InputError) as caught:
        refuse_last_admin(client, targets)
    assert str(caught.value) == (
        "a is the last active system admin. Nothing was changed. Make somebody else a system admin first."
    )
    assert script.sent == [ADMINS]


@pytest.mark.parametrize("targets", [[], [person("u", roles="system_user")], [person("a", delete_at=5)]], ids=str)
def test_where_no_active_admin_goes_nobody_is_asked(targets):
    client, script = scripted_client({})
    refuse_last_admin(client, targets)
    assert script.sent == []
