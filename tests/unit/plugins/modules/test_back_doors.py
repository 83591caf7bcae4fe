# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an administrator left behind: each back door is closed, or named until the server shows that it is over."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.support.oauth import CALLBACK, App
from ansible_collections.offboarding.mattermost.tests.unit.helpers.back_doors import SET_BY_LEAVER, BackDoors

INFO, REVOKE = "mattermost_access_info", "mattermost_access_revoke"
LOGGED = ["token_for_others", "integration_for_others", "changed_account", "changed_server", "known_secret"]
ALL_DOORS = ["bot_token", "hook", "known_hook", "link", "outgoing", "password", "role", "token"]


@pytest.fixture(name="doors")
def fixture_doors(mattermost):
    """An administrator who left a back door of each sort behind, and was deactivated."""
    doors = BackDoors(mattermost)
    assert doors.open_doors() == ALL_DOORS
    doors.leaver.deactivate()
    assert doors.open_doors() == ALL_DOORS
    return doors


def look(run, doors, *names, **options):
    """Look at types of access of the leaver and return what is said of each."""
    [entry] = run(INFO, users=[doors.leaver.username], access_types=list(names), **options).results
    return [entry["access"][name] for name in names]


def changes(run, doors, **options):
    """Return the changes of accounts that are still to be looked at, by what was changed."""
    [said] = look(run, doors, "changed_account", **options)
    return {item["what"]: item for item in said["found"] if item["open"]}


def test_each_back_door_is_closed_or_named(run, doors):
    said = run(REVOKE, users=[doors.leaver.username], invitation_links="regenerate")
    assert (said.failed, said.changed) == (False, True)
    access = said.results[0]["access"]
    assert sorted(item["username"] for item in access["token_for_others"]["closed"]) == sorted(
        [doors.token_owner.username, doors.bot["username"]]
    )
    closed = access["integration_for_others"]["closed"]
    assert {item["what"] for item in closed} == {"incoming webhook", "outgoing webhook"}
    assert {item["username"] for item in closed} == {doors.hook_owner.username}
    for name in ("token_for_others", "integration_for_others", "invitation_link"):
        assert (access[name]["verdict"], access[name]["still_open"]) == ("closed", False), access[name]
    # What is left is somebody else's to decide, and is named.
    assert doors.open_doors() == ["known_hook", "password", "role"]
    left = changes(run, doors)
    assert {what: item.get("username") for what, item in left.items()} == {
        "role": doors.accomplice.username,
        "password": doors.locked_out.username,
        "login_method": doors.linked.username,
        "activation": doors.sleeper.username,
        "details": doors.renamed.username,
        "accounts_made": None,
    }
    [known] = look(run, doors, "known_secret")
    assert "incoming_webhooks" in [item["what"] for item in known["found"]]
    assert (known["verdict"], known["still_open"]) == ("needs_human", True)


def test_a_second_run_changes_nothing(run, doors):
    for check, expected in ((True, True), (False, True), (False, False), (True, False)):
        said = run(REVOKE, check=check, users=[doors.leaver.username], invitation_links="regenerate")
        assert (said.failed, said.changed) == (False, expected)


def test_check_mode_says_what_a_real_run_does(run, doors):
    options = {"users": [doors.leaver.username], "invitation_links": "regenerate"}
    said = run(REVOKE, check=True, **options)
    assert doors.open_doors() == ALL_DOORS
    done = run(REVOKE, **options)
    for name, access in done.results[0]["access"].items():
        assert said.results[0]["access"][name]["closed"] == access["closed"], name


def test_each_thing_to_do_names_the_account_the_time_and_what_to_do(run, doors):
    [entry] = run(INFO, users=[doors.leaver.username]).results
    for item in changes(run, doors).values():
        assert doors.leaver.username in item["advice"]
        assert (item.get("username") or item["until"]) in item["advice"]
        assert (item.get("at") or item["until"]) in item["advice"]
        assert "Accounts of others: %s (reference %s)" % (item["advice"], item["reference"]) in entry["to_do"]
    renamed = changes(run, doors)["details"]["advice"]
    # The address may have been another one in between, and with it anybody can set a password.
    for told in (doors.renamed.user()["email"], "change the password", "revoke the sessions"):
        assert told in renamed


