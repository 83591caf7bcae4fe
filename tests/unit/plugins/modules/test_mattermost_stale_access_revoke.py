# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_stale_access_revoke, run for real against the server under test, by the steps of every changing module."""

from __future__ import annotations

import time

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import STALE_ACCESS_TYPES
from ansible_collections.offboarding.mattermost.tests.unit.helpers.mattermost import unique

REVOKE = "mattermost_stale_access_revoke"

# What somebody who was deactivated still has: Mattermost itself ends the sessions and disables the bots.
LEFT_OPEN = sorted(set(STALE_ACCESS_TYPES) - {"bot"})


@pytest.fixture(name="gone")
def fixture_gone(leaver, mattermost):
    """Somebody with every way in who is deactivated, and whose bot was enabled again."""
    leaver.person.deactivate()
    mattermost.must("POST", "/bots/%s/enable" % leaver.bot["user_id"], {})
    return leaver


def closed(found):
    """Return which types of access were closed."""
    return sorted(row["access_type"] for row in found.results if row["closed"])


def works(mattermost, token):
    """Say whether a token opens the door."""
    return mattermost.ask("GET", "/users/me", token=token["token"]).status_code == 200


# -- the twelve steps ---------------------------------------------------------------------------------------


def test_step_1_check_mode_says_changed_and_changes_nothing(run, gone, through):
    doors = gone.open_doors()
    said = run(REVOKE, check=True, users=[gone.username], url=through.url)
    assert said.changed
    assert closed(said) == sorted(STALE_ACCESS_TYPES)
    assert gone.open_doors() == doors
    written = [request for request in through.requests if request.method != "GET"]
    assert {request.path for request in written} <= {"/users/usernames", "/users/ids", "/roles/names"}


def test_steps_2_3_a_real_run_closes_what_check_mode_said(run, gone):
    said = run(REVOKE, check=True, users=[gone.username])
    done = run(REVOKE, users=[gone.username])
    assert (done.failed, done.changed) == (False, True)
    assert done.results == said.results
    assert {"bot", "bot_token", "incoming_webhook", "outgoing_webhook", "slash_command", "oauth_app"} & set(
        gone.open_doors()
    ) == set()
    assert (done.summary["closed"], done.summary["failed"]) == (len(STALE_ACCESS_TYPES), 0)
    assert len(done.result["request_ids"]) >= len(STALE_ACCESS_TYPES)
    assert said.result["request_ids"] == []


def test_nothing_comes_back_when_the_account_does(run, gone, mattermost):
    run(REVOKE, users=[gone.username])
    mattermost.must("PUT", "/users/%s/active" % gone.id, {"active": True})
    assert gone.open_doors() == ["system_role"]


def test_steps_4_5_a_second_run_changes_nothing(run, gone):
    run(REVOKE, users=[gone.username])
    for check in (False, True):
        again = run(REVOKE, check=check, users=[gone.username])
        assert (again.failed, again.changed, again.results) == (False, False, [])


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_step_6_diff_shows_before_and_after(run, gone, check):
    diff = run(
        REVOKE, check=check, diff=True, users=[gone.username], access_types=["user_access_token", "slash_command"]
    ).result["diff"]
    assert diff == {
        "before": "user_access_token of %s: unit test (%s)\nslash_command of %s: %s (%s)\n"
        % (gone.username, gone.token["id"], gone.username, gone.command["trigger"], gone.command["id"]),
        "after": "",
    }


@pytest.mark.parametrize("option", ["users", "exclude_users"])
def test_step_7_an_unknown_user_stops_it_before_anything_is_changed(run, gone, server, option):
    nobody = unique("nobody")
    doors = gone.open_doors()
    options = {"users": [gone.username], "exclude_users": []}
    options[option] = [*options[option], nobody]
    assert run(REVOKE, **options).message == (
        "Unknown on %s: %s. Nothing was changed. Correct the list, or set missing_users: ignore." % (server.url, nobody)
    )
    assert gone.open_doors() == doors


@pytest.mark.embedded_only("stages an error")
def test_step_8_several_accounts_of_which_one_fails(run, control, mattermost):
    people = [mattermost.new_person() for _number in range(3)]
    tokens = {person.username: mattermost.new_access_token(person.id) for person in people}
    for person in people:
        person.deactivate()
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": "/tokens/revoke", "skip": 1, "times": 1})
    found = run(REVOKE, users=list(tokens), concurrency=1)
    assert found.changed
    assert (found.summary["closed"], found.summary["failed"]) == (2, 1)
    [bad] = [row["owner"]["username"] for row in found.results if not row["closed"]]
    assert found.message.startswith("1 of 3 users failed. %s: Failed to revoke the token " % bad)
    assert ["HTTP 500" in (row["note"] or "") for row in found.results] == [not row["closed"] for row in found.results]
    for username, token in tokens.items():
        left = mattermost.ask("GET", "/users/tokens/" + token["id"]).status_code
        assert left == (200 if username == bad else 404)


def test_step_9_without_permission_nothing_is_called_closed(run, gone, person):
    doors = gone.open_doors()
    found = run(REVOKE, token=person.log_in().token)
    assert (found.changed, found.results) == (False, [])
    assert sorted(found.summary["not_checked"]) == sorted(STALE_ACCESS_TYPES)
    assert all("lacks" in one["reason"] for one in found.result["access_types"].values())
    assert gone.open_doors() == doors


def test_step_12_no_secret_is_printed(run, gone, connection):
    output = run(REVOKE, diff=True, users=[gone.username]).output
    for secret in [*gone.secrets, connection["token"]]:
        assert secret not in output


