# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_user_info, run for real against the server under test."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique

INFO = "mattermost_user_info"
DAY = 24 * 60 * 60 * 1000


@pytest.fixture(name="leaver")
def fixture_leaver(mattermost):
    """Somebody who is deactivated."""
    leaver = mattermost.new_person()
    leaver.deactivate()
    return leaver


def names(found):
    """Return the names found; both ways to give them have to agree."""
    assert [user["username"] for user in found.result["users"]] == found.result["usernames"]
    assert found.summary["users"] == len(found.result["usernames"])
    return found.result["usernames"]


def test_a_user_has_the_documented_shape(run, leaver):
    found = run(INFO, users=[leaver.username])
    [user] = found.result["users"]
    assert not found.changed
    assert user.pop("created_at") <= user.pop("deactivated_at")
    assert user == {
        "id": leaver.id,
        "username": leaver.username,
        "email": leaver.email,
        "active": False,
        "auth_service": "",
        "system_admin": False,
        "roles": ["system_user"],
        "bot": False,
        "last_activity_at": None,
    }


def test_by_name_in_the_order_asked(run, leaver, person):
    found = run(INFO, users=[person.email, leaver.id, person.username])
    assert names(found) == [person.username, leaver.username]


def test_those_who_do_not_exist_are_told(run, person):
    nobody = unique("nobody")
    found = run(INFO, users=[nobody, person.username], missing_users="ignore")
    assert names(found) == [person.username]
    assert found.result["missing_users"] == [nobody]
    assert found.summary["users_missing"] == 1


def test_an_empty_list_finds_nobody(run):
    found = run(INFO, users=[])
    assert (found.failed, names(found)) == (False, [])


@pytest.mark.parametrize(("state", "who"), [("any", "both"), ("active", "person"), ("deactivated", "leaver")])
@pytest.mark.trap("2.7")
def test_deactivated_is_told_by_delete_at(run, leaver, person, state, who):
    expected = {"both": {leaver.username, person.username}, "person": {person.username}, "leaver": {leaver.username}}
    assert set(names(run(INFO, state=state))) & {leaver.username, person.username} == expected[who]
    assert set(names(run(INFO, users=[leaver.id, person.id], state=state))) == expected[who]


def test_by_role(run, mattermost, person):
    boss = mattermost.new_person(admin=True)
    found = names(run(INFO, role="system_admin"))
    assert boss.username in found
    assert person.username not in found
    assert names(run(INFO, users=[boss.id, person.id], role="system_admin")) == [boss.username]


def test_by_log_in_service(run, person):
    assert names(run(INFO, users=[person.id], auth_service=["email", "ldap"])) == [person.username]
    assert names(run(INFO, users=[person.id], auth_service=["ldap"])) == []


@pytest.mark.embedded_only("makes users of a directory")
def test_by_log_in_service_of_others(run, control):
    made = [control.new_user(auth_service=service) for service in ("ldap", "gitlab", "")]
    found = run(INFO, users=[user["id"] for user in made], auth_service=["ldap", "gitlab"])
    assert names(found) == [made[0]["username"], made[1]["username"]]


def test_bots_are_left_out_unless_asked_for(run, mattermost, person):
    bot = mattermost.must("POST", "/bots", {"username": unique("bot"), "display_name": "A bot"})
    assert bot["username"] not in names(run(INFO, state="active"))
    found = run(INFO, state="active", include_bots=True)
    assert bot["username"] in names(found)
    assert [user["bot"] for user in found.result["users"] if user["id"] == bot["user_id"]] == [True]
    assert names(run(INFO, users=[bot["username"]])) == [bot["username"]]


def test_brief_gives_names_only(run, leaver):
    found = run(INFO, state="deactivated", brief=True)
    assert found.result["users"] == []
    assert leaver.username in found.result["usernames"]
    assert found.summary["users"] == len(found.result["usernames"])


