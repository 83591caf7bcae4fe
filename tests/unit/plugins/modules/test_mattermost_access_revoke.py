# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_access_revoke, run for real against the server under test, by the steps of every changing module."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.unit.helpers.leaver import DOORS
from ansible_collections.offboarding.mattermost.tests.unit.helpers.mattermost import unique

REVOKE = "mattermost_access_revoke"


def closed(entry):
    """Return which kinds an entry says were closed."""
    return sorted(kind for kind, access in entry["access"].items() if access["closed"])


# -- the twelve steps ---------------------------------------------------------------------------------------


def test_step_1_check_mode_says_changed_and_changes_nothing(run, leaver, through):
    said = run(REVOKE, check=True, users=[leaver.username], url=through.url)
    assert said.changed
    assert closed(said.results[0]) == sorted(DOORS)
    assert leaver.open_doors() == sorted(DOORS)
    written = [request for request in through.requests if request.method != "GET"]
    assert {request.path for request in written} <= {"/users/usernames", "/users/ids", "/roles/names"}


def test_steps_2_3_a_real_run_closes_what_check_mode_said(run, leaver):
    leaver.person.deactivate()
    said = run(REVOKE, check=True, users=[leaver.username])
    done = run(REVOKE, users=[leaver.username])
    assert (done.failed, done.changed) == (False, True)
    assert closed(done.results[0]) == closed(said.results[0])
    assert leaver.open_doors() == []
    # What the leaver knows and others go on using is for a person to decide.
    decided = {"invitation_link", "email_invitation", "changed_account", "known_secret"}
    assert not set(done.results[0]["still_open"]) - decided


def test_nothing_comes_back_when_the_account_does(run, leaver, mattermost):
    leaver.person.deactivate()
    run(REVOKE, users=[leaver.username])
    mattermost.must("PUT", "/users/%s/active" % leaver.id, {"active": True})
    assert leaver.open_doors() == []


def test_steps_4_5_a_second_run_changes_nothing(run, leaver):
    leaver.person.deactivate()
    run(REVOKE, users=[leaver.username])
    for check in (False, True):
        again = run(REVOKE, check=check, users=[leaver.username])
        assert (again.failed, again.changed, closed(again.results[0])) == (False, False, [])


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_step_6_diff_shows_before_and_after(run, leaver, check):
    diff = run(
        REVOKE, check=check, diff=True, users=[leaver.username], access_types=["user_access_token", "slash_command"]
    ).result["diff"]
    assert diff["after"] == leaver.username + ":\n"
    assert "  user_access_token: %s" % leaver.token["id"] in diff["before"]
    assert "  slash_command: " in diff["before"]
    assert not [secret for secret in leaver.secrets if secret in diff["before"]]


def test_step_7_an_unknown_user_stops_it_before_anything_is_changed(run, leaver, server):
    nobody = unique("nobody")
    assert run(REVOKE, users=[leaver.username, nobody]).message == (
        "Unknown on %s: %s. Nothing was changed. Correct the list, or set missing_users: ignore." % (server.url, nobody)
    )
    assert leaver.open_doors() == sorted(DOORS)


@pytest.mark.embedded_only("stages an error")
def test_step_8_several_users_of_whom_one_fails(run, control, mattermost):
    first, bad, last = (control.new_user(sessions=[{}], tokens=1) for number in range(3))
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": bad["id"] + "/sessions/revoke"})
    found = run(REVOKE, users=[user["username"] for user in (first, bad, last)])
    assert [entry["outcome"] for entry in found.results] == ["done", "not_done", "done"]
    assert found.message.startswith("1 of 3 users failed. %s: " % bad["username"])
    # The rest of the one who fails is closed all the same.
    state = control.state(bad["id"])
    assert (state["tokens"], len(state["sessions"])) == ([], 1)
    assert found.results[1]["still_open"] == ["session"]
    for user in (first, last):
        assert control.state(user["id"])["sessions"] == control.state(user["id"])["tokens"] == []