def test_no_secret_is_in_any_result(run, doors):
    secrets = doors.secrets
    for said in (
        run(INFO, users=[doors.leaver.username]),
        run(REVOKE, diff=True, users=[doors.leaver.username], invitation_links="regenerate", passwords="replace"),
    ):
        assert not [secret for secret in secrets if secret in said.output]


# -- over as soon as the server shows it ----------------------------------------------------------------------


def take_role(mattermost, doors):
    mattermost.must("PUT", "/users/%s/roles" % doors.accomplice.id, {"roles": "system_user"})


def block_accomplice(mattermost, doors):
    doors.accomplice.deactivate()


def own_password(mattermost, doors):
    token = mattermost.log_in(doors.locked_out.username, SET_BY_LEAVER)
    body = {"current_password": SET_BY_LEAVER, "new_password": "My.own.passw0rd"}
    mattermost.must("PUT", "/users/%s/password" % doors.locked_out.id, body, token=token)


def new_password(mattermost, doors):
    mattermost.must("PUT", "/users/%s/password" % doors.locked_out.id, {"new_password": "By.an0ther.admin"})


def own_log_in(mattermost, doors):
    body = {"auth_service": "gitlab", "auth_data": unique()}
    mattermost.must("PUT", "/users/%s/auth" % doors.locked_out.id, body)


def link_anew(mattermost, doors):
    body = {"auth_service": "gitlab", "auth_data": unique()}
    mattermost.must("PUT", "/users/%s/auth" % doors.linked.id, body)


def block_sleeper(mattermost, doors):
    doors.sleeper.deactivate()


def block_and_wake_sleeper(mattermost, doors):
    doors.sleeper.deactivate()
    mattermost.must("PUT", "/users/%s/active" % doors.sleeper.id, {"active": True})


def block_renamed(mattermost, doors):
    doors.renamed.deactivate()


@pytest.mark.parametrize(
    ("cure", "what"),
    [
        (take_role, "role"),
        (block_accomplice, "role"),
        (own_password, "password"),
        (new_password, "password"),
        (link_anew, "login_method"),
        (block_sleeper, "activation"),
        (block_and_wake_sleeper, "activation"),
        (block_renamed, "details"),
    ],
)
def test_a_change_is_over_as_soon_as_the_server_shows_it(run, doors, mattermost, cure, what):
    before = changes(run, doors)
    cure(mattermost, doors)
    assert set(before) - set(changes(run, doors)) == {what}


def test_what_the_server_cannot_show_is_confirmed_by_its_reference(run, doors):
    before = changes(run, doors)
    reference = before["accounts_made"]["reference"]
    assert set(before) - set(changes(run, doors, confirmed=[reference])) == {"accounts_made"}
    every = [item["reference"] for item in before.values()]
    [said] = look(run, doors, "changed_account", confirmed=every)
    assert (said["verdict"], said["still_open"]) == ("closed", False)
    assert said["reason"] == "Confirmed as done: 6."
    assert all(item["confirmed"] for item in said["found"] if item["reference"] in every)
    # The same done again is another thing.
    doors.mattermost.must("PUT", "/users/%s/active" % doors.leaver.id, {"active": True})
    token = doors.leaver.log_in().token
    doors.mattermost.must(
        "PUT", "/users/%s/password" % doors.locked_out.id, {"new_password": SET_BY_LEAVER + "2"}, token=token
    )
    assert set(changes(run, doors, confirmed=every)) == {"password", "accounts_made"}


def test_what_is_confirmed_is_not_closed(run, doors):
    [tokens] = look(run, doors, "token_for_others")
    kept = next(item for item in tokens["found"] if item["username"] == doors.bot["username"])
    said = run(REVOKE, users=[doors.leaver.username], confirmed=[kept["reference"]])
    assert [item["username"] for item in said.results[0]["access"]["token_for_others"]["closed"]] == [
        doors.token_owner.username
    ]
    assert {"bot_token", "token"} & set(doors.open_doors()) == {"bot_token"}


