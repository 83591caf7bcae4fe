# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""System admins who leave: the role goes before the account is blocked, and what cannot go is for a person to do.

Newer servers take the role from nobody while only one active person has it, old ones from everybody.
"""

from __future__ import annotations

import re

import pytest

MADE_BY_TESTS = re.compile(r"[a-z0-9]+-[0-9a-f]{16}$")


@pytest.fixture(name="version", params=[None, "11.6.0"], ids=["as_it_is", "newer"], autouse=True)
def fixture_version(request, server):
    """Let the embedded server be a newer one, too. A real one is what it is."""
    if request.param and not server.embedded:
        pytest.skip("needs the embedded server: a real one has its version")
    if request.param:
        request.getfixturevalue("control").settings(version=request.param)


@pytest.fixture(name="alone", autouse=True)
def fixture_alone(mattermost, admin, version):
    """Let the admin be the only one, for as long as a test lasts."""
    rows = mattermost.must("GET", "/users?role=system_admin&active=true&per_page=200")
    others = [row for row in rows if row["id"] != admin.id and not row.get("is_bot")]
    if not all(MADE_BY_TESTS.match(row["username"]) for row in others):
        pytest.skip("this server has other system admins, which no test may touch")
    for row in others:
        mattermost.must("PUT", "/users/%s/active" % row["id"], {"active": False})
    yield
    for row in others:
        mattermost.must("PUT", "/users/%s/active" % row["id"], {"active": True})


@pytest.fixture(name="second")
def fixture_second(mattermost):
    """The second of two system admins."""
    person = mattermost.new_person(admin=True)
    yield person
    if person.user()["delete_at"]:
        return
    person.deactivate()


@pytest.fixture(name="refuses")
def fixture_refuses(run):
    """Whether this server keeps the last admin's role."""
    version = run("mattermost_access_info", users=[]).result["server"]["version"]
    return tuple(int(part) for part in version.split(".")) >= (9, 10)


def block(run, *people, check=False, **options):
    """Block accounts and reset their roles."""
    return run("mattermost_user", check, True, users=[person.id for person in people], state="deactivated",
               system_roles="reset", **options)  # fmt: skip


def test_the_second_of_two_admins_loses_the_role_before_the_account_is_blocked(run, second):
    said, done = block(run, second, check=True), block(run, second)
    for one in (said, done):
        [entry] = one.results
        assert (one.failed, one.changed, entry["state"]) == (False, True, "deactivated")
        assert (entry["roles_reset"], entry["needs_human"]) == ([{"role": "system_admin"}], None)
        assert one.result["diff"] == {
            "before": "%s: active, system_admin\n" % second.username,
            "after": "%s: deactivated\n" % second.username,
        }
    user = second.user()
    assert (user["roles"], bool(user["delete_at"])) == ("system_user", True)
    again = block(run, second)
    assert (again.failed, again.changed, again.results[0]["roles_reset"]) == (False, False, [])


def test_without_the_option_the_role_stays(run, second):
    done = run("mattermost_user", users=[second.id], state="deactivated")
    assert (done.failed, done.results[0]["roles_reset"]) == (False, [])
    assert "system_admin" in second.user()["roles"]


def test_a_bot_of_an_admin_loses_the_role_with_its_owner(run, mattermost, second):
    bot = mattermost.must("POST", "/bots", {"username": "b-" + second.username}, token=second.log_in().token)
    mattermost.must("PUT", "/users/%s/roles" % bot["user_id"], {"roles": "system_user system_admin"})
    said, done = block(run, second, check=True), block(run, second)
    expected = [{"role": "system_admin", "bot": bot["username"]}, {"role": "system_admin"}]
    assert [one.results[0]["roles_reset"] for one in (said, done)] == [expected, expected]
    assert mattermost.must("GET", "/users/" + bot["user_id"])["roles"] == "system_user"


def test_one_who_was_blocked_earlier_is_for_a_person_to_do(run, second, refuses):
    second.deactivate()
    looked = run("mattermost_access_info", users=[second.id])
    said = run("mattermost_access_revoke", check=True, users=[second.id])
    done = run("mattermost_access_revoke", users=[second.id])
    found = looked.results[0]["access"]["system_role"]
    closed = [one.results[0]["access"]["system_role"]["closed"] for one in (said, done)]
    assert (looked.failed, said.failed, done.failed) == (False, False, False)
    if not refuses:
        assert (found["verdict"], closed) == ("open", [[{"role": "system_admin"}]] * 2)
        assert second.user()["roles"] == "system_user"
        return
    assert closed == [[], []]
    for seen in (found, done.results[0]["access"]["system_role"]):
        assert (seen["verdict"], seen["still_open"]) == ("needs_human", True)
        assert "Make another user a system admin, then reset the roles of %s again." % second.username in seen["reason"]
    assert looked.summary["users_to_do"] == done.summary["users_to_do"] == 1
    assert done.changed is said.changed is False


def test_one_who_was_blocked_earlier_can_lose_the_role_once_there_is_another_admin(run, mattermost, second):
    second.deactivate()
    third = mattermost.new_person(admin=True)
    done = run("mattermost_access_revoke", users=[second.id], access_types=["system_role"])
    assert (done.failed, done.results[0]["access"]["system_role"]["verdict"]) == (False, "closed")
    assert second.user()["roles"] == "system_user"
    third.deactivate()


def test_blocking_one_who_was_blocked_earlier_says_what_to_do(run, second, refuses):
    second.deactivate()
    for check in (True, False):
        done = block(run, second, check=check)
        [entry] = done.results
        assert (done.failed, entry["state"], done.changed) == (False, "deactivated", not refuses)
        assert bool(entry["needs_human"]) is refuses
        assert done.summary["users_to_do"] == int(refuses)
        if refuses:
            line = "%s: deactivated, system_admin\n" % second.username
            assert done.result["diff"] == {"before": line, "after": line}


def test_of_several_who_leave_those_who_are_blocked_already_lose_the_role_first(run, mattermost, second):
    """Once the active ones have lost theirs, only one is left, and newer servers refuse."""
    gone, third = mattermost.new_person(admin=True), mattermost.new_person(admin=True)
    gone.deactivate()
    done = block(run, second, gone, third)
    assert (done.failed, done.summary["users_to_do"]) == (False, 0)
    assert [person.user()["roles"] for person in (second, gone, third)] == ["system_user"] * 3


def test_no_bot_counts_as_the_admin_who_is_left(run, mattermost, second, admin):
    bot = mattermost.must("POST", "/bots", {"username": "b-" + second.username})
    mattermost.must("PUT", "/users/%s/roles" % bot["user_id"], {"roles": "system_user system_admin"})
    done = run("mattermost_access_revoke", users=[second.id, admin.id], access_types=["system_role"], include_self=True)
    assert done.message == (
        "%s is the last active system admin. Nothing was changed. Make another user a system admin first."
        % second.username
    )
    assert "system_admin" in second.user()["roles"]
    mattermost.must("POST", "/bots/%s/disable" % bot["user_id"], {})


def test_roles_of_those_who_stay_are_not_reset(run, second):
    done = run("mattermost_user", users=[second.id], state="active", system_roles="reset")
    assert done.message == (
        "system_roles: reset requires state: deactivated. Nothing was changed. To reset the roles of an active user,"
        " use mattermost_access_revoke."
    )
    assert "system_admin" in second.user()["roles"]
