# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""system_role: every role beyond that of any user or guest is a way in."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.system_role import SystemRole
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, OK, Refusal, scripted_server

ID, BOT = "u" * 26, "b" * 26
PUT, PUT_BOT = "PUT /users/%s/roles" % ID, "PUT /users/%s/roles" % BOT
BOTS, USERS = "GET /bots?include_deleted=true", "POST /users/ids"
ADMINS = "GET /users?role=system_admin&active=true"
NOTE = "PUT /users/%s/preferences" % ME
REFUSED = Refusal(400, "app.user.update.lastAdmin.app_error", "Cannot.")


def user(roles, **fields):
    """Return somebody with these roles."""
    return Person(dict({"id": ID, "username": "user1", "roles": roles}, **fields))


def admins(*letters):
    """Return what is answered to the question who is a system admin."""
    return {ADMINS: [{"id": letter * 26, "roles": "system_admin system_user"} for letter in letters]}


def of_bot(roles, **fields):
    """Return what is answered about somebody's bot with these roles."""
    there = dict({"id": BOT, "username": "bot1", "roles": roles, "is_bot": True}, **fields)
    return {BOTS: [{"user_id": BOT, "owner_id": ID, "username": "bot1"}], USERS: [there]}


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
    items = SystemRole().find(scripted_server(admins("x", "y"))[0], user(roles))
    assert [(item.open, item.shown) for item in items] == [(True, {"role": role}) for role in found]


def test_of_somebody_without_a_role_nothing_is_asked():
    server, script = scripted_server({})
    assert SystemRole().find(server, user("system_user")) == []
    assert script.sent == []


def test_roles_of_bots_are_found_and_come_first():
    """As long as the owner is an admin too there are two, and the bot can lose the role."""
    answers = dict(of_bot("system_user system_admin"), **admins("u", "x"))
    items = SystemRole().find(scripted_server(answers, BOTS_NEED)[0], user("system_user system_admin"))
    assert [(item.account_id, item.shown) for item in items] == [
        (BOT, {"role": "system_admin", "bot": "bot1"}),
        (ID, {"role": "system_admin"}),
    ]


def test_the_bots_of_everybody_are_read_by_one_request():
    owners = [user("system_user", id=letter * 26) for letter in "vwxyz"]
    bots = [{"user_id": "%s" % (letter + "b" * 25), "owner_id": letter * 26} for letter in "vwxyz"]
    server, script = scripted_server({BOTS: bots, USERS: lambda ids: [{"id": one, "roles": "custom"} for one in ids]},
                                     BOTS_NEED)  # fmt: skip
    server.people = [owner.user for owner in owners]
    assert [len(SystemRole().find(server, owner)) for owner in owners] == [1] * 5
    assert script.sent == [BOTS, USERS]
    # Somebody who joins later costs one more.
    stranger = user("system_user", id="u" * 26)
    server._kept["bots"][stranger.id] = [{"user_id": BOT}]  # pylint: disable=protected-access
    assert len(SystemRole().find(server, stranger)) == 1
    assert script.sent == [BOTS, USERS, USERS]


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
    server, script = scripted_server(dict(admins("u", "x"), **{PUT: OK, NOTE: OK}))
    somebody = user(roles)
    items = SystemRole().find(server, somebody)
    assert SystemRole().close(server, somebody, items, {"system_roles": "reset"}) == (items, None)
    assert (script.sent[-1], script.bodies[-1]) == (PUT, {"roles": left})
    assert script.sent.count(PUT) == 1
    # A second try, before the user is read again, finds nothing left to do.
    assert SystemRole().find(server, somebody) == []


@pytest.mark.parametrize(
    ("roles", "noted"),
    [
        ("system_user system_admin", True),
        ("system_user_manager system_user", True),
        ("system_user system_user_access_token", False),
        ("system_user custom", False),
    ],
)
def test_that_somebody_was_an_administrator_is_noted_before_the_role_is_taken(roles, noted):
    server, script = scripted_server(dict(admins("u", "x"), **{PUT: OK, NOTE: OK}), now=123)
    somebody = user(roles)
    SystemRole().close(server, somebody, SystemRole().find(server, somebody), {"system_roles": "reset"})
    told = dict(zip(script.sent, script.bodies))
    assert [asked for asked in script.sent if asked in (NOTE, PUT)] == [NOTE] * noted + [PUT]
    if noted:
        [note] = told[NOTE]
        assert (note["user_id"], note["name"], note["value"]) == (ME, "admin_" + ID, "123")
        # Mattermost takes no longer name.
        assert len(note["name"]) <= 32