def test_somebody_else_rotates_what_the_administrator_knew(run, doors, mattermost):
    assert "known_hook" in doors.open_doors()
    for hook in mattermost.must("GET", "/hooks/incoming?per_page=200"):
        mattermost.must("DELETE", "/hooks/incoming/" + hook["id"])
    mattermost.must("POST", "/hooks/incoming", {"channel_id": doors.channel["id"]})
    [known] = look(run, doors, "known_secret")
    assert "incoming_webhooks" not in [item["what"] for item in known["found"]]


# -- who is an administrator -------------------------------------------------------------------------------------


def test_an_administrator_is_known_after_the_role_is_gone(run, mattermost):
    quiet = mattermost.new_person(admin=True)
    quiet.deactivate()
    [entry] = run(INFO, users=[quiet.username], access_types=LOGGED).results
    assert [item["what"] for item in entry["access"]["changed_account"]["found"]] == ["accounts_made"]
    # The calling account takes the role away: its own log is what still tells of it.
    mattermost.must("PUT", "/users/%s/roles" % quiet.id, {"roles": "system_user"})
    [entry] = run(INFO, users=[quiet.username], access_types=LOGGED).results
    assert [item["what"] for item in entry["access"]["changed_account"]["found"]] == ["accounts_made"]


@pytest.mark.parametrize("module", ["mattermost_user", REVOKE])
def test_whose_administrator_role_a_run_took_is_known_in_the_next(run, mattermost, module):
    granter = mattermost.new_person(admin=True)
    quiet = mattermost.new_person()
    roles = {"roles": "system_user system_admin"}
    # Not by the calling account, in whose log the role would show.
    mattermost.must("PUT", "/users/%s/roles" % quiet.id, roles, token=granter.log_in().token)
    options = {"access_types": ["system_role"]} if module == REVOKE else {"state": "deactivated"}
    assert run(module, users=[quiet.username], system_roles="reset", **options).changed
    assert quiet.user()["roles"] == "system_user"
    mattermost.set_active(quiet.id, False)
    [entry] = run(INFO, users=[quiet.username], access_types=LOGGED).results
    assert [item["what"] for item in entry["access"]["changed_account"]["found"]] == ["accounts_made"]


@pytest.mark.parametrize("module", ["mattermost_user", REVOKE])
def test_whose_harmless_role_a_run_took_is_no_administrator(run, mattermost, person, module):
    roles = {"roles": "system_user system_user_access_token"}
    mattermost.must("PUT", "/users/%s/roles" % person.id, roles)
    options = {"access_types": ["system_role"]} if module == REVOKE else {"state": "deactivated"}
    assert run(module, users=[person.username], system_roles="reset", **options).changed
    mattermost.set_active(person.id, False)
    [entry] = run(INFO, users=[person.username], access_types=LOGGED).results
    assert entry["to_do"] == entry["still_open"] == entry["not_checked"] == []


def test_who_owns_a_bot_that_is_an_administrator_is_one(run, mattermost, person):
    bot = mattermost.must("POST", "/bots", {"username": unique("bot")})
    mattermost.must("PUT", "/users/%s/roles" % bot["user_id"], {"roles": "system_user system_admin"})
    mattermost.must("POST", "/bots/%s/assign/%s" % (bot["user_id"], person.id))
    [entry] = run(INFO, users=[person.username], access_types=["changed_account"]).results
    assert [item["what"] for item in entry["access"]["changed_account"]["found"]] == ["accounts_made"]


def test_an_ordinary_leaver_has_nothing_to_look_at(run, mattermost, person):
    token = person.log_in().token
    bot = mattermost.ask("POST", "/bots", {"username": unique("bot")}, token=token)
    mattermost.must("PUT", "/users/%s/patch" % person.id, {"nickname": "me"}, token=token)
    body = {"current_password": person.password, "new_password": "An0ther.of.my.own"}
    mattermost.must("PUT", "/users/%s/password" % person.id, body, token=token)
    person.deactivate()
    [entry] = run(INFO, users=[person.username], access_types=LOGGED).results
    assert entry["to_do"] == entry["still_open"] == entry["not_checked"] == []
    assert {name: access["verdict"] for name, access in entry["access"].items()} == dict.fromkeys(LOGGED, "closed")
    assert bot.status_code in (201, 403)