@pytest.mark.embedded_only("inserts more users than a page holds")
@pytest.mark.parametrize("count", [200, 450])
@pytest.mark.trap("2.6")
def test_pages_are_read_to_the_end(run, control, count):
    """The server cuts pages to 200, whatever was asked for."""
    made = control.ask("POST", "/bulk", {"users": count, "sessions": 0, "prefix": unique("p"), "deactivated": True})
    found = names(run(INFO, state="deactivated"))
    assert set(made["usernames"]) <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.embedded_only("sets when users were last active")
def test_inactive_for(run, control):
    then = 1600000000000
    old = control.new_user(last_activity_at=then)
    new = control.new_user(last_activity_at=then + 10**12)
    never = control.new_user()
    found = run(INFO, users=[user["id"] for user in (old, new, never)], inactive_for="90d")
    assert names(found) == [old["username"]]
    assert found.result["users"][0]["last_activity_at"] == "2020-09-13T12:26:40Z"
    assert found.summary["activity_unknown"] == 1


def test_of_whom_nothing_is_known_is_not_inactive(run, person):
    found = run(INFO, users=[person.id], inactive_for="1s")
    assert names(found) == []
    assert found.summary["activity_unknown"] == 1


@pytest.mark.parametrize("brief", [True, False])
def test_inactive_for_may_be_brief(run, person, brief):
    assert run(INFO, users=[person.id], inactive_for="1s", brief=brief).result["usernames"] == []


def test_it_sends_no_changing_request(run, through, person):
    run(INFO, users=[person.id], url=through.url, inactive_for="90d")
    assert through.paths == ["GET /users/me", "POST /users/ids", "POST /users/usernames", "POST /users/status/ids"]


# -- second accounts ----------------------------------------------------------------------------------------


def new_namesake(mattermost, leaver, **fields):
    """Make another account with the name of somebody, in another domain."""
    local, domain = unique("second"), "partner.example"
    user = mattermost.must(
        "POST", "/users", {"username": local, "email": "%s@%s" % (leaver.username, domain), "password": "Passw0rd!2026"}
    )
    mattermost.must("PUT", "/users/%s/patch" % user["id"], fields)
    return user


def test_second_accounts_are_candidates_with_their_reasons(run, mattermost, leaver):
    name = {"first_name": unique("José"), "last_name": "Núñez"}
    mattermost.must("PUT", "/users/%s/patch" % leaver.id, name)
    second = new_namesake(mattermost, leaver, first_name=name["first_name"].replace("é", "E"), last_name="NUNEZ")
    found = run(INFO, users=[leaver.username], second_accounts=True)
    assert (found.changed, found.result["second_accounts_not_checked"]) == (False, [])
    [user] = found.result["users"]
    assert user["second_accounts_more"] == 0
    [candidate] = user["second_accounts"]
    assert candidate["reasons"] == ["email_local_part", "full_name"]
    assert candidate["user"]["id"] == second["id"]
    assert (candidate["user"]["active"], candidate["user"]["guest"]) == (True, False)


def test_a_second_account_is_found_whoever_is_searched_for(run, mattermost, leaver):
    """The deactivated ones are searched for, and the second account is an active one."""
    second = new_namesake(mattermost, leaver, nickname="x")
    found = run(INFO, state="deactivated", second_accounts=True, brief=True)
    by_id = {user["id"]: user for user in found.result["users"]}
    assert second["id"] not in by_id
    assert [one["user"]["id"] for one in by_id[leaver.id]["second_accounts"]] == [second["id"]]


def test_without_the_option_nobody_is_compared(run, leaver, through):
    found = run(INFO, users=[leaver.username], url=through.url)
    assert "second_accounts" not in found.result["users"][0]
    assert "second_accounts_not_checked" not in found.result
    assert not [path for path in through.paths if path.startswith("GET /users?")]


def test_the_list_of_users_is_read_once(run, through):
    run(INFO, url=through.url)
    once = len(through.paths)
    run(INFO, url=through.url, second_accounts=True)
    assert len(through.paths) == 2 * once