def test_step_9_without_permission_nothing_is_called_closed(run, leaver, person):
    found = run(REVOKE, users=[leaver.username], token=person.log_in().token)
    assert not found.changed
    [entry] = found.results
    assert {access["verdict"] for access in entry["access"].values()} == {"not_allowed"}
    assert all("lacks" in access["reason"] for access in entry["access"].values())
    assert leaver.open_doors() == sorted(DOORS)


def test_step_12_no_secret_is_printed(run, leaver, connection):
    output = run(REVOKE, diff=True, users=[leaver.username]).output
    for secret in [*leaver.secrets, connection["token"]]:
        assert secret not in output


# -- choices ------------------------------------------------------------------------------------------------


def test_only_the_kinds_that_are_asked_for(run, leaver):
    found = run(REVOKE, users=[leaver.username], access_types=["incoming_webhook"])
    assert closed(found.results[0]) == ["incoming_webhook"]
    assert leaver.open_doors() == sorted(set(DOORS) - {"incoming_webhook"})


def test_bots_are_given_to_somebody_who_stays(run, leaver, person, mattermost):
    run(REVOKE, users=[leaver.username], access_types=["bot"], bots="assign", bot_assignee=person.username)
    bot = mattermost.must("GET", "/bots/" + leaver.bot["user_id"])
    assert (bot["owner_id"], bot["delete_at"]) == (person.id, 0)
    assert "bot_token" not in leaver.open_doors()


@pytest.mark.parametrize("problem", ["deactivated", "one of the users", "a bot"])
def test_bots_are_not_given_to_anybody(run, leaver, person, problem):
    if problem == "deactivated":
        person.deactivate()
    assignee = {"one of the users": leaver.username, "a bot": leaver.bot["username"]}.get(problem, person.username)
    found = run(REVOKE, users=[leaver.username], bots="assign", bot_assignee=assignee)
    assert found.message == (
        "bot_assignee %s is %s. Nothing was changed. Name an active account that stays." % (assignee, problem)
    )
    assert leaver.open_doors() == sorted(DOORS)


@pytest.mark.parametrize("assignee", ["", "../x", None])
def test_bots_need_somebody_to_be_given_to(run, leaver, assignee):
    found = run(REVOKE, users=[leaver.username], bots="assign", bot_assignee=assignee)
    assert found.failed
    assert "defect" not in found.message
    assert leaver.open_doors() == sorted(DOORS)


def test_apps_may_be_deleted(run, leaver, mattermost):
    run(REVOKE, users=[leaver.username], access_types=["oauth_app"], oauth_apps="delete")
    assert mattermost.ask("GET", "/oauth/apps/" + leaver.app["id"]).status_code == 404


def test_apps_and_roles_may_be_left(run, leaver):
    found = run(REVOKE, users=[leaver.username], oauth_apps="leave", system_roles="leave")
    assert leaver.open_doors() == ["oauth_app", "system_role"]
    assert {"oauth_app", "system_role"} <= set(found.results[0]["still_open"])


def test_the_calling_account_is_refused(run, leaver):
    found = run(REVOKE, users=[leaver.username], token=leaver.session.token)
    assert found.message == (
        "%s is the account that runs this module. Nothing was changed. Take it out of users, or set"
        " include_self: true." % leaver.username
    )
    assert leaver.open_doors() == sorted(DOORS)


def test_an_empty_list_changes_nothing(run):
    found = run(REVOKE, users=[])
    assert (found.failed, found.changed, found.results) == (False, False, [])


@pytest.mark.embedded_only("makes a user that is deactivated with sessions alive")
def test_it_does_not_stop_at_a_user_that_looks_deactivated(run, control):
    user = control.new_user(delete_at=1700000000000, sessions=[{}, {"orphaned_oauth": True}, {}], tokens=2)
    assert run(REVOKE, users=[user["username"]]).changed
    state = control.state(user["id"])
    assert (state["sessions"], state["tokens"]) == ([], [])
