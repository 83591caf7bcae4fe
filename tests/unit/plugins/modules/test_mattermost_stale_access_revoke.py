# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_stale_access_revoke, run for real against the server under test, by the steps of every changing module."""

from __future__ import annotations

import time

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import STALE_ACCESS_TYPES
from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers import raw_server

REVOKE = "mattermost_stale_access_revoke"

# What works of somebody who was deactivated, and whose bot was enabled again.
WORKING = set(STALE_ACCESS_TYPES) - {"user_access_token"}


@pytest.fixture(name="gone")
def fixture_gone(leaver, mattermost):
    """Somebody with every way in who is deactivated, and whose bot was enabled again."""
    leaver.person.deactivate()
    mattermost.must("POST", "/bots/%s/enable" % leaver.bot["user_id"], {})
    return leaver


def doors(leaver):
    """Try every way in, and return the types that can be stale and that work. The account's own token is refused."""
    return leaver.types_working() & set(STALE_ACCESS_TYPES)


def stale(found):
    """Return what the rows say, without what only a real run can know."""
    return [dict(row, note=None) for row in found.results]


def closed(found):
    """Return which types of access were closed."""
    return sorted(row["access_type"] for row in found.results if row["closed"])


def works(mattermost, token):
    """Say whether a token opens the door."""
    return mattermost.works(token["token"])


# -- the twelve steps ---------------------------------------------------------------------------------------


@pytest.mark.step(1)
def test_check_mode_says_changed_and_changes_nothing(run, gone, through):
    said = run(REVOKE, check=True, users=[gone.username], url=through.url)
    assert said.changed
    assert closed(said) == sorted(STALE_ACCESS_TYPES)
    assert raw_server.changing(through) == []
    assert doors(gone) == WORKING


@pytest.mark.step(2, 3)
def test_a_real_run_closes_what_check_mode_said(run, gone):
    said = run(REVOKE, check=True, users=[gone.username])
    done = run(REVOKE, users=[gone.username])
    assert (done.failed, done.changed) == (False, True)
    assert stale(done) == stale(said)
    assert doors(gone) == set()
    assert (done.summary["closed"], done.summary["failed"]) == (len(STALE_ACCESS_TYPES), 0)
    assert len(done.result["request_ids"]) >= len(STALE_ACCESS_TYPES)
    assert said.result["request_ids"] == []


def test_nothing_comes_back_when_the_account_does(run, gone, mattermost):
    run(REVOKE, users=[gone.username])
    mattermost.set_active(gone.id, True)
    assert doors(gone) <= {"bot"}  # somebody who is an administrator may enable it
    assert not works(mattermost, gone.token) and not works(mattermost, gone.bot_token)


@pytest.mark.step(4, 5)
def test_a_second_run_changes_nothing(run, gone):
    run(REVOKE, users=[gone.username], oauth_apps="delete")
    for check in (False, True):
        again = run(REVOKE, check=check, users=[gone.username], oauth_apps="delete")
        assert (again.failed, again.changed, again.results) == (False, False, [])


def test_an_app_with_a_new_secret_is_told_as_long_as_it_is_there(run, gone):
    """It goes on with the tokens that it holds, and its maker is gone: that is for people."""
    first = run(REVOKE, users=[gone.username], access_types=["oauth_app"])
    again = run(REVOKE, users=[gone.username], access_types=["oauth_app"])
    assert (first.changed, again.changed) == (True, False)
    [row] = again.results
    assert (row["verdict"], row["closed"], row["id"]) == ("stale", False, gone.app.id)
    assert "was kept" in row["note"] and "was kept" in first.results[0]["note"]


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.step(6)
def test_diff_shows_before_and_after(run, gone, mattermost, check):
    [command] = mattermost.must("GET", "/commands?custom_only=true&team_id=" + gone.team_id)
    diff = run(
        REVOKE, check=check, diff=True, users=[gone.username], access_types=["user_access_token", "slash_command"]
    ).result["diff"]
    assert diff == {
        "before": "user_access_token of %s: test (%s)\nslash_command of %s: %s (%s)\n"
        % (gone.username, gone.token["id"], gone.username, gone.word, command["id"]),
        "after": "",
    }


@pytest.mark.parametrize("option", ["users", "exclude_users"])
@pytest.mark.step(7)
def test_an_unknown_user_stops_it_before_anything_is_changed(run, gone, server, option):
    nobody = unique("nobody")
    options = {"users": [gone.username], "exclude_users": []}
    options[option] = [*options[option], nobody]
    assert run(REVOKE, **options).message == (
        "Unknown on %s: %s. Nothing was changed. Correct the list, or set missing_users: ignore." % (server.url, nobody)
    )
    assert doors(gone) == WORKING


@pytest.mark.embedded_only("stages an error")
@pytest.mark.step(8)
def test_several_accounts_of_which_one_fails(run, control, mattermost):
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


@pytest.mark.step(9)
def test_without_permission_nothing_is_called_closed(run, gone, person):
    found = run(REVOKE, token=person.log_in().token)
    assert (found.changed, found.results) == (False, [])
    assert sorted(found.summary["not_checked"]) == sorted(STALE_ACCESS_TYPES)
    assert all("lacks" in one["reason"] for one in found.result["access_types"].values())
    assert doors(gone) == WORKING


@pytest.mark.step(12)
def test_no_secret_is_printed(run, gone, connection):
    output = run(REVOKE, diff=True, users=[gone.username]).output
    for secret in [*gone.secrets, connection["token"]]:
        assert secret not in output


# -- choices ------------------------------------------------------------------------------------------------


def test_only_the_types_that_are_asked_for(run, gone):
    assert closed(run(REVOKE, users=[gone.username], access_types=["incoming_webhook"])) == ["incoming_webhook"]
    assert doors(gone) == WORKING - {"incoming_webhook"}


def test_unused_tokens_of_somebody_active(run, mattermost, person):
    idle = person.use_access_token()
    time.sleep(11.7)
    used = person.use_access_token()
    unseen = mattermost.new_access_token(person.id)
    found = run(REVOKE, users=[person.username], unused_for="10s")
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
    app = "/oauth/apps/" + gone.app.id
    left = run(REVOKE, users=[gone.username], access_types=["oauth_app"], oauth_apps="leave")
    assert (left.changed, [row["closed"] for row in left.results]) == (False, [False])
    run(REVOKE, users=[gone.username], access_types=["oauth_app"], oauth_apps="delete")
    assert mattermost.ask("GET", app).status_code == 404


def test_accounts_that_are_left_alone(run, gone, mattermost):
    assert not run(REVOKE, users=[gone.username], exclude_users=[gone.username]).changed
    assert doors(gone) == WORKING
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
    assert "incoming_webhook" not in doors(gone)


def test_an_empty_list_changes_nothing(run):
    found = run(REVOKE, users=[])
    assert (found.failed, found.changed, found.results) == (False, False, [])


@pytest.mark.embedded_only("closes what is stale on the whole server")
def test_the_whole_server(run, gone, person, mattermost):
    living = person.use_access_token()
    found = run(REVOKE)
    assert (found.failed, found.changed) == (False, True)
    assert doors(gone) == set()
    assert works(mattermost, living)
    again = run(REVOKE)
    assert again.changed is False
    assert {row["access_type"] for row in again.results if row["verdict"] == "stale"} <= {"oauth_app"}