def test_a_role_is_kept_where_it_cannot_be_noted():
    """Else a second run would not know, and call closed what an administrator left behind."""
    server, script = scripted_server(dict(admins("u", "x"), **{PUT: OK, NOTE: Refusal(403)}))
    somebody = user("system_user system_admin")
    done, error = SystemRole().close(server, somebody, SystemRole().find(server, somebody), {})
    assert (done, error.status, PUT in script.sent) == ([], 403, False)


def test_roles_that_are_to_be_left_are_left():
    server, _script = scripted_server(admins("u", "x"))
    items = SystemRole().find(server, user("system_user system_admin"))
    assert SystemRole().to_close(items, {"system_roles": "leave"}) == []
    assert SystemRole().to_close(items, {"system_roles": "reset"}) == items


@pytest.mark.parametrize(("roles", "more"), [("system_user custom", ()), ("system_admin", ("manage_system",))])
def test_what_it_takes(roles, more):
    server, _script = scripted_server({})
    assert SystemRole().needs(server, user(roles).user) == ("manage_roles", *more)
    assert SystemRole().advice(server, user(roles), []) is None


# -- the last system admin ----------------------------------------------------------------------------------


def close(person, answers, version="11.6.0"):
    """Look, close and look again. Return the advice before, what was closed, the error and the advice afterwards."""
    server, _script = scripted_server(dict(answers, **{NOTE: OK}), BOTS_NEED, version=version)
    server.client.get("/users/me", "learn the version")
    role = SystemRole()
    items = role.find(server, person)
    before = role.advice(server, person, items)
    done, error = role.close(server, person, items, {})
    after = role.advice(server, person, role.find(server, person))
    return before, [item.account_id for item in done], error, after


def test_a_role_that_mattermost_would_not_take_away_is_for_a_person_to_do():
    gone = user("system_user system_admin", delete_at=5)
    before, done, error, after = close(gone, dict(admins("x"), **{BOTS: [], PUT: REFUSED}))
    assert (done, error) == ([], None)
    for advice in (before, after):
        assert (advice.verdict, advice.still_open) == ("needs_human", True)
        assert advice.text == (
            "Mattermost does not remove the role system_admin from anybody while only one active person has it. Make"
            " another user a system admin, then reset the roles of user1 again."
        )


@pytest.mark.parametrize(("version", "letters"), [("11.6.0", "xy"), ("5.37.0", "x"), (None, "x")])
def test_where_it_can_be_taken_away_nothing_is_left_to_a_person(version, letters):
    gone = user("system_user system_admin", delete_at=5)
    before, done, error, after = close(gone, dict(admins(*letters), **{BOTS: [], PUT: OK}), version)
    assert (before, done, error, after) == (None, [ID], None, None)


def test_a_server_that_refuses_is_believed_whatever_its_version():
    gone = user("system_user system_admin", delete_at=5)
    before, done, error, after = close(gone, dict(admins("x"), **{BOTS: [], PUT: REFUSED}), "9.0.0")
    assert (before, done, error) == (None, [], None)
    assert after.verdict == "needs_human"


def test_a_bot_is_held_to_the_number_of_people_as_well():
    answers = dict(of_bot("system_user system_admin custom"), **dict(admins("x"), **{PUT_BOT: REFUSED}))
    before, done, error, after = close(user("system_user"), answers)
    assert (before, done, error) == (None, [], None)
    assert "reset the roles of bot1 again" in after.text
    # Check mode does not promise it.
    items = SystemRole().find(scripted_server(answers, BOTS_NEED)[0], user("system_user"))
    assert [item.shown["role"] for item in SystemRole().foretold(items)] == ["custom"]


def test_of_the_only_active_admin_nothing_is_said():
    advice = close(user("system_user system_admin"), dict(admins("u"), **{BOTS: [], PUT: OK}))[0]
    assert advice is None


def test_any_other_refusal_is_an_error_and_holds_up_no_other():
    answers = dict(of_bot("custom"), **{PUT_BOT: Refusal(403, "x"), PUT: OK})
    _before, done, error, _after = close(user("system_user custom"), answers)
    assert (done, error.status) == ([ID], 403)