def test_roles_by_which_nobody_gets_at_anything_are_not_named(run, mattermost, person):
    admin = mattermost.new_person(admin=True)
    roles = {"roles": "system_user system_user_access_token system_post_all"}
    mattermost.must("PUT", "/users/%s/roles" % person.id, roles, token=admin.log_in().token)
    [entry] = run(INFO, users=[admin.username], access_types=["changed_account"]).results
    assert [item["what"] for item in entry["access"]["changed_account"]["found"]] == ["accounts_made"]


def test_a_token_for_a_bot_of_ones_own_is_none_for_others(run, mattermost):
    admin = mattermost.new_person(admin=True)
    token = admin.log_in().token
    bot = mattermost.must("POST", "/bots", {"username": unique("bot")}, token=token)
    mattermost.must("POST", "/users/%s/tokens" % bot["user_id"], {"description": "b"}, token=token)
    mattermost.must("POST", "/users/%s/tokens" % admin.id, {"description": "o"}, token=token)
    [entry] = run(INFO, users=[admin.username], access_types=["token_for_others", "bot_token"]).results
    assert entry["access"]["token_for_others"]["found"] == []
    assert len(entry["access"]["bot_token"]["found"]) == 1


def test_what_a_bot_of_theirs_did_the_person_did(run, mattermost, person):
    admin = mattermost.new_person(admin=True)
    bot = mattermost.must("POST", "/bots", {"username": unique("bot")}, token=admin.log_in().token)
    mattermost.must("PUT", "/users/%s/roles" % bot["user_id"], {"roles": "system_user system_admin"})
    token = mattermost.new_access_token(bot["user_id"])["token"]
    made = mattermost.must("POST", "/users/%s/tokens" % person.id, {"description": "by a bot"}, token=token)
    [entry] = run(INFO, users=[admin.username], access_types=["token_for_others"]).results
    [found] = entry["access"]["token_for_others"]["found"]
    assert (found["id"], found["bot"]) == (made["id"], bot["username"])


def test_settings_that_they_saved_are_named(run, mattermost):
    admin = mattermost.new_person(admin=True)
    token = admin.log_in().token
    mattermost.must("PUT", "/config", mattermost.must("GET", "/config", token=token), token=token)
    [entry] = run(INFO, users=[admin.username], access_types=["changed_server"]).results
    [found] = entry["access"]["changed_server"]["found"]
    assert (found["what"], entry["access"]["changed_server"]["verdict"]) == ("settings", "needs_human")
    assert (found["at"] in found["advice"], admin.username in found["advice"]) == (True, True)


def test_an_app_of_somebody_else_that_they_pointed_to_themselves_is_named(run, mattermost):
    leaver, colleague = mattermost.new_person(admin=True), mattermost.new_person()
    session = leaver.log_in().token
    app, untouched, own, gone = App(mattermost), App(mattermost), App(mattermost, session), App(mattermost)
    for one in (app, own, gone):
        row = mattermost.must("GET", "/oauth/apps/" + one.id, token=session)
        callbacks = ["http://127.0.0.1:6/theirs", CALLBACK]
        changed = dict(row, callback_urls=callbacks, is_trusted=True)
        mattermost.must("PUT", "/oauth/apps/" + one.id, changed, session)
    gone.delete()
    own.edit(is_trusted=False)
    leaver.deactivate()
    mattermost.must("POST", "/oauth/apps/%s/regen_secret" % app.id)
    # The new secret is not asked for.
    assert "access_token=" in app.follow_link(colleague.log_in().token, "token")
    options = {"users": [leaver.username], "access_types": ["changed_server"]}
    [entry] = run(INFO, **options).results
    [found] = entry["access"]["changed_server"]["found"]
    assert (found["what"], found["name"], found["open"]) == ("oauth_app", app.name, True)
    assert "http://127.0.0.1:6" in found["advice"]
    assert untouched.name not in entry["access"]["changed_server"]["reason"]
    [entry] = run(INFO, confirmed=[found["reference"]], **options).results
    assert entry["access"]["changed_server"]["verdict"] == "closed"
    app.delete()
    [entry] = run(INFO, **options).results
    assert (entry["access"]["changed_server"]["verdict"], entry["access"]["changed_server"]["found"]) == ("closed", [])
