# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""system_role: every role beyond that of any user or guest is a way in."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.system_role import SystemRole
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import OK, scripted_server

ID = "u" * 26
PUT = "PUT /users/%s/roles" % ID


def user(roles):
    """Return somebody with these roles."""
    return Person({"id": ID, "username": "user1", "roles": roles})


@pytest.mark.parametrize(
    ("roles", "found"),
    [
        ("system_user", []),
        ("system_guest", []),
        ("", []),
        (None, []),
        ("system_user system_admin", ["system_admin"]),
        ("system_user_manager  system_user\tcustom", ["system_user_manager", "custom"]),
        ("system_users", ["system_users"]),
    ],
)
def test_what_is_more_than_anybody_has(roles, found):
    server, script = scripted_server({})
    items = SystemRole().find(server, user(roles))
    assert [(item.key, item.open, item.shown) for item in items] == [(role, True, {"role": role}) for role in found]
    assert script.sent == []


@pytest.mark.parametrize(
    ("roles", "left"),
    [
        ("system_user system_admin", "system_user"),
        ("system_admin", "system_user"),
        # A guest must not become a user by it.
        ("custom system_guest", "system_guest"),
    ],
)
def test_roles_are_reset_by_one_request(roles, left):
    server, script = scripted_server({PUT: OK})
    somebody = user(roles)
    items = SystemRole().find(server, somebody)
    assert SystemRole().close(server, somebody, items, {"system_roles": "reset"}) == (items, None)
    assert (script.sent, script.bodies) == ([PUT], [{"roles": left}])
    # A second try, before the user is read again, finds nothing left to do.
    assert SystemRole().find(server, somebody) == []


def test_roles_that_are_to_be_left_are_left():
    server, _script = scripted_server({})
    items = SystemRole().find(server, user("system_user system_admin"))
    assert SystemRole().to_close(items, {"system_roles": "leave"}) == []
    assert SystemRole().to_close(items, {"system_roles": "reset"}) == items


@pytest.mark.parametrize(("roles", "more"), [("system_user custom", ()), ("system_admin", ("manage_system",))])
def test_what_it_takes(roles, more):
    server, _script = scripted_server({})
    assert SystemRole().needs(server, user(roles).user) == ("manage_roles", *more)
    assert SystemRole().advice(server, user(roles), []) is None