# -- choices ------------------------------------------------------------------------------------------------


def test_only_the_types_that_are_asked_for(run, gone):
    doors = gone.open_doors()
    assert closed(run(REVOKE, users=[gone.username], access_types=["incoming_webhook"])) == ["incoming_webhook"]
    assert gone.open_doors() == sorted(set(doors) - {"incoming_webhook"})


def test_unused_tokens_of_somebody_active(run, mattermost, person):
    idle = person.use_access_token()
    time.sleep(3.2)
    used = person.use_access_token()
    unseen = mattermost.new_access_token(person.id)
    found = run(REVOKE, users=[person.username], unused_for="2s")
    assert [(row["id"], row["reasons"]) for row in found.results if row["closed"]] == [(idle["id"], ["unused"])]
    assert [works(mattermost, token) for token in (idle, used, unseen)] == [False, True, True]
    again = run(REVOKE, check=True, users=[person.username], unused_for="1h")
    assert (again.changed, again.results) == (False, [])


def test_tokens_of_which_nobody_knows_only_on_request(run, mattermost, person):
    unseen = mattermost.new_access_token(person.id)
    time.sleep(2.1)
    found = run(REVOKE, users=[person.username], unused_for="1s")
    assert (found.changed, [row["verdict"] for row in found.results]) == (False, ["unknown"])
    assert mattermost.ask("GET", "/users/tokens/" + unseen["id"]).status_code == 200
    found = run(REVOKE, users=[person.username], unused_for="1s", include_unknown=True)
    assert [(row["verdict"], row["closed"]) for row in found.results] == [("unknown", True)]
    assert mattermost.ask("GET", "/users/tokens/" + unseen["id"]).status_code == 404


def test_a_disabled_token_can_be_enabled_again(run, mattermost, person):
    idle = person.use_access_token()
    time.sleep(2.1)
    found = run(REVOKE, users=[person.username], unused_for="1s", tokens="disable")
    assert [row["closed"] for row in found.results] == [True]
    assert not works(mattermost, idle)
    again = run(REVOKE, users=[person.username], unused_for="1s", tokens="disable")
    assert (again.changed, again.results) == (False, [])
    mattermost.must("POST", "/users/tokens/enable", {"token_id": idle["id"]})
    assert works(mattermost, idle)


@pytest.mark.embedded_only("answers without doing it")
def test_a_token_that_is_not_disabled_is_not_called_so(run, control, mattermost, person):
    idle = person.use_access_token()
    time.sleep(2.1)
    control.faults({"kind": "body", "status": 200, "body": '{"status": "OK"}', "path": "/users/tokens/disable"})
    found = run(REVOKE, users=[person.username], unused_for="1s", tokens="disable")
    assert found.message.startswith("Failed to disable the tokens of %s: " % person.username)
    assert [(row["closed"], "still there" in row["note"]) for row in found.results] == [(False, True)]
    assert works(mattermost, idle)


def test_apps_may_be_deleted_or_left(run, gone, mattermost):
    app = "/oauth/apps/" + gone.app["id"]
    left = run(REVOKE, users=[gone.username], access_types=["oauth_app"], oauth_apps="leave")
    assert (left.changed, [row["closed"] for row in left.results]) == (False, [False])
    run(REVOKE, users=[gone.username], access_types=["oauth_app"], oauth_apps="delete")
    assert mattermost.ask("GET", app).status_code == 404


def test_accounts_that_are_left_alone(run, gone, mattermost):
    doors = gone.open_doors()
    assert not run(REVOKE, users=[gone.username], exclude_users=[gone.username]).changed
    assert gone.open_doors() == doors
    run(REVOKE, users=[gone.username], exclude_users=[gone.bot["username"]])
    assert works(mattermost, gone.bot_token)
    assert mattermost.must("GET", "/bots/" + gone.bot["user_id"])["delete_at"] == 0


def test_the_token_that_calls_is_never_closed(run, mattermost):
    boss = mattermost.new_person(admin=True)
    mine = boss.use_access_token()
    other = boss.use_access_token()
    time.sleep(2.1)
    found = run(REVOKE, users=[boss.username], token=mine["token"], unused_for="1s", include_unknown=True)
    assert not found.changed
    assert {row["verdict"] for row in found.results} == {"left_alone"}
    assert works(mattermost, mine) and works(mattermost, other)


def test_a_bot_that_calls_is_left_alone_though_its_owner_left(run, gone, mattermost):
    mattermost.must("PUT", "/users/%s/roles" % gone.bot["user_id"], {"roles": "system_user system_admin"})
    found = run(REVOKE, users=[gone.username], token=gone.bot_token["token"])
    assert found.changed
    assert "bot" not in closed(found) and "bot_token" not in closed(found)
    assert [row["access_type"] for row in found.results if row["verdict"] == "left_alone"] == ["bot_token"]
    assert works(mattermost, gone.bot_token)
    assert "incoming_webhook" not in gone.open_doors()


def test_an_empty_list_changes_nothing(run):
    found = run(REVOKE, users=[])
    assert (found.failed, found.changed, found.results) == (False, False, [])


@pytest.mark.embedded_only("closes what is stale on the whole server")
def test_the_whole_server(run, gone, person, mattermost):
    living = person.use_access_token()
    found = run(REVOKE)
    assert (found.failed, found.changed) == (False, True)
    assert gone.open_doors() == ["system_role"]
    assert works(mattermost, living)
    again = run(REVOKE)
    assert (again.changed, [row for row in again.results if row["verdict"] == "stale"]) == (False, [])
